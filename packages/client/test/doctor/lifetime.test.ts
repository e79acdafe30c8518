import { join } from 'node:path';
import { createScriptedHttpServer, readExecutions, readPids, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { DoctorProgress } from '../../src/doctor/doctor-report.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { openSeawall } from '../../src/index.ts';
import { createTemporaryFolder } from '../config/temporary-folder.ts';
import { isAlive } from '../connection/open-connection.ts';
import { configure, ENVIRONMENT, examineAll, examined, stepOf } from './examine.ts';
import { serveTcp } from './sockets.ts';

const SILENT = { start: { input: 'swallow' }, ignoreSigterm: true, maxLifetimeMs: 60_000 } as const;

describe('runDoctor', () => {
  it('examines all servers at the same time, and tells each check as it begins and ends', async () => {
    const progress: DoctorProgress[] = [];
    const report = await examineAll(
      {
        a: scriptedStdioServer({}),
        b: scriptedStdioServer({}),
        c: { command: 'no-such-command' },
        d: { command: 'x', disabled: true },
      },
      { onProgress: (event) => progress.push(event) },
    );
    expect(report).toMatchObject({
      outcome: 'failed',
      summary: { servers: 4, passed: 2, warnings: 0, failed: 1, disabled: 1 },
    });
    const firsts = progress.findIndex((event) => event.kind === 'serverFinished' && event.server !== 'd');
    const started = progress.slice(0, firsts).filter((event) => event.kind === 'stepStarted');
    expect(new Set(started.map(({ server }) => server))).toEqual(new Set(['a', 'b', 'c']));
    for (const server of ['a', 'b'])
      expect(
        progress
          .filter((event) => event.kind === 'stepFinished' && event.server === server)
          .map((event) => 'step' in event && event.step.id),
      ).toEqual(examined(report, server).steps.map(({ id }) => id));
  });

  it('examines the servers that are named, in the order of the configuration, and refuses unknown ones', async () => {
    const configuration = await configure({
      a: { command: 'no-a' },
      b: { command: 'no-b' },
      jira: { command: 'no-c' },
    });
    const report = await runDoctor(configuration, { servers: ['jira', 'a'], environment: ENVIRONMENT });
    expect(report.servers.map(({ server }) => server)).toEqual(['a', 'jira']);
    await expect(runDoctor(configuration, { servers: ['jra'] })).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
      hint: 'Did you mean "jira"?',
    });
    await expect(runDoctor(configuration, { deadlineMs: 0 })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });

  it('calls no tool, and leaves the gateway that runs beside it alone', async () => {
    await using folder = await createTemporaryFolder();
    const [pids, log] = [join(folder.path, 'pids'), join(folder.path, 'log')];
    const entry = scriptedStdioServer({
      start: { pidFile: pids },
      tools: [{ name: 'buy', behaviour: { kind: 'counter', file: log } }],
    });
    const configuration = await configure({ shop: entry });
    await using seawall = openSeawall(configuration);
    await seawall.connect();
    const report = await runDoctor(configuration, { environment: ENVIRONMENT });
    expect(report.outcome).toBe('passed');
    const [ofGateway, ...others] = readPids(pids);
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(isAlive)).toEqual([]);
    expect(ofGateway !== undefined && isAlive(ofGateway)).toBe(true);
    expect(seawall.servers()[0]?.status.state).toBe('ready');
    expect(readExecutions(log)).toEqual([]);
  });

  it('says what was not done when the time is over, and ends what it started (B89, B90)', async () => {
    await using folder = await createTemporaryFolder();
    const pids = join(folder.path, 'pids');
    await using mute = await serveTcp((socket) => socket.resume());
    const report = await examineAll(
      {
        quick: scriptedStdioServer({}),
        silent: scriptedStdioServer({ ...SILENT, start: { ...SILENT.start, pidFile: pids } }),
        mute: { url: `https://127.0.0.1:${mute.port}/mcp` },
      },
      { deadlineMs: 3000 },
    );
    expect(examined(report, 'quick').outcome).toBe('passed');
    expect(examined(report, 'silent').failure).toMatchObject({
      id: 'handshake',
      fix: expect.stringContaining('more than 3000 ms'),
    });
    expect(examined(report, 'mute').failure?.id).toBe('tls');
    expect(stepOf(examined(report, 'mute'), 'tools').outcome).toBe('skipped');
    expect(readPids(pids).length).toBeGreaterThan(0);
    expect(readPids(pids).filter(isAlive)).toEqual([]);
  });

  it('has ended everything when an abort rejects it', async () => {
    await using folder = await createTemporaryFolder();
    const pids = join(folder.path, 'pids');
    await using http = await createScriptedHttpServer({}, { fault: { kind: 'hang' } });
    const abort = new AbortController();
    const configuration = await configure({
      silent: scriptedStdioServer({ ...SILENT, start: { ...SILENT.start, pidFile: pids } }),
      hanging: { url: http.url },
    });
    const running = runDoctor(configuration, { signal: abort.signal, environment: ENVIRONMENT });
    const outcome = expect(running).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    await expect.poll(() => readPids(pids).length, { timeout: 60_000 }).toBeGreaterThan(0);
    abort.abort();
    await outcome;
    expect(readPids(pids).filter(isAlive)).toEqual([]);
  });

  it('starts nothing when it was aborted before', async () => {
    const configuration = await configure({ x: scriptedStdioServer({}) });
    const progress: DoctorProgress[] = [];
    const aborted = runDoctor(configuration, {
      signal: AbortSignal.abort(),
      onProgress: (event) => progress.push(event),
    });
    await expect(aborted).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    expect(progress).toEqual([]);
  });

  it('leaves no socket open', async () => {
    await using server = await serveTcp((socket) => socket.resume());
    await examineAll({ x: { url: `http://127.0.0.1:${server.port}/mcp`, seawall: { connectTimeoutMs: 500 } } });
    await expect.poll(() => server.open(), { timeout: 60_000 }).toBe(0);
  });

  it('examines a server with any name', async () => {
    const name = '__proto__"]\u001b[31m\u202e';
    const report = await examineAll(Object.fromEntries([[name, { command: 'no-such-command' }]]));
    expect(report.servers[0]).toMatchObject({ server: name, outcome: 'failed' });
  });
});
