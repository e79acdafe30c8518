import { scriptedStdioServer } from '@seawall/testkit';
import { expect, it } from 'vitest';
import { stdioGateway } from './support/gateway-process.ts';
import { textOf } from './support/raw-hosts/messages.ts';
import { RawHost, settle } from './support/raw-hosts/raw-host.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

// What the plays of cross-talk.e2e.ts found, one by one.

it('a host of 2026-07-28 over stdio is told no log message by a call without a level', async () => {
  await using folder = await temporaryFolder();
  const talk = {
    name: 'talk',
    behaviour: {
      kind: 'log',
      lines: [{ level: 'error', data: 'unwanted' }],
      next: { kind: 'delay', delayMs: 20, next: { kind: 'text', text: 'done' } },
    },
  } as const;
  const config = {
    mcpServers: { older: scriptedStdioServer({ tools: [talk], capabilities: { tools: {}, logging: {} } }) },
  };
  const start = await stdioGateway({ folder, config });
  await using host = await RawHost.connect({ start }, { name: 'newer', era: 'modern' });
  expect(textOf(await settle(host.tool('older__talk')))).toBe('done');
  expect(host.told('notifications/message')).toEqual([]);
  // With a level it is told.
  await settle(host.tool('older__talk', {}, { logLevel: 'error' }));
  expect(host.told('notifications/message')).toHaveLength(1);
});
