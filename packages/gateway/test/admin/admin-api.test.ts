import { ADMIN_ROUTES, AdminApiError, type RouteId } from '@seawall/admin-api';
import { createMemoryObservationStore } from '@seawall/telemetry';
import { describe, expect, it } from 'vitest';
import { type AdminWorld, type AdminWorldOptions, openAdminWorld } from '../support/admin-world.ts';

const SHAKY: AdminWorldOptions = {
  servers: {
    up: { tools: [{ name: 'read_it', behaviour: { kind: 'echo' } }, { name: 'write_it' }] },
    shaky: { tools: [{ name: 'fails', behaviour: { kind: 'tool-error', text: 'Service Unavailable' } }] },
  },
  entries: { up: { seawall: { tools: { read_it: { safety: 'read' } } } } },
  tracker: { payloads: 'all' },
};

async function call(world: AdminWorld, server: string, name: string, given: Readonly<Record<string, unknown>> = {}) {
  // What came of it is what the tests ask the API about.
  await world.seawall.callTool({ server, name, arguments: given }).catch(() => undefined);
  await world.settle();
}

async function problemOf(work: Promise<unknown>): Promise<AdminApiError['problem']> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof AdminApiError)) throw new Error('It succeeded, or failed otherwise.', { cause: error });
  return error.problem;
}

const WHY = { reason: 'a test' };

describe('servers over the admin API', () => {
  it('are told with their health, the reason, counts and circuits (A147, A148, A199)', async () => {
    await using world = await openAdminWorld(SHAKY);
    for (let count = 0; count < 5; count += 1) await call(world, 'shaky', 'fails');
    await call(world, 'up', 'read_it');
    const { items } = await world.client.request('listServers');
    expect(items.map(({ name, health }) => [name, health.state])).toEqual([
      ['up', 'healthy'],
      ['shaky', 'unhealthy'],
    ]);
    expect(items[1]).toMatchObject({ connection: { state: 'ready' }, lastError: { message: expect.any(String) } });
    expect(items[1]?.lifetime.failures).toBe(5);
    expect(items[1]?.health.reason).not.toBe('');
    const detail = await world.client.request('getServer', { parameters: { server: 'shaky' } });
    expect(detail.recentErrors).toHaveLength(5);
    const overview = await world.client.request('getOverview');
    expect(overview.headline).toContain('1 unhealthy');
    expect(overview.trouble).toMatchObject([{ server: 'shaky', state: 'unhealthy' }]);
  });

  it('tell how many errors of a storm are only counted', async () => {
    const text = 'Invalid argument "limit": it must be at most 100.';
    await using world = await openAdminWorld({
      servers: { picky: { tools: [{ name: 'refuses', behaviour: { kind: 'tool-error', text } }] } },
      tracker: { maxErrorsPerSecond: 1 },
    });
    const calls = 150;
    const failing = () => world.seawall.callTool({ server: 'picky', name: 'refuses' }).catch(() => undefined);
    for (let count = 0; count < calls; count += 5) await Promise.all(Array.from({ length: 5 }, failing));
    await world.settle();
    const { observing } = await world.client.request('getOverview');
    const { items } = await world.client.request('listErrors', { query: { limit: 200 } });
    expect(observing.unkeptErrors).toBeGreaterThan(0);
    expect(observing.unkeptErrors + items.length).toBe(calls);
    const groups = await world.client.request('listGroups');
    expect(groups.items).toMatchObject([{ count: calls }]);
  });

  it('are checked, paused, resumed and restarted', async () => {
    await using world = await openAdminWorld(SHAKY);
    const parameters = { server: 'up' };
    expect(await world.client.request('checkServer', { parameters })).toMatchObject({ result: 'connected' });
    const paused = await world.client.request('pauseServer', { parameters, body: WHY });
    expect(paused.server).toMatchObject({
      isPaused: true,
      circuit: { state: 'isolated', changedBy: { actor: 'token' } },
    });
    await expect(world.seawall.callTool({ server: 'up', name: 'read_it' })).rejects.toMatchObject({
      code: 'CIRCUIT_ISOLATED',
    });
    expect((await world.client.request('resumeServer', { parameters, body: WHY })).server.isPaused).toBe(false);
    expect((await world.client.request('restartServer', { parameters, body: WHY })).server.connection.state).toBe(
      'ready',
    );
    const circuit = await world.client.request('changeCircuit', {
      parameters,
      body: { ...WHY, action: 'open', tool: 'read_it' },
    });
    expect(circuit).toMatchObject({ tool: 'read_it', state: 'forced-open' });
  });

  it('that are not there are said to be not there', async () => {
    await using world = await openAdminWorld();
    const parameters = { server: '../../etc' };
    for (const id of ['getServer', 'checkServer', 'restartServer'] as const) {
      const body = id === 'restartServer' ? { body: WHY } : {};
      expect(await problemOf(world.client.request(id, { parameters, ...body }))).toMatchObject({
        status: 404,
        code: 'SERVER_NOT_FOUND',
        type: 'docs/errors.md#server_not_found',
        hint: expect.any(String),
      });
    }
  });

  it('have their tools listed, those that were never called too', async () => {
    await using world = await openAdminWorld(SHAKY);
    const { items } = await world.client.request('listTools', { query: { server: 'up' } });
    expect(items).toMatchObject([
      { server: 'up', name: 'read_it', safety: 'read', lifetime: { calls: 0 } },
      { server: 'up', name: 'write_it', safety: 'write' },
    ]);
  });

  it('are examined by the doctor', async () => {
    await using world = await openAdminWorld();
    const report = await world.client.request('runDiagnostics', { body: { servers: ['up'] } });
    expect(report).toMatchObject({ outcome: 'passed', servers: [{ server: 'up', outcome: 'passed' }] });
    expect(await problemOf(world.client.request('runDiagnostics', { body: { servers: ['none'] } }))).toMatchObject({
      status: 404,
    });
  });
});

describe('errors over the admin API', () => {
  it('are listed, counted, grouped and told with their call (A135, A194)', async () => {
    await using world = await openAdminWorld(SHAKY);
    for (let count = 0; count < 3; count += 1) await call(world, 'shaky', 'fails', { count });
    const { items, next } = await world.client.request('listErrors', { query: { limit: 2 } });
    expect(items).toHaveLength(2);
    const rest = await world.client.request('listErrors', { query: { limit: 2, cursor: next } });
    expect(rest.items).toHaveLength(1);
    expect(rest.next).toBeUndefined();
    const whole = await world.client.request('getError', { parameters: { id: items[0]?.id ?? '' } });
    expect(whole).toMatchObject({
      error: { server: 'shaky', target: 'fails' },
      call: { outcome: 'failed', argumentsText: expect.stringContaining('count') },
      group: { server: 'shaky', count: 3 },
    });
    const counts = await world.client.request('countErrors', { query: { by: 'server' } });
    expect(counts.items).toEqual([{ value: 'shaky', count: 3 }]);
  });

  it('are resolved, archived, merged and split as groups', async () => {
    await using world = await openAdminWorld(SHAKY);
    await call(world, 'shaky', 'fails');
    await call(world, 'up', 'no_such_tool');
    const listed = () => world.client.request('listGroups');
    await expect.poll(async () => (await listed()).items).toHaveLength(2);
    const [first, second] = (await listed()).items.map(({ id }) => id);
    const parameters = { id: first ?? '' };
    expect(await world.client.request('resolveGroup', { parameters, body: WHY })).toMatchObject({ state: 'resolved' });
    expect(await world.client.request('reopenGroup', { parameters, body: WHY })).toMatchObject({ state: 'ongoing' });
    const archived = await world.client.request('archiveGroup', {
      parameters,
      body: { ...WHY, until: { kind: 'count', count: 5 } },
    });
    expect(archived).toMatchObject({ state: 'archived', archivedUntil: { count: 5 } });
    const away = await world.client.request('listGroups', { query: { states: 'archived' } });
    expect(away.items.map(({ id }) => id)).toEqual([first]);
    const merged = await world.client.request('mergeGroups', { parameters, body: { ...WHY, groups: [second ?? ''] } });
    expect(merged.id).toBe(first);
    const other = { id: second ?? '' };
    expect(await world.client.request('getGroup', { parameters: other })).toMatchObject({ mergedInto: first });
    const split = await world.client.request('splitGroup', { parameters: other, body: WHY });
    expect(split).not.toHaveProperty('mergedInto');
    expect(await problemOf(world.client.request('splitGroup', { parameters: other, body: WHY }))).toMatchObject({
      status: 409,
    });
  });
});

describe('calls over the admin API', () => {
  it('are listed with their attempts, and summed over time', async () => {
    await using world = await openAdminWorld(SHAKY);
    await call(world, 'up', 'read_it');
    await call(world, 'shaky', 'fails');
    const { items } = await world.client.request('listCalls', { query: { outcomes: 'succeeded' } });
    expect(items).toMatchObject([{ server: 'up', target: 'read_it', attempts: 1, tries: [{ outcome: 'succeeded' }] }]);
    const one = await world.client.request('getCall', { parameters: { id: items[0]?.id ?? '' } });
    expect(one).toMatchObject({ call: { server: 'up' }, errors: [] });
  });

  it('that only read can be made once more, and writes can not', async () => {
    await using world = await openAdminWorld(SHAKY);
    await call(world, 'up', 'read_it', { text: 'again' });
    await call(world, 'up', 'write_it', { text: 'never' });
    const { items } = await world.client.request('listCalls');
    const idOf = (tool: string): string => items.find(({ target }) => target === tool)?.id ?? '';
    const replay = await world.client.request('replayCall', { parameters: { id: idOf('read_it') }, body: WHY });
    expect(replay).toMatchObject({ outcome: 'succeeded', isCut: false, resultText: expect.stringContaining('again') });
    const refused = world.client.request('replayCall', { parameters: { id: idOf('write_it') }, body: WHY });
    expect(await problemOf(refused)).toMatchObject({ status: 409, code: 'CONFLICT' });
    const executed = world.servers.get('up')?.requests.filter(({ rpcMethod }) => rpcMethod === 'tools/call');
    expect(executed).toHaveLength(3);
  });
});

describe('alerts over the admin API', () => {
  it('have rules in words, which can be tried on what is kept', async () => {
    await using world = await openAdminWorld(SHAKY);
    const { items } = await world.client.request('listRules');
    expect(items.find(({ name }) => name === 'server-unhealthy')).toMatchObject({
      isEnabled: true,
      isBuiltIn: true,
      condition: 'A server has 5 errors or more within 15 min.',
    });
    expect(items.find(({ name }) => name === 'group-new')).toMatchObject({ isEnabled: false });
    const tried = await world.client.request('backtestRule', { parameters: { name: 'server-unhealthy' } });
    expect(tried.firings).toEqual([]);
    const draft = await world.client.request('backtestDraft', {
      body: { rule: { when: 'error-rate', threshold: 0.1 } },
    });
    expect(draft.toMs - draft.fromMs).toBe(7 * 86_400_000);
    const faulty = world.client.request('backtestDraft', { body: { rule: { when: 'errors', windowMs: 1 } } });
    expect(await problemOf(faulty)).toMatchObject({ errors: [{ pointer: '/body/rule/windowMs' }] });
  });

  it('fire, are acknowledged, and are muted by silences', async () => {
    await using world = await openAdminWorld(SHAKY);
    for (let count = 0; count < 5; count += 1) await call(world, 'shaky', 'fails');
    await world.sources.alerts.evaluate();
    const { items } = await world.client.request('listAlerts', { query: { states: 'firing' } });
    expect(items).toMatchObject([{ rule: 'server-unhealthy', labels: { server: 'shaky' }, value: 5 }]);
    expect(items[0]).not.toHaveProperty('notifications');
    const parameters = { id: items[0]?.id ?? '' };
    const acknowledged = await world.client.request('acknowledgeAlert', { parameters, body: WHY });
    expect(acknowledged.acknowledged).toMatchObject({ by: 'token', reason: 'a test' });
    const matchers = [{ label: 'server', operator: '=', value: 'shaky' } as const];
    const preview = await world.client.request('previewSilence', { body: { matchers } });
    expect(preview.items.map(({ id }) => id)).toContain(parameters.id);
    const endsAtMs = Date.now() + 3_600_000;
    const silence = await world.client.request('createSilence', { body: { ...WHY, matchers, endsAtMs } });
    const mutedBy = async () => {
      const now = await world.client.request('listAlerts', { query: { rule: 'server-unhealthy' } });
      return now.items.find(({ id }) => id === parameters.id)?.mutedBy;
    };
    expect(await mutedBy()).toEqual({ kind: 'silence', silence: silence.id });
    await world.client.request('endSilence', { parameters: { id: silence.id }, body: WHY });
    expect(await mutedBy()).toBeUndefined();
  });

  it('are told of while the store takes nothing', async () => {
    const full = { putAlerts: () => Promise.reject(new Error('The disk is full.')) };
    const store = Object.assign(createMemoryObservationStore(), full);
    await using world = await openAdminWorld({ ...SHAKY, store });
    for (let count = 0; count < 5; count += 1) await call(world, 'shaky', 'fails');
    await world.sources.alerts.evaluate();
    const rulesOf = async (query: Readonly<Record<string, string | number>>) =>
      (await world.client.request('listAlerts', { query })).items.map(({ rule }) => rule);
    expect(await rulesOf({})).toContain('server-unhealthy');
    expect(await rulesOf({ states: 'firing', server: 'shaky', limit: 1 })).toEqual(['server-unhealthy']);
    for (const query of [{ server: 'up' }, { states: 'resolved' }, { from: Date.now() + 60_000 }])
      expect(await rulesOf(query)).toEqual([]);
  });

  it('are those of the engine that is in force: a reload puts another one in its place', async () => {
    await using world = await openAdminWorld();
    await using reloaded = await openAdminWorld();
    const matchers = [{ label: 'server', operator: '=', value: 'up' } as const];
    const endsAtMs = Date.now() + 3_600_000;
    await reloaded.sources.alerts.silence({ matchers, endsAtMs, createdBy: 'a test', reason: 'a test' });
    expect((await world.client.request('listSilences')).items).toEqual([]);
    Object.defineProperty(world.sources, 'alerts', { get: () => reloaded.sources.alerts });
    expect((await world.client.request('listSilences')).items).toMatchObject([{ createdBy: 'a test', matchers }]);
  });

  it('go to sinks, which can be tried', async () => {
    await using world = await openAdminWorld();
    const { items } = await world.client.request('listSinks');
    expect(items).toMatchObject([{ name: 'log', kind: 'log', delivered: 0 }]);
    const delivery = await world.client.request('testSink', { parameters: { name: 'log' } });
    expect(delivery).toMatchObject({ sink: 'log', outcome: 'delivered' });
    await world.settle();
    expect((await world.client.request('listDeliveries')).items).toHaveLength(2);
    expect((await world.client.request('listSinks')).items).toMatchObject([{ delivered: 2, failed: 0 }]);
    expect(await problemOf(world.client.request('testSink', { parameters: { name: 'none' } }))).toMatchObject({
      status: 404,
      code: 'RESOURCE_NOT_FOUND',
    });
  });
});

describe('every operation of the contract', () => {
  it('that takes nothing is answered as its schema says, and hides nothing that is none of a secret', async () => {
    await using world = await openAdminWorld(SHAKY);
    await call(world, 'shaky', 'fails');
    await call(world, 'up', 'read_it');
    const plain: RouteId[] = [
      'getGateway',
      'getOverview',
      'listServers',
      'listTools',
      'listHealthChanges',
      'listErrors',
    ];
    const others: RouteId[] = ['listGroups', 'listCalls', 'listAlerts', 'listRules', 'listSilences', 'listSinks'];
    const last: RouteId[] = [
      'listMoments',
      'listTokens',
      'listDeliveries',
      'listParked',
      'getConfiguration',
      'listAudit',
      'getDiagnosticsBundle',
    ];
    for (const id of [...plain, ...others, ...last]) {
      const answer = await world.client.request(id);
      expect(ADMIN_ROUTES[id].answer.safeParse(answer).error, id).toBeUndefined();
      expect(JSON.stringify(answer), id).not.toContain('[REDACTED');
    }
  });
});
