import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScriptedHttpServer, readExecutions, readPids, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createSeawall } from '../../src/seawall/create-seawall.ts';
import type { Seawall } from '../../src/seawall/seawall.ts';
import { isAlive, until } from '../connection/open-connection.ts';
import { rejectionOf } from '../support/supervised.ts';

interface Folder extends AsyncDisposable {
  readonly path: string;
}

async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'seawall-client-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const stateOf = (seawall: Seawall): string | undefined => seawall.servers()[0]?.status.state;

describe('a client over real servers', () => {
  it('[A24] [B52] calls tools of a process and of an endpoint from one configuration', async () => {
    await using remote = await createScriptedHttpServer({ tools: [{ name: 'remote' }] });
    const local = scriptedStdioServer({ tools: [{ name: 'local' }] });
    await using seawall = await createSeawall({ mcpServers: { local, remote: { url: remote.url } } });
    await seawall.connect();
    expect(seawall.listTools().map(({ server, definition }) => `${server}: ${definition.name}`)).toEqual([
      'local: local',
      'remote: remote',
    ]);
    for (const { server, definition } of seawall.listTools()) {
      const result = await seawall.callTool({ server, name: definition.name, arguments: { n: 1 } });
      expect(result).toMatchObject({ content: [{ type: 'text', text: '{"n":1}' }] });
    }
    expect(await seawall.checkConnections()).toMatchObject([{ result: 'connected' }, { result: 'connected' }]);
  });

  it('throws one typed error for a tool that there is not, and for one that fails otherwise (A45, A198)', async () => {
    const behaviour = { kind: 'tool-error', text: 'The machine jammed in a way of its own.' } as const;
    await using server = await createScriptedHttpServer({ tools: [{ name: 'jam', behaviour }] });
    await using seawall = await createSeawall({ mcpServers: { docs: { url: server.url } } });
    await seawall.connect();
    expect(await rejectionOf(seawall.callTool({ server: 'docs', name: 'gone' }))).toMatchObject({
      name: 'MCPResourceError',
      code: 'TOOL_NOT_FOUND',
      kind: 'tool_not_found',
      retryable: false,
      message: expect.stringMatching(/^Server "docs" has no tool "gone"/),
    });
    expect(await rejectionOf(seawall.callTool({ server: 'docs', name: 'jam' }))).toMatchObject({
      name: 'MCPServerError',
      kind: 'server_error',
      message: expect.stringMatching(/"jam".*"docs"/),
      context: { diagnosis: { quote: behaviour.text } },
    });
  });

  it('P13: ends a call in time that is never answered, and cancels it at the server (A167)', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'deaf', behaviour: { kind: 'silent' } }] });
    const limits = { timeoutMs: 300, totalTimeoutMs: 600, tools: { deaf: { safety: 'read', maxAttempts: 1 } } };
    await using seawall = await createSeawall({ mcpServers: { docs: { url: server.url, seawall: limits } } });
    await seawall.connect();
    expect(await rejectionOf(seawall.callTool({ server: 'docs', name: 'deaf' }))).toMatchObject({
      code: 'CALL_TIMEOUT',
      kind: 'timeout',
    });
    await server.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
  });

  it('[A20] connects to a process that starts at the third attempt', async () => {
    await using folder = await temporaryFolder();
    const start = { succeedsOnAttempt: { attempt: 3, file: join(folder.path, 'attempts') } };
    await using seawall = await createSeawall({ mcpServers: { flaky: scriptedStdioServer({ start }) } });
    await seawall.connect({ maxAttempts: 10 });
    expect(stateOf(seawall)).toBe('ready');
  });

  it('[A20] connects to an endpoint that answers 503 at first', async () => {
    await using server = await createScriptedHttpServer();
    await server.setFault({ kind: 'status', status: 503, times: 2 });
    await using seawall = await createSeawall({ mcpServers: { flaky: { url: server.url } } });
    await seawall.connect({ maxAttempts: 10 });
    expect(stateOf(seawall)).toBe('ready');
  });

  it('[A28] stops at an endpoint that wants a credential', async () => {
    await using server = await createScriptedHttpServer({ bearerToken: ['only', 'for', 'this', 'test'].join('-') });
    await using seawall = await createSeawall({ mcpServers: { locked: { url: server.url } } });
    await seawall.connect();
    expect(stateOf(seawall)).toBe('auth-required');
    expect(await rejectionOf(seawall.callTool({ server: 'locked', name: 'echo' }))).toMatchObject({
      kind: 'authentication',
    });
  });

  it('[A29] tells a rate limit by its status', async () => {
    await using server = await createScriptedHttpServer();
    await server.setFault({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    await using seawall = await createSeawall({ mcpServers: { busy: { url: server.url } } });
    await seawall.connect({ maxAttempts: 1 });
    expect(seawall.servers()[0]?.status).toMatchObject({ lastError: { code: 'RATE_LIMITED' } });
  });

  it('[A30] leaves no process of attempts that failed, nor of those that worked', async () => {
    await using folder = await temporaryFolder();
    const pidFile = join(folder.path, 'pids');
    const silent = scriptedStdioServer({ start: { pidFile, input: 'swallow' }, ignoreStdinEnd: true });
    const good = scriptedStdioServer({ start: { pidFile }, ignoreStdinEnd: true });
    const seawall = await createSeawall({
      mcpServers: { silent: { ...silent, seawall: { connectTimeoutMs: 3000 } }, good },
    });
    await seawall.connect({ maxAttempts: 1 });
    expect(seawall.servers().map(({ status }) => status.state)).toEqual(['backoff', 'ready']);
    await seawall.close();
    const pids = readPids(pidFile);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await until(() => !pids.some(isAlive));
  });

  it('opens a lost session once for calls in parallel, and each runs exactly once', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = join(folder.path, 'executions');
    await using server = await createScriptedHttpServer({ tools: [{ name: 'write', executionsFile }] });
    await using seawall = await createSeawall({ mcpServers: { jira: { url: server.url } } });
    await seawall.connect();
    server.loseSessions();
    const before = server.requests.filter(({ rpcMethod }) => rpcMethod === 'initialize').length;
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => seawall.callTool({ server: 'jira', name: 'write', arguments: { n } })),
    );
    expect(readExecutions(executionsFile)).toHaveLength(10);
    expect(server.requests.filter(({ rpcMethod }) => rpcMethod === 'initialize')).toHaveLength(before + 1);
  });

  it('restarts a process that ended, and the next call waits for it', async () => {
    await using folder = await temporaryFolder();
    const pidFile = join(folder.path, 'pids');
    await using seawall = await createSeawall({ mcpServers: { jira: scriptedStdioServer({ start: { pidFile } }) } });
    await seawall.connect();
    const [pid = 0] = readPids(pidFile);
    process.kill(pid, 'SIGKILL');
    await until(() => stateOf(seawall) !== 'ready' || readPids(pidFile).length > 1);
    expect(await seawall.callTool({ server: 'jira', name: 'echo' })).toMatchObject({ content: [{ type: 'text' }] });
  });

  it('lists what it learned in an earlier run while the server is away', async () => {
    await using folder = await temporaryFolder();
    const server = await createScriptedHttpServer({ tools: [{ name: 'kept' }] });
    const config = { mcpServers: { jira: { url: server.url } } };
    {
      await using first = await createSeawall(config, { dataDir: folder.path });
      await first.connect();
    }
    await server.close();
    expect(await readdir(join(folder.path, 'catalog'))).toHaveLength(1);
    await using second = await createSeawall(config, { dataDir: folder.path });
    await second.connect({ maxAttempts: 1 });
    await until(() => second.catalog('jira').state !== 'none');
    expect(second.catalog('jira')).toMatchObject({ state: 'last-known-good', tools: [{ name: 'kept' }] });
  });

  it('fetches a list again that failed at first', async () => {
    const methodFaults = {
      'tools/list': { kind: 'error', code: -32603, message: 'database is down', times: 1 },
    } as const;
    await using seawall = await createSeawall({ mcpServers: { jira: scriptedStdioServer({ methodFaults }) } });
    await seawall.connect();
    expect(seawall.listTools()).toEqual([]);
    await until(() => seawall.listTools().length === 1);
    expect(seawall.catalog('jira')).toMatchObject({ state: 'live', leftOut: [] });
  });
});
