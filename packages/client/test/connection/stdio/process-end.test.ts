import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPids, type StdioScenario } from '@seawall/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { callTool, connectorFor, failureOf, isAlive, open, stdioLaunch, until } from '../open-connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'seawall-end-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function newFile(): string {
  files += 1;
  return join(folder, `pids-${files}`);
}

/** Ignores the end of stdin and TERM, and has a grandchild that does so too in a session of its own. */
function stubborn(pidFile: string, overrides: StdioScenario = {}): StdioScenario {
  return {
    ignoreStdinEnd: true,
    ignoreSigterm: true,
    start: { pidFile, grandchild: { pidFile, detached: true, ignoreSigterm: true } },
    tools: [{ name: 'echo' }, { name: 'die', behaviour: { kind: 'exit' } }],
    maxLifetimeMs: 60_000,
    ...overrides,
  };
}

async function pidsIn(pidFile: string, count: number): Promise<readonly number[]> {
  await until(() => readPids(pidFile).length >= count);
  return readPids(pidFile);
}

describe('the end of a connection over stdio', () => {
  it('is quick for a server that ends with its input', async () => {
    const opened = await open(connectorFor(stdioLaunch({})));
    await Promise.all([opened.connection.close(), opened.connection.close()]);
    expect(isAlive(opened.connection.info.pid ?? 0)).toBe(false);
    expect((await opened.connection.closed).error.message).toBe('The connection to server "x" was closed by Seawall.');
    expect((await failureOf(callTool(opened.connection, 'echo'))).delivery).toBe('not-sent');
  });

  it('takes a stubborn server and what it started with it', async () => {
    const pidFile = newFile();
    const opened = await open(connectorFor(stdioLaunch(stubborn(pidFile))));
    const pids = await pidsIn(pidFile, 2);
    await opened.connection.close();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('also ends what a server left behind that ended by itself', async () => {
    const pidFile = newFile();
    const opened = await open(
      connectorFor(
        stdioLaunch({ ...stubborn(pidFile), start: { pidFile, grandchild: { pidFile, ignoreSigterm: true } } }),
      ),
    );
    const pids = await pidsIn(pidFile, 2);
    await failureOf(callTool(opened.connection, 'die'));
    await until(() => pids.every((pid) => !isAlive(pid)));
    await opened.connection.close();
  });

  it('fails calls in flight at once', async () => {
    const opened = await open(
      connectorFor(
        stdioLaunch({
          ignoreSigterm: true,
          ignoreStdinEnd: true,
          tools: [{ name: 'silent', behaviour: { kind: 'silent' } }],
        }),
      ),
    );
    const call = failureOf(callTool(opened.connection, 'silent'));
    const closing = opened.connection.close();
    expect((await call).error.code).toBe('CONNECTION_CLOSED');
    await closing;
  });

  it('comes within the time to connect and leaves nothing when the handshake hangs', async () => {
    const pidFile = newFile();
    const launch = stdioLaunch(
      stubborn(pidFile, {
        start: { pidFile, input: 'unread', grandchild: { pidFile, detached: true, ignoreSigterm: true } },
      }),
    );
    const failure = await failureOf(open(connectorFor(launch, { options: { connectTimeoutMs: 6000 } })));
    expect(failure.error.code).toBe('HANDSHAKE_TIMEOUT');
    expect(readPids(pidFile)).toHaveLength(2);
    expect(readPids(pidFile).filter(isAlive)).toEqual([]);
  });

  it('comes when the attempt to connect is given up', async () => {
    const pidFile = newFile();
    const abort = new AbortController();
    const attempt = failureOf(
      open(connectorFor(stdioLaunch({ start: { pidFile, input: 'swallow' } })), { signal: abort.signal }),
    );
    const [pid] = await pidsIn(pidFile, 1);
    abort.abort();
    expect(await attempt).toMatchObject({ delivery: 'not-sent', effect: 'none', error: { code: 'CALL_CANCELLED' } });
    expect(isAlive(pid ?? 0)).toBe(false);
  });
});

describe('the end of our own process', () => {
  /** Starts a program that connects to stubborn servers and then does nothing. */
  async function startHost(
    servers: number,
  ): Promise<{ readonly host: ChildProcess; readonly pids: readonly number[] }> {
    const pidFile = newFile();
    const readyFile = newFile();
    const launches = Array.from({ length: servers }, () => stdioLaunch(stubborn(pidFile)));
    const input = join(folder, `launches-${files}.json`);
    writeFileSync(input, JSON.stringify(launches));
    const program = fileURLToPath(new URL('host-program.ts', import.meta.url));
    const host = spawn(
      process.execPath,
      ['--import', 'tsx', '--conditions=@seawall/source', program, input, readyFile],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await until(() => readPids(readyFile).length > 0);
    return { host, pids: [...(await pidsIn(pidFile, servers * 2)), ...readPids(readyFile)] };
  }

  it('takes all servers and what they started with it when it is killed', async () => {
    const { host, pids } = await startHost(3);
    expect(pids).toHaveLength(7);
    expect(pids.every(isAlive)).toBe(true);
    host.kill('SIGKILL');
    await until(() => pids.every((pid) => !isAlive(pid)));
  });

  it('does so though the watchdog was killed before: there is a new one', async () => {
    const { host, pids } = await startHost(1);
    const watchdog = pids.at(-1) ?? 0;
    expect(readFileSync(`/proc/${watchdog}/cmdline`, 'latin1')).toContain('seawall-watchdog');
    process.kill(watchdog, 'SIGKILL');
    await until(() =>
      childrenOf(host.pid ?? 0).some((pid) => pid !== watchdog && commandOf(pid).includes('seawall-watchdog')),
    );
    host.kill('SIGKILL');
    await until(() => pids.every((pid) => !isAlive(pid)));
  });
});

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}
