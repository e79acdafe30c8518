import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScriptedHttpServer, readPids, type StdioScenario } from '@seawall/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryEraCache, type EraCache } from '../../src/connection/era-cache.ts';
import {
  callTool,
  connectorFor,
  failureOf,
  httpLaunch,
  inlineLaunch,
  open,
  stdioLaunch,
  until,
} from './open-connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'seawall-era-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function newFile(): string {
  files += 1;
  return join(folder, `file-${files}`);
}
const FINGERPRINT = 'entry';

function knowing(era: 'legacy' | 'modern'): EraCache {
  const cache = createMemoryEraCache();
  cache.set(FINGERPRINT, { era });
  return cache;
}

async function startsOf(scenario: StdioScenario, eraCache = createMemoryEraCache()) {
  const pidFile = newFile();
  const connector = connectorFor(stdioLaunch({ ...scenario, start: { ...scenario.start, pidFile } }), {
    eraCache,
    fingerprint: FINGERPRINT,
  });
  return { connector, eraCache, starts: () => readPids(pidFile).length };
}

/** Starts a server long after the question for its era was given up. */
const LATE_START = 'sleep 2; exec "$0" "$@"';

describe('the era of a server over stdio', () => {
  it.each([
    ['legacy', 'legacy', '2025-11-25', undefined],
    ['modern', 'modern', '2026-07-28', undefined],
    // A busy machine may take longer than the probe to start it, and then the older era is right as well.
    ['both', 'modern', '2026-07-28', 'modern'],
  ] as const)('is found on one and the same process: %s', async (era, expected, protocolVersion, known) => {
    const { connector, starts, eraCache } = await startsOf({ era }, known && knowing(known));
    await using opened = await open(connector);
    expect(opened.connection.info).toMatchObject({ era: expected, protocolVersion });
    await callTool(opened.connection, 'echo');
    expect(starts()).toBe(1);
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: expected });
  });

  it('takes an older version that the server offers', async () => {
    const { connector } = await startsOf({ protocolVersions: ['2024-11-05'] });
    await using opened = await open(connector);
    expect(opened.connection.info.protocolVersion).toBe('2024-11-05');
  });

  it('is the older one after a second of silence', async () => {
    const connector = connectorFor(inlineLaunch(SILENT_AT_PROBE));
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('legacy');
    await until(() => connector.stderrTail.includes('initialize'));
    expect(connector.stderrTail.trim().split('\n').slice(0, 2)).toEqual(['server/discover', 'initialize']);
  });

  it('counts when the answer comes late, and then nothing is heard twice', async () => {
    const scenario = { era: 'modern', tools: [{ name: 'say', behaviour: { kind: 'log', data: 'once' } }] } as const;
    const pidFile = newFile();
    const launch = stdioLaunch({ ...scenario, start: { pidFile } });
    const { command, args, env } = launch;
    const connector = connectorFor({
      ...launch,
      command: '/bin/sh',
      args: ['-c', LATE_START, command, ...args],
      env,
    });
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('modern');
    await callTool(opened.connection, 'say', { envelope: { capabilities: {}, logLevel: 'debug' } });
    expect(opened.notifications.map(({ method }) => method)).toEqual(['notifications/message']);
    expect(readPids(pidFile)).toHaveLength(1);
  });

  it('is asked again of the same process when it refuses the older handshake before its answer comes', async () => {
    const { connector, starts, eraCache } = await startsOf({
      era: 'modern',
      methodFaults: { 'server/discover': { kind: 'delay', delayMs: 1500 } },
    });
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('modern');
    await callTool(opened.connection, 'echo');
    expect(starts()).toBe(1);
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'modern' });
  });

  it('is remembered, so that the second connection need not ask', async () => {
    const eraCache = createMemoryEraCache();
    const options = { eraCache, fingerprint: FINGERPRINT };
    await (await open(connectorFor(inlineLaunch(SILENT_AT_PROBE), options))).connection.close();
    const connector = connectorFor(inlineLaunch(SILENT_AT_PROBE), options);
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('legacy');
    await until(() => connector.stderrTail.includes('initialize'));
    expect(connector.stderrTail).not.toContain('server/discover');
  });

  it('is the older one of a server that exits at the question: it is started once more, and not asked again', async () => {
    const { connector, starts, eraCache } = await startsOf({
      start: { exitBeforeInitialize: { exitCode: 1, stderr: 'bad method' } },
    });
    await (await open(connector)).connection.close();
    expect(starts()).toBe(2);
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'legacy' });
    await using _again = await open(connector);
    expect(starts()).toBe(3);
  });

  it('is not guessed from a server that exits in any case, which costs one start from the second attempt on', async () => {
    const { connector, starts, eraCache } = await startsOf({
      start: { exit: { exitCode: 3 }, stderr: 'TOKEN is not set' },
    });
    const failure = await failureOf(open(connector));
    expect(failure).toMatchObject({
      delivery: 'not-sent',
      effect: 'broken',
      error: { code: 'PROCESS_EXITED', exitCode: 3 },
    });
    expect(failure.error.message).toContain(
      'exited with code 3 before it was ready; it last wrote: "TOKEN is not set"',
    );
    expect(starts()).toBe(2);
    expect(await eraCache.get(FINGERPRINT)).toBeUndefined();
    await failureOf(open(connector));
    expect(starts()).toBe(3);
  });

  it('is asked anew when what was remembered is wrong: legacy', async () => {
    const { connector, eraCache } = await startsOf({ era: 'modern' }, knowing('legacy'));
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('modern');
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'modern' });
  });

  it('is asked anew when what was remembered is wrong: modern', async () => {
    const { connector, eraCache } = await startsOf({ era: 'legacy' }, knowing('modern'));
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('legacy');
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'legacy' });
  });

  it('is the newer one of a server that starts slowly and answers the question late', async () => {
    const code =
      `setTimeout(() => {}, 1300); ${readFileSync(new URL('stdio/modern-server.js', import.meta.url), 'utf8')}`.replace(
        'START_DELAY',
        '1300',
      );
    const eraCache = createMemoryEraCache();
    await using opened = await open(connectorFor(inlineLaunch(code), { eraCache, fingerprint: FINGERPRINT }));
    expect(opened.connection.info.era).toBe('modern');
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'modern' });
    expect(await callTool(opened.connection, 'any')).toMatchObject({ content: [] });
  });

  it('is given more time when the server is known to speak the newer one', async () => {
    const scenario: StdioScenario = {
      era: 'modern',
      methodFaults: { 'server/discover': { kind: 'delay', delayMs: 1500 } },
    };
    const { connector, starts } = await startsOf(scenario, knowing('modern'));
    await using opened = await open(connector);
    expect(opened.connection.info.era).toBe('modern');
    expect(starts()).toBe(1);
  });

  it('fails when there is no version in common', async () => {
    const { connector } = await startsOf({ answerProtocolVersion: '1999-01-01' });
    const { error } = await failureOf(open(connector));
    expect(error).toMatchObject({ name: 'MCPProtocolError', code: 'VERSION_UNSUPPORTED' });
    expect(error.message).toContain('"1999-01-01"');
  });
});

describe('the era of a server over HTTP', () => {
  it.each([
    ['legacy', 'legacy'],
    ['modern', 'modern'],
    ['both', 'modern'],
  ] as const)('is found: %s', async (era, expected) => {
    await using server = await createScriptedHttpServer({ era });
    await using opened = await open(connectorFor(httpLaunch(server)));
    expect(opened.connection.info).toMatchObject({ era: expected, transport: 'http' });
    await callTool(opened.connection, 'echo');
  });

  it('is remembered for the older one, so that the second connection asks no more', async () => {
    await using server = await createScriptedHttpServer({});
    const connector = connectorFor(httpLaunch(server));
    await (await open(connector)).connection.close();
    await using _again = await open(connector);
    expect(server.requests.filter(({ rpcMethod }) => rpcMethod === 'server/discover')).toHaveLength(1);
  });

  it('is asked anew when what was remembered is wrong', async () => {
    await using server = await createScriptedHttpServer({ era: 'modern' });
    const eraCache = knowing('legacy');
    await using opened = await open(connectorFor(httpLaunch(server), { eraCache, fingerprint: FINGERPRINT }));
    expect(opened.connection.info.era).toBe('modern');
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'modern' });
  });

  it.each([400, 404, 405])('falls back to HTTP+SSE when the endpoint answers %i, and remembers it', async (status) => {
    await using server = await createScriptedHttpServer({});
    const eraCache = createMemoryEraCache();
    await server.setFault({ kind: 'status', status, methods: ['initialize', 'server/discover'], times: 2 });
    const connector = connectorFor(
      { transport: 'auto', url: server.sseUrl, headers: {} },
      { eraCache, fingerprint: FINGERPRINT },
    );
    await (await open(connector)).connection.close();
    const posts = server.requests.length;
    await using opened = await open(connector);
    expect(opened.connection.info.transport).toBe('sse');
    await callTool(opened.connection, 'echo');
    expect(await eraCache.get(FINGERPRINT)).toEqual({ era: 'legacy', usesSse: true });
    expect(server.requests[posts]?.method).toBe('GET');
  });

  it('does not fall back when only Streamable HTTP is wanted, nor on other failures', async () => {
    await using server = await createScriptedHttpServer({});
    await server.setFault({ kind: 'status', status: 404 });
    expect((await failureOf(open(connectorFor(httpLaunch(server, 'http'))))).error.code).toBe('ENDPOINT_NOT_MCP');
    await server.setFault({ kind: 'status', status: 503 });
    expect((await failureOf(open(connectorFor(httpLaunch(server, 'auto'))))).error.code).toBe('SERVER_UNAVAILABLE');
    expect(server.requests.filter(({ method }) => method === 'GET')).toEqual([]);
  });

  it('goes back to Streamable HTTP when the older transport is gone', async () => {
    await using server = await createScriptedHttpServer({});
    const eraCache = createMemoryEraCache();
    eraCache.set(FINGERPRINT, { era: 'legacy', usesSse: true });
    await using opened = await open(connectorFor(httpLaunch(server, 'auto'), { eraCache, fingerprint: FINGERPRINT }));
    expect(opened.connection.info.transport).toBe('http');
  });
});

/** Speaks the older era, and does not answer what it does not know. */
const SILENT_AT_PROBE = `
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  process.stderr.write(method + '\\n');
  if (method !== 'initialize') return;
  const result = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'inline', version: '1' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
}).on('close', () => process.exit(0));`;
