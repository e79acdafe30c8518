import type { SeawallEvent } from '@seawall/core';
import { createScriptedHttpServer, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createSeawall } from '../../src/seawall/create-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

describe('a client as a library', () => {
  it('reads resources and fills in prompts', async () => {
    const entry = scriptedStdioServer({
      resources: [{ uri: 'file:///notes', name: 'notes', text: 'remember' }],
      prompts: [{ name: 'greet' }],
    });
    await using seawall = await createSeawall({ mcpServers: { notes: entry } });
    await seawall.connect();
    const { contents } = await seawall.readResource('notes', 'file:///notes');
    expect(contents).toMatchObject([{ uri: 'file:///notes', text: 'remember' }]);
    const { messages } = await seawall.getPrompt({ server: 'notes', name: 'greet', arguments: { who: 'you' } });
    expect(messages.length).toBeGreaterThan(0);
    expect(await rejectionOf(seawall.readResource('notes', 'file:///nothing'))).toMatchObject({ kind: 'not_found' });
  });

  it.each([
    ['resources/read', 'contents'],
    ['prompts/get', 'messages'],
  ])('refuses an answer to %s that has no %s', async (method, field) => {
    await using server = await createScriptedHttpServer({
      resources: [{ uri: 'file:///a', name: 'a', text: 'a' }],
      prompts: [{ name: 'a' }],
      methodFaults: { [method]: { kind: 'result', result: { something: 'else' } } },
    });
    await using seawall = await createSeawall({ mcpServers: { odd: { url: server.url } } });
    await seawall.connect();
    const asking =
      method === 'prompts/get'
        ? seawall.getPrompt({ server: 'odd', name: 'a' })
        : seawall.readResource('odd', 'file:///a');
    expect(await rejectionOf(asking)).toMatchObject({
      kind: 'protocol',
      code: 'INVALID_RESULT',
      message: expect.stringContaining(field),
    });
  });

  it('changes its timeouts while it runs, for calls that begin later', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'deaf', behaviour: { kind: 'silent' } }] });
    await using seawall = await createSeawall({ mcpServers: { slow: { url: server.url } } });
    await seawall.connect();
    seawall.setTimeouts('slow', { timeoutMs: 100, totalTimeoutMs: 200 });
    expect(await rejectionOf(seawall.callTool({ server: 'slow', name: 'deaf' }))).toMatchObject({
      context: expect.objectContaining({ delivery: 'unknown' }),
      cause: expect.objectContaining({ timeoutMs: 100 }),
    });
    expect(() => seawall.setTimeouts('slow', { timeoutMs: 0 })).toThrowError(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    );
    expect(() => seawall.setTimeouts('other', {})).toThrowError(expect.objectContaining({ code: 'SERVER_NOT_FOUND' }));
  });

  it('tells observers of everything from the first event on', async () => {
    const seen: SeawallEvent[] = [];
    const entry = scriptedStdioServer({ tools: [{ name: 'echo' }] });
    await using seawall = await createSeawall(
      { mcpServers: { one: entry } },
      { observers: [(event) => seen.push(event)] },
    );
    await seawall.connect();
    await seawall.callTool({ server: 'one', name: 'echo' });
    expect(seen[0]).toMatchObject({ kind: 'connectionChanged', server: 'one' });
    expect(seen.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['callStarted', 'callFinished']));
  });
});
