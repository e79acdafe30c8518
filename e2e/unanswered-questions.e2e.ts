import { createScriptedHttpServer } from '@seawall/testkit';
import { expect, it } from 'vitest';
import { serversUp, startGateway } from './support/gateway-process.ts';
import { memberAt, textOf } from './support/raw-hosts/messages.ts';
import { RawHost, settle } from './support/raw-hosts/raw-host.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** More than calls that may wait for hosts of 2026-07-28 to come back with their answers. */
const QUESTIONS = 300;

it('calls that wait for hosts that never come back leave room for the calls of others', async () => {
  const params = { message: 'sure?', requestedSchema: { type: 'object', properties: {} } };
  const form = { name: 'form', behaviour: { kind: 'ask', method: 'elicitation/create', params } } as const;
  await using older = await createScriptedHttpServer({ tools: [{ name: 'echo' }, form] });
  await using folder = await temporaryFolder();
  const config = { mcpServers: { older: { url: older.url, seawall: { timeoutMs: 5000 } } } };
  await using gateway = await startGateway({ folder, config });
  await serversUp(gateway, 'older');
  const options = { era: 'modern', capabilities: { elicitation: { form: {} } } } as const;
  const host = await RawHost.connect({ url: gateway.url }, { ...options, name: 'asked' });
  const calls = Array.from({ length: QUESTIONS }, () => host.tool('older__form'));
  const answers = await Promise.all(calls.map((call) => settle(call)));
  const asked = answers.filter((answer) => memberAt(answer, 'result', 'resultType') === 'input_required').length;
  host.vanish();
  await host[Symbol.asyncDispose]();
  expect(asked).toBeGreaterThan(50);
  await using witness = await RawHost.connect({ url: gateway.url }, { ...options, name: 'witness' });
  expect(textOf(await settle(witness.tool('older__echo', { a: 1 })))).toBe('{"a":1}');
}, 240_000);
