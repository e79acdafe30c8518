import { readPids, type StdioScenario, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { createTempFolder } from '../temp-folder.ts';
import { callTool, INITIALIZE, startRaw, WAIT } from './raw-process.ts';

const DISCOVER = { jsonrpc: '2.0', id: 7, method: 'server/discover', params: {} } as const;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a process that does not get far', () => {
  it('exits at once with its code and stderr', async () => {
    await using running = startRaw({ start: { stderr: 'API_KEY is missing', exit: { exitCode: 78 } } });
    expect(await running.exit).toEqual({ code: 78, signal: null });
    await vi.waitFor(() => expect(running.stderr()).toBe('API_KEY is missing\n'), WAIT);
  });

  it('exits a while after each start', async () => {
    await using running = startRaw({ start: { exit: { exitCode: 2, afterMs: 100 } } });
    running.send(INITIALIZE);
    await running.message(({ id }) => id === 0);
    expect(await running.exit).toEqual({ code: 2, signal: null });
  });

  it('starts only on the given attempt', async () => {
    using folder = createTempFolder();
    const scenario: StdioScenario = { start: { succeedsOnAttempt: { attempt: 3, file: folder.file('starts') } } };
    for (const attempt of [1, 2]) {
      await using failed = startRaw(scenario);
      expect(await failed.exit, `attempt ${attempt}`).toEqual({ code: 1, signal: null });
    }
    await using running = startRaw(scenario);
    running.send(INITIALIZE);
    expect(await running.message(({ id }) => id === 0)).toHaveProperty('result');
  });

  it('exits on a request before initialize', async () => {
    await using running = startRaw({ start: { exitBeforeInitialize: { exitCode: 5, stderr: 'unexpected' } } });
    running.send(DISCOVER);
    expect(await running.exit).toEqual({ code: 5, signal: null });
  });

  it('dies right after it answered initialize', async () => {
    const methodFaults = { initialize: { kind: 'exit', afterAnswer: true, exitCode: 6 } } as const;
    await using running = startRaw({ methodFaults });
    running.send(INITIALIZE);
    expect(await running.message(({ id }) => id === 0)).toHaveProperty('result');
    expect(await running.exit).toEqual({ code: 6, signal: null });
  });
});

describe('output that nobody asked for', () => {
  it('is printed before serving', async () => {
    const stdout = '\u001b[32mServer ready\u001b[0m\n{"level":"info","msg":"listening"}';
    await using running = startRaw({ start: { stdout } });
    running.send(INITIALIZE);
    await running.message(({ id }) => id === 0);
    expect(running.stdout().startsWith(`${stdout}\n{"jsonrpc"`)).toBe(true);
  });

  it('ends after the given bytes and the server still answers', async () => {
    await using running = startRaw({ start: { flood: { bytes: 1_000_000, lineBytes: 1_000 } } });
    running.send(INITIALIZE);
    await running.message(({ id }) => id === 0);
    await vi.waitFor(() => expect(running.stdout().length).toBeGreaterThan(1_000_000), WAIT);
    expect(running.stdout().split('\n')[0]).toHaveLength(999);
  });

  it('goes on until the process ends when it is endless', async () => {
    await using running = startRaw({ start: { flood: { bytes: 'endless', stream: 'stderr', lineBytes: 0 } } });
    await vi.waitFor(() => expect(running.stderr().length).toBeGreaterThan(2_000_000), WAIT);
    expect(running.stderr()).not.toContain('\n');
    running.child.kill('SIGTERM');
    expect(await running.exit).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('comes on stderr at its time', async () => {
    await using running = startRaw({ stderr: [{ text: 'early' }, { text: 'later', atMs: 60 }] });
    await vi.waitFor(() => expect(running.stderr()).toBe('early\nlater\n'), WAIT);
  });
});

describe('silence', () => {
  it('swallows requests, and still ends with its stdin', async () => {
    await using running = startRaw({ start: { input: 'swallow' } });
    running.send(INITIALIZE);
    running.child.stdin?.end();
    expect(await running.exit).toEqual({ code: 0, signal: null });
    expect(running.stdout()).toBe('');
  });

  it('does not even read', async () => {
    await using running = startRaw({ start: { input: 'unread', stderr: 'up' } });
    await vi.waitFor(() => expect(running.stderr()).toBe('up\n'), WAIT);
    const pipe = running.child.stdin;
    // The pipe takes what the kernel buffers and no more.
    for (let chunk = 0; chunk < 40; chunk += 1) pipe?.write('x'.repeat(65_536));
    expect(pipe?.writableNeedDrain).toBe(true);
    running.child.kill();
    expect(await running.exit).toMatchObject({ signal: 'SIGTERM' });
  });
});

describe('a stubborn process', () => {
  it('ends when its stdin ends, by default', async () => {
    await using running = startRaw({});
    running.child.stdin?.end();
    expect(await running.exit).toEqual({ code: 0, signal: null });
  });

  it('ignores the end of stdin and SIGTERM, and ends with its longest life', async () => {
    await using running = startRaw({ ignoreStdinEnd: true, ignoreSigterm: true, maxLifetimeMs: 1_500 });
    running.send(INITIALIZE, callTool(1, 'echo'));
    await running.message(({ id }) => id === 1);
    running.child.stdin?.end();
    running.child.kill('SIGTERM');
    expect(await running.exit).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('writes its process id and starts a grandchild that outlives it', async () => {
    using folder = createTempFolder();
    const [pidFile, grandchildFile] = [folder.file('pids'), folder.file('grandchildren')];
    const grandchild = { pidFile: grandchildFile, detached: true, ignoreSigterm: true };
    await using running = startRaw({ start: { pidFile, grandchild }, maxLifetimeMs: 20_000 });
    const pid = await vi.waitFor(() => {
      const [first] = readPids(grandchildFile);
      if (first === undefined) throw new Error('no grandchild yet');
      return first;
    }, WAIT);
    try {
      expect(readPids(pidFile)).toEqual([running.child.pid]);
      running.child.kill('SIGKILL');
      await running.exit;
      process.kill(pid, 'SIGTERM');
      expect(isAlive(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), WAIT);
  });
});

it('leaves its stdout open in the hands of a grandchild', async () => {
  using folder = createTempFolder();
  const grandchild = { pidFile: folder.file('grandchildren'), holdsOutput: true };
  await using running = startRaw({ start: { grandchild }, maxLifetimeMs: 20_000 });
  const { child, exit } = running;
  let closed = false;
  const close = new Promise((resolve) => child.once('close', resolve)).then(() => {
    closed = true;
  });
  await vi.waitFor(() => expect(readPids(grandchild.pidFile)).toHaveLength(1), WAIT);
  child.stdin?.end();
  expect(await exit).toEqual({ code: 0, signal: null });
  expect(closed).toBe(false);
  for (const pid of readPids(grandchild.pidFile)) process.kill(pid, 'SIGKILL');
  await close;
});

describe('scriptedStdioServer', () => {
  it('passes a scenario of any length by a file', async () => {
    using folder = createTempFolder();
    const scenario: StdioScenario = { instructions: 'x'.repeat(300_000) };
    expect(() => scriptedStdioServer(scenario)).toThrow(RangeError);
    const entry = scriptedStdioServer(scenario, { scenarioFile: folder.file('scenario.json') });
    expect(entry.env).toEqual({ SEAWALL_SCENARIO: folder.file('scenario.json') });
  });
});
