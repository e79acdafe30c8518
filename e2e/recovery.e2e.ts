import { createScriptedHttpServer, readExecutions, readPids, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { readiness, serversUp, startGateway } from './support/gateway-process.ts';
import { connectHost, HOST_KINDS } from './support/hosts.ts';
import { until } from './support/polling.ts';
import { recordTime } from './support/recorded-times.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('a server over stdio', () => {
  it('answers again after it was killed, and its neighbour notices nothing', async () => {
    await using folder = await temporaryFolder();
    const pidFiles = { victim: folder.file('victim.pid'), other: folder.file('other.pid') };
    await using gateway = await startGateway({
      folder,
      config: {
        mcpServers: {
          victim: scriptedStdioServer({ start: { pidFile: pidFiles.victim } }),
          other: scriptedStdioServer({ start: { pidFile: pidFiles.other } }),
        },
      },
    });
    await serversUp(gateway, 'victim', 'other');
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    for (let kill = 1; kill <= 3; kill += 1) {
      expect(await host.call('victim__echo', { kill })).toMatchObject({ isError: false });
      const killedAtMs = performance.now();
      process.kill(readPids(pidFiles.victim).at(-1) ?? 0, 'SIGKILL');
      await until(
        async () => {
          const reply = await host.call('victim__echo', { kill });
          return !reply.isError && readPids(pidFiles.victim).length > kill;
        },
        { what: 'the killed server answers again' },
      );
      recordTime('stdio server answers again after SIGKILL', performance.now() - killedAtMs);
      expect(await host.call('other__echo', { kill })).toMatchObject({ isError: false });
    }
    expect(readPids(pidFiles.other)).toHaveLength(1);
  });

  it('fails the call that it died in, says that it may have run, and runs it once', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    await using gateway = await startGateway({
      folder,
      config: {
        mcpServers: {
          fragile: scriptedStdioServer({
            tools: [{ name: 'write', behaviour: { kind: 'exit', exitCode: 7 }, executionsFile }, { name: 'echo' }],
          }),
        },
      },
    });
    await serversUp(gateway, 'fragile');
    await using host = await connectHost('v1', { kind: 'http', url: gateway.url });
    const reply = await host.call('fragile__write');
    expect(reply).toMatchObject({ isError: true, error: { code: 'OUTCOME_UNKNOWN', message: expect.any(String) } });
    // Who reads only that it may succeed later writes twice.
    expect(reply.text).toMatch(/not known whether.*ran on server "fragile".*PROCESS_EXITED/s);
    await until(async () => !(await host.call('fragile__echo')).isError, { what: 'the server answers again' });
    expect(readExecutions(executionsFile)).toHaveLength(1);
  });

  it('joins when it starts only at the fourth try', async () => {
    await using folder = await temporaryFolder();
    const start = { succeedsOnAttempt: { attempt: 4, file: folder.file('attempts') } };
    await using gateway = await startGateway({
      folder,
      config: { mcpServers: { early: scriptedStdioServer(), late: scriptedStdioServer({ start }) } },
    });
    await serversUp(gateway, 'early');
    await using host = await connectHost('v1', { kind: 'http', url: gateway.url });
    await until(async () => (await host.toolNames()).includes('late__echo'), { what: 'the late tool is listed' });
    expect(await host.call('late__echo', { at: 'last' })).toMatchObject({ isError: false });
  });
});

describe('a server over HTTP', () => {
  const TOTAL_CALLS = 20;

  it.each(['loses its sessions', 'is restarted'] as const)(
    'that %s answers again: one initialize for all who wait, and no write runs twice',
    async (mishap) => {
      await using folder = await temporaryFolder();
      const executionsFile = folder.file('executions');
      await using server = await createScriptedHttpServer({
        tools: [{ name: 'echo' }, { name: 'write', executionsFile }],
      });
      const initializes = (): number => server.requests.filter((request) => request.rpcMethod === 'initialize').length;
      await using gateway = await startGateway({ folder, config: { mcpServers: { web: { url: server.url } } } });
      await serversUp(gateway, 'web');
      await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
      expect(await host.call('web__write', { call: 'before' })).toMatchObject({ isError: false });
      const before = initializes();
      const lostAtMs = performance.now();
      if (mishap === 'is restarted') await server.restart({ loseSessions: true });
      else server.loseSessions();

      const replies = await Promise.all(
        Array.from({ length: TOTAL_CALLS }, (_, call) => host.call('web__write', { call })),
      );
      await until(async () => !(await host.call('web__echo')).isError, { what: 'the server answers again' });
      recordTime(`HTTP server that ${mishap} answers again`, performance.now() - lostAtMs);

      expect(initializes() - before).toBe(1);
      const ran = readExecutions(executionsFile).map((execution) => JSON.stringify(execution.arguments));
      expect(new Set(ran).size).toBe(ran.length);
      for (const [call, reply] of replies.entries()) {
        if (!reply.isError) expect(ran).toContain(JSON.stringify({ call }));
      }
      // A request for a session that is gone was not carried out: nobody has to hear of it.
      if (mishap === 'loses its sessions') expect(replies.filter((reply) => reply.isError)).toEqual([]);
    },
  );

  it.each(['sse-end', 'sse-destroy', 'cut'] as const)(
    'whose answer is lost (%s) costs an error at once, not a timeout, and the call runs once',
    async (kind) => {
      await using folder = await temporaryFolder();
      const executionsFile = folder.file('executions');
      await using server = await createScriptedHttpServer({ tools: [{ name: 'write', executionsFile }] });
      await using gateway = await startGateway({
        folder,
        // Far beyond the limit of this test: an error that comes was not brought by the timeout.
        config: { mcpServers: { web: { url: server.url, seawall: { timeoutMs: 600_000 } } } },
      });
      await serversUp(gateway, 'web');
      await using host = await connectHost('v2 legacy', { kind: 'http', url: gateway.url });
      await server.setFault({ kind, methods: ['tools/call'], times: 1 });
      const lostAtMs = performance.now();
      const reply = await host.call('web__write', { call: 'lost' });
      recordTime(`lost answer (${kind}) becomes an error`, performance.now() - lostAtMs);
      expect(reply).toMatchObject({ isError: true, error: { code: expect.any(String), message: expect.any(String) } });
      expect(reply.text).toMatch(/"web".*may have run/s);
      expect(readExecutions(executionsFile)).toHaveLength(1);
      await until(async () => !(await host.call('web__write', { call: 'next' })).isError, {
        what: 'the server answers again',
      });
      expect(
        readExecutions(executionsFile).filter((each) => JSON.stringify(each.arguments)?.includes('lost')),
      ).toHaveLength(1);
    },
  );

  it.each(HOST_KINDS)('that comes late joins, and a host of SDK %s is told', async (kind) => {
    await using folder = await temporaryFolder();
    await using server = await createScriptedHttpServer({}, { fault: { kind: 'refuse' } });
    await using gateway = await startGateway({
      folder,
      config: { mcpServers: { early: scriptedStdioServer(), late: { url: server.url } } },
    });
    await serversUp(gateway, 'early');
    await using host = await connectHost(kind, { kind: 'http', url: gateway.url });
    expect(await host.toolNames()).toEqual(['early__echo', 'seawall_status']);
    const { servers } = await readiness(gateway);
    expect(servers.find((each) => each.name === 'late')).toMatchObject({ isUp: false, reason: expect.any(String) });
    const before = host.toolListChanges;
    await server.setFault(null);
    await until(() => host.toolListChanges > before, { what: 'the host is told of the change' });
    await until(async () => (await host.toolNames()).includes('late__echo'), { what: 'the late tool is listed' });
    expect(await host.call('late__echo', { at: 'last' })).toMatchObject({ isError: false });
  });
});
