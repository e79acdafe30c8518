import { resolvePolicies } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { SERVER_OPTION_DEFAULTS, SETTINGS_DEFAULTS } from '../../src/config/configuration.ts';
import { fault, readObject, readServer, rejection, usable } from './temporary-folder.ts';

const url = 'https://example.com/mcp';

describe('options of a server', () => {
  it('are the defaults when nothing is said', async () => {
    const { stdioConnectTimeoutMs, httpConnectTimeoutMs, ...rest } = SERVER_OPTION_DEFAULTS;
    expect(usable(await readServer({ command: 'x' })).options).toEqual({
      ...rest,
      connectTimeoutMs: stdioConnectTimeoutMs,
      hasOwnTimeLimits: false,
      tls: {},
      tools: [],
      policies: resolvePolicies({}, 'stdio'),
    });
    expect(usable(await readServer({ url })).options).toEqual({
      ...rest,
      connectTimeoutMs: httpConnectTimeoutMs,
      hasOwnTimeLimits: false,
      tls: {},
      tools: [],
      policies: resolvePolicies({}, 'http'),
    });
  });

  it('come from the server, then from seawall.defaults, then from the built-in defaults', async () => {
    const { servers } = await readObject({
      mcpServers: { a: { command: 'x', seawall: { timeoutMs: 1000 } } },
      seawall: { defaults: { timeoutMs: 2000, listTimeoutMs: 3000, session: 'per-host', inheritEnv: ['LANG'] } },
    });
    expect(servers[0] && usable(servers[0]).options).toMatchObject({
      timeoutMs: 1000,
      listTimeoutMs: 3000,
      session: 'per-host',
      inheritEnv: ['LANG'],
      totalTimeoutMs: SERVER_OPTION_DEFAULTS.totalTimeoutMs,
    });
  });

  it('of policies come field by field, the short forms giving way to the long ones', async () => {
    const { servers } = await readObject({
      mcpServers: {
        a: {
          command: 'x',
          seawall: { maxAttempts: 5, policies: { breaker: { openMs: 1000 }, retry: { maxDelayMs: 900 } } },
        },
        b: { command: 'x', seawall: { concurrency: 3, policies: { bulkhead: { concurrency: 4 } } } },
      },
      seawall: { defaults: { queue: 7, policies: { breaker: { minimumCalls: 9 }, retry: { maxAttempts: 2 } } } },
    });
    const [a, b] = servers.map((server) => usable(server).options.policies);
    expect(a).toMatchObject({
      retry: { maxAttempts: 5, maxDelayMs: 900 },
      breaker: { openMs: 1000, minimumCalls: 9 },
      bulkhead: { queue: 7 },
    });
    expect(b).toMatchObject({ bulkhead: { concurrency: 4, queue: 7 }, retry: { maxAttempts: 2 } });
  });

  it.each([
    [{ policies: { breaker: { failureRatio: 2 } } }, 'policies.breaker.failureRatio', 'from 0.01 to 1'],
    [{ policies: { retry: { maxAttempts: 0 } } }, 'policies.retry.maxAttempts', 'from 1 to 10'],
    [{ policies: { retry: { maxDelayMs: 5, initialDelayMs: 10 } } }, 'policies.retry.maxDelayMs', 'from 10'],
    [
      { policies: { bulkhead: { minConcurrency: 9, maxConcurrency: 3, isAdaptive: true } } },
      'minConcurrency',
      'from 1 to 3',
    ],
    [{ tools: { x: { safety: 'reads' } } }, 'tools.x.safety', '"read", "idempotent-write", "write"'],
    [{ tools: { x: { fallback: [{ server: 'b' }] } } }, 'tools.x.fallback[0].tool', 'the name of a tool'],
  ])('are refused with their place and range: %j', async (seawall, place, allowed) => {
    const text = fault(await readServer({ command: 'x', seawall })).message;
    expect(text).toContain(place);
    expect(text).toContain(allowed);
  });

  it('of single tools are those of the server and of the defaults, the own ones over the others', async () => {
    const { servers } = await readObject({
      mcpServers: { a: { command: 'x', seawall: { tools: { 'get_*': { safety: 'read' } } } } },
      seawall: { defaults: { tools: { 'get_*': { timeoutMs: 9, safety: 'write' }, x: { park: true } } } },
    });
    expect(servers[0] && usable(servers[0]).options.tools).toEqual([
      { pattern: 'get_*', options: { safety: 'read', timeoutMs: 9 } },
      { pattern: 'x', options: { park: true } },
    ]);
  });

  it('raise totals that nobody set when timeoutMs is longer', async () => {
    const { options } = usable(await readServer({ command: 'x', seawall: { timeoutMs: 600_000 } }));
    expect(options).toMatchObject({ timeoutMs: 600_000, totalTimeoutMs: 600_000, maxTotalTimeoutMs: 600_000 });
    expect(options.hasOwnTimeLimits).toBe(true);
  });

  it('lower limits that nobody set when maxTotalTimeoutMs is shorter', async () => {
    const { options } = usable(await readServer({ command: 'x', seawall: { maxTotalTimeoutMs: 10_000 } }));
    expect(options).toMatchObject({ timeoutMs: 10_000, totalTimeoutMs: 10_000, maxTotalTimeoutMs: 10_000 });
  });

  it.each(['timeoutMs', 'totalTimeoutMs'])('refuse a %s that is longer than maxTotalTimeoutMs', async (field) => {
    const error = fault(await readServer({ command: 'x', seawall: { [field]: 20_000, maxTotalTimeoutMs: 10_000 } }));
    expect(error.faults[0]).toMatchObject({
      path: `mcpServers.a.seawall.${field}`,
      allowed: 'at most 10000 milliseconds',
    });
  });

  it('refuse limits of a server that contradict seawall.defaults, and say it once for defaults that contradict themselves', async () => {
    const { servers } = await readObject({
      mcpServers: { a: { command: 'x', seawall: { timeoutMs: 20_000 } }, b: { command: 'x' } },
      seawall: { defaults: { maxTotalTimeoutMs: 10_000 } },
    });
    expect(servers.map((server) => server.kind)).toEqual(['faulty', 'usable']);
    const defaults = { timeoutMs: 20_000, maxTotalTimeoutMs: 10_000 };
    const error = await rejection(readObject({ mcpServers: { a: { command: 'x' } }, seawall: { defaults } }));
    expect(error.faults).toHaveLength(1);
  });

  it.each([
    ['timeoutMs', [0, -1, 1.5, '30s', 86_400_001, null]],
    ['totalTimeoutMs', [0, 86_400_001]],
    ['maxTotalTimeoutMs', [0, 86_400_001]],
    ['connectTimeoutMs', [0, 600_001]],
    ['listTimeoutMs', [0, 600_001]],
    ['maxMessageBytes', [1023, 268_435_457]],
    ['session', ['own', true, 'per-session']],
    ['inheritEnv', ['yes', [1], ['']]],
    ['security', ['lax', 1]],
    ['tls', ['x', { caFile: '' }, { certFile: 'a' }, { ca: 'a' }]],
    ['enabled', ['no']],
  ])('refuse values of %s outside of its range: %j', async (field, values) => {
    for (const value of values) {
      const error = fault(await readServer({ command: 'x', seawall: { [field]: value } }));
      expect(error.faults[0]?.path).toContain(`mcpServers.a.seawall.${field}`);
      expect(error.faults[0]?.allowed).toBeTruthy();
    }
  });

  it('make certificate paths absolute', async () => {
    const tls = { caFile: 'ca.pem', certFile: '~/c.pem', keyFile: '${DIR}/k.pem' };
    const { options } = usable(
      await readServer({ url, seawall: { tls } }, { env: { HOME: '/home/me', DIR: '/certs' } }),
    );
    expect(options.tls).toEqual({ caFile: '/project/ca.pem', certFile: '/home/me/c.pem', keyFile: '/certs/k.pem' });
  });
});

describe('the fingerprint of a server', () => {
  const entry = { command: 'x', args: ['1'], env: { A: '1', B: '2' } };
  const fingerprint = async (value: unknown): Promise<string> => usable(await readServer(value)).fingerprint;

  it('stays when keys move, and when a field changes that is not used', async () => {
    expect(await fingerprint({ env: { B: '2', A: '1' }, description: 'new', args: ['1'], command: 'x' })).toBe(
      await fingerprint(entry),
    );
  });

  it.each([
    { ...entry, command: 'y' },
    { ...entry, args: ['2'] },
    { ...entry, env: { A: '1', B: '3' } },
    { ...entry, cwd: '/elsewhere' },
    { ...entry, seawall: { timeoutMs: 1 } },
  ])('changes for %j', async (changed) => {
    expect(await fingerprint(changed)).not.toBe(await fingerprint(entry));
  });
});

describe('settings', () => {
  it('are the defaults when nothing is said', async () => {
    expect((await readObject({ mcpServers: {} })).settings).toEqual(SETTINGS_DEFAULTS);
  });

  it('are taken over', async () => {
    const seawall = {
      prefix: 'on-conflict',
      statusTool: false,
      firstListWaitMs: 0,
      drainMs: 1,
      dataDir: 'data',
      listen: {
        host: '0.0.0.0',
        port: 0,
        allowedHosts: ['a.example'],
        allowedOrigins: ['b.example'],
        maxBodyBytes: 2048,
      },
      auth: { token: 'x'.repeat(20), adminToken: 'y'.repeat(20) },
      log: { level: 'debug', format: 'json' },
      audit: { enabled: false, calls: false, maxBytes: 2048, files: 2 },
      export: { folder: 'errors', maxBytes: 2048, files: 1 },
      stale: { maxEntries: 1, maxBytes: 2048, listMs: 0, resourceMs: 0 },
      store: { enabled: false, payloads: 'all', maxPayloadLength: 0, maxAgeMs: 60_000, maxRows: 100 },
      errorGroups: {
        rules: [
          { group: 'Locks', server: 'pg*', target: 'query', kind: 'server_error', code: 'X', message: '*locked*' },
        ],
        freshMs: 60_000,
        resolveAfterMs: 60_000,
      },
      metrics: { maxTools: 7 },
    };
    expect((await readObject({ mcpServers: {}, seawall })).settings).toEqual({
      ...seawall,
      dataDir: '/project/data',
      export: { ...seawall.export, folder: '/project/errors' },
    });
  });

  it('fill in what is not said of exported files, whose folder may stand in a variable', async () => {
    const read = await readObject(
      { mcpServers: {}, seawall: { export: { folder: '${LOGS}/mcp' } } },
      {
        env: { LOGS: '/logs' },
      },
    );
    expect(read.settings.export).toEqual({ folder: '/logs/mcp', maxBytes: 10_485_760, files: 5 });
  });

  it.each([
    [{ firstListWaitMs: 60_001 }],
    [{ drainMs: 600_001 }],
    [{ statusTool: 'yes' }],
    [{ dataDir: '' }],
    [{ listen: { port: 65_536 } }],
    [{ listen: { port: '4141' } }],
    [{ listen: { host: '' } }],
    [{ listen: { maxBodyBytes: 1 } }],
    [{ listen: { allowedHosts: 'a' } }],
    [{ log: { level: 'loud' } }],
    [{ log: { format: 'xml' } }],
    [{ audit: { files: 0 } }],
    [{ audit: { maxBytes: 1023 } }],
    [{ audit: { chained: true } }],
    [{ export: {} }],
    [{ export: { folder: '' } }],
    [{ export: { folder: 'x', files: 1001 } }],
    [{ stale: { maxEntries: 0 } }],
    [{ stale: { listMs: 604_800_001 } }],
    [{ stale: { maxAge: 1 } }],
    [{ auth: 'token' }],
    [{ store: { payloads: 'some' } }],
    [{ store: { maxAgeMs: 59_999 } }],
    [{ store: { maxRows: 99 } }],
    [{ store: { file: 'x' } }],
    [{ metrics: { maxTools: 0 } }],
    [{ errorGroups: { rules: [{ server: 'pg' }] } }],
    [{ errorGroups: { rules: [{ group: 'Everything' }] } }],
    [{ errorGroups: { rules: [{ group: 'Locks', kind: 'locked' }] } }],
    [{ errorGroups: { rules: [{ group: 'Locks', tool: 'query' }] } }],
    [{ errorGroups: { freshMs: 0 } }],
    [{ errorGroups: { resolveAfterMs: 31_536_000_001 } }],
  ])('refuse %j', async (seawall) => {
    expect((await rejection(readObject({ mcpServers: {}, seawall }))).faults[0]?.allowed).toBeTruthy();
  });
});
