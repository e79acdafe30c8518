import {
  createFakeClock,
  createScriptedHttpServer,
  type RealServerFault,
  readPids,
  realServerFaults,
} from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { connectHttp } from '../http/sdk-client.ts';
import { callTool, INITIALIZE, startRaw, WAIT } from '../stdio/raw-process.ts';
import { connectStdio } from '../stdio/sdk-client.ts';
import { createTempFolder } from '../temp-folder.ts';

const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' } as const;

/** The answer to a call of one tool of a process that plays the fault. */
async function answerOf(fault: RealServerFault, tool = 'search'): Promise<Record<string, unknown>> {
  await using running = startRaw(realServerFaults[fault]);
  running.send(INITIALIZE, INITIALIZED, callTool(1, tool));
  return await running.message(({ id }) => id === 1);
}

const textResult = (text: string, isError: boolean): object => ({
  result: { content: [{ type: 'text', text: expect.stringContaining(text) }], isError },
});

describe('a failed call', () => {
  it.each([
    ['softErrorAsJson', '{"error":"unauthorized"}', false],
    ['softErrorAsText', 'Error: ', false],
    ['softErrorAsStatus', '{"status":"error"', false],
    ['softErrorAsSentence', 'expired', false],
    ['softErrorAsEmptyPage', '"results":[]', false],
    ['statusLostInMessage', 'Request failed', true],
    ['statusLostAsUndefined', 'Geocoding failed: undefined', true],
    ['statusLostInBody', 'Body is unusable', true],
    ['rateLimitWithoutRetryAfter', '429', true],
  ] as const)('answers as in %s', async (fault, text, isError) => {
    expect(await answerOf(fault)).toMatchObject(textResult(text, isError));
  });

  it.each([
    ['retriesRateLimitByItself', 6300, '429'],
    ['retriesServerErrorByItself', 8400, '500'],
  ] as const)('takes its time in %s', async (fault, afterMs, text) => {
    const clock = createFakeClock();
    await using server = await createScriptedHttpServer(realServerFaults[fault], { clock });
    await using connected = await connectHttp(server);
    const call = connected.client.callTool({ name: 'search' });
    await vi.waitFor(() => expect(clock.pendingTimers).toBe(1), { timeout: 60_000 });
    await clock.advance(afterMs - 1);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(1);
    expect(await call).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(text) }] });
  });

  it('is never answered, while the server lives on, in hangsForever', async () => {
    await using running = startRaw(realServerFaults.hangsForever);
    running.send(INITIALIZE, callTool(1, 'search'), { jsonrpc: '2.0', id: 2, method: 'ping' });
    await running.message(({ id }) => id === 2);
    expect(running.messages().some(({ id }) => id === 1)).toBe(false);
  });
});

describe('an unknown tool', () => {
  it('answers as a result in unknownToolAsIsError', async () => {
    expect(await answerOf('unknownToolAsIsError', 'no "such"')).toMatchObject(
      textResult('MCP error -32602: Tool no "such" not found', true),
    );
  });

  it.each([
    ['unknownToolAsInvalidParams', -32602],
    ['unknownToolAsMethodNotFound', -32601],
    ['unknownToolAsInternalError', -32603],
    ['unknownToolAsInvalidRequest', -32600],
  ] as const)('answers with a code in %s', async (fault, code) => {
    const message = expect.stringContaining('nobody');
    expect(await answerOf(fault, 'nobody')).toMatchObject({ error: { code, message } });
  });
});

describe('a list', () => {
  it('is refused by a strict client for one schema in schemaWithoutType', async () => {
    await using connected = await connectStdio(realServerFaults.schemaWithoutType);
    await expect(connected.client.listTools()).rejects.toThrow();
    expect(await connected.client.callTool({ name: 'search' })).toHaveProperty('content');
  });

  it('fails though calls work in listFailsThoughCallsWork', async () => {
    await using connected = await connectStdio(realServerFaults.listFailsThoughCallsWork);
    await expect(connected.client.listTools()).rejects.toMatchObject({ code: -32603 });
    expect(await connected.client.callTool({ name: 'search' })).toHaveProperty('content');
  });

  it.each([
    ['promptsAdvertisedOnly', 'prompts/list', 'prompts'],
    ['resourcesAdvertisedOnly', 'resources/list', 'resources'],
  ] as const)('is advertised and missing in %s', async (fault, method, capability) => {
    await using connected = await connectStdio(realServerFaults[fault]);
    expect(connected.client.getServerCapabilities()).toHaveProperty(capability);
    await expect(connected.client.request({ method })).rejects.toMatchObject({ code: -32601 });
  });
});

describe('a process', () => {
  it.each([
    ['diesAfterInitialize', 'Error: API_KEY environment variable is required\n'],
    ['diesSilentlyAfterInitialize', ''],
  ] as const)('exits after its answer in %s', async (fault, stderr) => {
    await using running = startRaw(realServerFaults[fault]);
    running.send(INITIALIZE);
    expect(await running.message(({ id }) => id === 0)).toHaveProperty('result');
    expect(await running.exit).toEqual({ code: 1, signal: null });
    await vi.waitFor(() => expect(running.stderr()).toBe(stderr), WAIT);
  });

  it('answers nothing and ends with its stdin in neverAnswersInitialize', async () => {
    await using running = startRaw(realServerFaults.neverAnswersInitialize);
    running.send(INITIALIZE);
    running.child.stdin?.end();
    expect(await running.exit).toEqual({ code: 0, signal: null });
    expect(running.stdout()).toBe('');
  });

  it('stays when its stdin ends in ignoresStdinEnd, to the end of its longest life', async () => {
    await using running = startRaw({ ...realServerFaults.ignoresStdinEnd, maxLifetimeMs: 1_500 });
    running.child.stdin?.end();
    expect(await running.exit).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('stays on SIGTERM in ignoresSigterm', async () => {
    await using running = startRaw(realServerFaults.ignoresSigterm);
    running.send(INITIALIZE);
    await running.message(({ id }) => id === 0);
    running.child.kill('SIGTERM');
    running.send({ jsonrpc: '2.0', id: 1, method: 'ping' });
    await running.message(({ id }) => id === 1);
    running.child.kill('SIGKILL');
    expect(await running.exit).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('leaves a child behind in leavesChildBehind', async () => {
    using folder = createTempFolder();
    const pidFile = folder.file('child');
    const scenario = realServerFaults.leavesChildBehind;
    const grandchild = { ...scenario.start?.grandchild, pidFile };
    await using running = startRaw({ ...scenario, start: { grandchild } });
    const pid = await vi.waitFor(() => {
      const [found] = readPids(pidFile);
      if (found === undefined) throw new Error('no child yet');
      return found;
    }, WAIT);
    running.child.kill('SIGTERM');
    await running.exit;
    expect(process.kill(pid, 0)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it.each(['stdoutBanner', 'stdoutColours', 'stdoutJson'] as const)('makes noise on stdout in %s', async (fault) => {
    const noise = realServerFaults[fault].start?.stdout ?? '';
    await using running = startRaw(realServerFaults[fault]);
    running.send(INITIALIZE, callTool(1, 'search'));
    await running.message(({ id }) => id === 1);
    expect(noise).not.toBe('');
    expect(running.stdout().split(noise)).toHaveLength(3);
  });
});
