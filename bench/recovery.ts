import { setTimeout as sleep } from 'node:timers/promises';
import { createScriptedHttpServer, readPids, type ScriptedHttpServer } from '@seawall/testkit';
import { SEAWALL, startServing } from './contender.ts';
import { type Figure, toSample } from './figure.ts';
import { connectHttpHost, type Host, whenListening } from './host.ts';
import { createOpened } from './opened.ts';
import type { Scratch } from './scratch.ts';
import { stdioServer } from './upstream-servers.ts';

const ROUNDS = 5;
const POLL_MS = 20;
const MAX_RECOVERY_MS = 2000;
const MAX_NOTICE_MS = 100;
/** A server that fails before it ran for five seconds counts as crashing, and waits longer for its next start. */
const STABLE_MS = 5500;
/** For a call to reach its server and for the stream to open. */
const STREAM_MS = 100;

/** From a failure to the next good answer, each round with a server of its own. */
export async function measureRecovery(scratch: Scratch): Promise<Figure[]> {
  const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);
  const pidFiles = new Map(rounds.map((round) => [round, scratch.path('pids')]));
  await using servers = createOpened();
  const http: ScriptedHttpServer[] = [];
  const streaming: ScriptedHttpServer[] = [];
  for (const _ of rounds) {
    http.push(servers.use(await createScriptedHttpServer()));
    streaming.push(servers.use(await createScriptedHttpServer({ tools: [STREAMING_TOOL] })));
  }
  const config = scratch.config({
    ...Object.fromEntries(
      [...pidFiles].map(([round, pidFile]) => [`stdio-${round}`, stdioServer({ start: { pidFile } })]),
    ),
    ...Object.fromEntries(http.map(({ url }, index) => [`http-${index + 1}`, { url }])),
    ...Object.fromEntries(streaming.map(({ url }, index) => [`stream-${index + 1}`, { url }])),
  });
  await using running = await startServing(SEAWALL, { config, dataDir: scratch.path('data') });
  await whenListening(running);
  await using host = await connectHttpHost(running.url);
  for (const round of rounds) {
    await host.callUntilGood(`stdio-${round}__echo`);
    await host.callUntilGood(`http-${round}__echo`);
  }
  await sleep(STABLE_MS);

  const killed: number[] = [];
  for (const [round, pidFile] of pidFiles) killed.push(await killServer(host, `stdio-${round}__echo`, pidFile));
  const restarted: number[] = [];
  for (const [index, server] of http.entries()) restarted.push(await restart(host, `http-${index + 1}__echo`, server));
  const noticed: number[] = [];
  for (const [index, server] of streaming.entries())
    noticed.push(await cut(host, `stream-${index + 1}__${STREAMING_TOOL.name}`, server));
  const figure = (name: string, values: readonly number[], most: number): Figure => ({
    name,
    unit: 'ms',
    ours: toSample(values),
    limit: { kind: 'median', most },
  });
  return [
    figure('stdio server killed, next good answer', killed, MAX_RECOVERY_MS),
    figure('HTTP server restarted, next good answer', restarted, MAX_RECOVERY_MS),
    figure('SSE answer cut, error answered', noticed, MAX_NOTICE_MS),
  ];
}

/** Opens a stream by a log message and never answers. */
const STREAMING_TOOL = {
  name: 'stream',
  behaviour: { kind: 'log', data: 'started', next: { kind: 'silent' } },
} as const;

async function killServer(host: Host, tool: string, pidFile: string): Promise<number> {
  const pid = readPids(pidFile).at(-1);
  if (pid === undefined) throw new Error(`The server of "${tool}" has no process.`);
  const startedMs = performance.now();
  process.kill(pid, 'SIGKILL');
  await host.callUntilGood(tool, POLL_MS);
  return performance.now() - startedMs;
}

async function restart(host: Host, tool: string, server: ScriptedHttpServer): Promise<number> {
  const startedMs = performance.now();
  await server.restart();
  await host.callUntilGood(tool, POLL_MS);
  return performance.now() - startedMs;
}

async function cut(host: Host, tool: string, server: ScriptedHttpServer): Promise<number> {
  const answered = host.call(tool).then((isGood) => ({ isGood, atMs: performance.now() }));
  await server.requestReceived(({ rpcMethod }) => rpcMethod === 'tools/call');
  await sleep(STREAM_MS);
  const startedMs = performance.now();
  // Not waited for: it destroys the connections at once.
  const restarted = server.restart({ loseSessions: false });
  const { isGood, atMs } = await answered;
  await restarted;
  if (isGood) throw new Error('A call whose answer was cut can not end well.');
  return atMs - startedMs;
}
