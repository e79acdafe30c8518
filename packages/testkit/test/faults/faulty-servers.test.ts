import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import { createFaultControl, type FaultControl } from '../../src/faults/fault-control.ts';
import type { FaultOrder } from '../../src/faults/fault-order.ts';
import { startFaultyHttpServer } from '../../src/faults/faulty-http-server.ts';
import type { FaultyServerOptions } from '../../src/faults/faulty-server-settings.ts';
import { faultyStdioServer } from '../../src/faults/faulty-stdio-server.ts';
import { createTempFolder } from '../temp-folder.ts';

interface Opened extends AsyncDisposable {
  readonly client: Client;
  readonly control: FaultControl;
}

/** Long enough for a busy machine to do what is done, and short enough to wait for in vain. */
const SILENT_MS = 1500;
const PATIENCE_MS = 20_000;

async function open(transport: 'stdio' | 'http', options: FaultyServerOptions = {}): Promise<Opened> {
  const folder = createTempFolder();
  const control = createFaultControl(folder.file('faulty'));
  const server = transport === 'http' ? await startFaultyHttpServer(control, options) : undefined;
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: modeOf(options) } });
  await client.connect(
    server === undefined
      ? new StdioClientTransport({ ...faultyStdioServer(control, options), stderr: 'ignore' })
      : new StreamableHTTPClientTransport(new URL(server.url)),
  );
  return {
    client,
    control,
    [Symbol.asyncDispose]: async () => {
      control.clear();
      await client.close();
      await server?.close();
      folder[Symbol.dispose]();
    },
  };
}

function modeOf({ era }: FaultyServerOptions): 'auto' | 'legacy' {
  return era === 'legacy' ? 'legacy' : 'auto';
}

/** Faults that nothing comes back from, as they stand in the control file. */
const SILENT = /"kind":"(?:hang|wrong-id|late-answer|garbage|truncated|header-stall)"/;

/** What a call under a fault comes to. */
async function call({ client, control }: Opened, name: string, key = 'a'): Promise<string> {
  const timeout = SILENT.test(readFileSync(control.controlFile, { encoding: 'utf8', flag: 'a+' }))
    ? SILENT_MS
    : PATIENCE_MS;
  try {
    const { content } = await client.callTool({ name, arguments: { key } }, { timeout });
    const [first] = Array.isArray(content) ? content : [];
    return first?.type === 'text' ? first.text.slice(0, 40) : 'nothing';
  } catch (error) {
    return error instanceof Error ? `failed: ${error.message}` : 'failed';
  }
}

describe.each(['stdio', 'http'] as const)('a faulty server over %s', (transport) => {
  it.each(['legacy', 'modern'] as const)('works while it has no fault, in the %s era', async (era) => {
    await using opened = await open(transport, { era });
    expect(await call(opened, 'echo')).toContain('"key":"a"');
    expect(await call(opened, 'count', 'b')).toContain('"key":"b"');
    expect(opened.control.executedKeys()).toEqual(['b']);
  });

  it.each<[string, FaultOrder, RegExp, boolean]>([
    ['hang', { kind: 'hang' }, /timed out/, false],
    ['wrong-id', { kind: 'wrong-id' }, /timed out/, true],
    ['late-answer', { kind: 'late-answer' }, /timed out/, true],
    ['garbage', { kind: 'garbage' }, /^failed/, true],
    ['truncated', { kind: 'truncated' }, /^failed/, true],
    ['reset-before', { kind: 'reset-before' }, /^failed/, false],
    ['reset-after', { kind: 'reset-after' }, /^failed/, true],
    ['bad-schema', { kind: 'bad-schema' }, /^failed/, false],
    ['duplicate', { kind: 'duplicate' }, /"key":"a"/, true],
    ['out-of-order', { kind: 'out-of-order' }, /"key":"a"/, true],
    ['slow', { kind: 'slow', delayMs: 50 }, /"key":"a"/, true],
    ['big-answer', { kind: 'big-answer', bytes: 100_000 }, /^x{40}$/, true],
    ['tool-removed', { kind: 'tool-removed' }, /Unknown tool/, false],
    ['flaky, always', { kind: 'flaky', probability: 1, onlyCalls: true }, /^failed/, false],
  ])('does wrong what it is told: %s', async (name, order, outcome, ran) => {
    await using opened = await open(transport, { era: 'legacy' });
    opened.control.inject([order]);
    expect(await call(opened, 'count')).toMatch(outcome);
    // Whether a flaky call ran is left to chance.
    if (!name.startsWith('flaky')) expect(opened.control.executedKeys()).toEqual(ran ? ['a'] : []);
  });

  it('lets a call through that failed as often as it may', async () => {
    await using opened = await open(transport, { era: 'legacy' });
    opened.control.inject([{ kind: 'bad-schema', maxFailuresPerCall: 2 }]);
    const outcomes = [];
    for (const key of ['a', 'b', 'a', 'a']) outcomes.push((await call(opened, 'echo', key)).startsWith('failed'));
    expect(outcomes).toEqual([true, true, true, false]);
  });

  it('works again once the fault is taken back', async () => {
    await using opened = await open(transport, { era: 'legacy' });
    opened.control.inject([{ kind: 'hang' }]);
    expect(await call(opened, 'echo')).toContain('timed out');
    opened.control.clear();
    expect(await call(opened, 'echo')).toContain('"key":"a"');
  });
});

describe('a faulty server over HTTP', () => {
  it.each<[FaultOrder, RegExp]>([
    [{ kind: '401' }, /^failed/],
    [{ kind: '429', retryAfter: '1' }, /^failed/],
    [{ kind: '500' }, /^failed/],
    [{ kind: '503' }, /^failed/],
    [{ kind: 'header-stall' }, /timed out/],
    [{ kind: 'refuse' }, /^failed/],
  ])('does wrong what only HTTP can: %j', async (order, outcome) => {
    await using opened = await open('http', { era: 'legacy' });
    opened.control.inject([order]);
    if (order.kind === 'refuse') await until(async () => (await call(opened, 'echo')).startsWith('failed'));
    expect(await call(opened, 'echo')).toMatch(outcome);
  });

  it('forgets its sessions when it is restarted', async () => {
    await using opened = await open('http', { era: 'legacy' });
    opened.control.inject([{ kind: 'restart' }]);
    await until(async () => (await call(opened, 'echo')).includes('Session not found'));
    expect(await call(opened, 'echo')).toContain('Session not found');
  });
});

async function until(check: () => Promise<boolean>): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  while (!(await check())) {
    if (performance.now() > giveUpAtMs) throw new Error('It did not come about.');
    await pause(20);
  }
}
