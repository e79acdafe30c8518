import { MCPResourceError, MCPValidationError, parseMatcher } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { createAlertWorld, HOUR, MINUTE, RecordingSink, SECOND } from './alert-world.ts';

const DOWN = { only: ['server-down'] };

function matcher(text: string) {
  const parsed = parseMatcher(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

describe('the life of an alert', () => {
  it('is pending until the rule held for long enough, then fires, and is told once (A140)', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'ready');
    await world.clock.advance(MINUTE);
    expect(world.engine.active()).toEqual([]);
    world.signals.set('jira', 'backoff', 'Connection refused.');
    await world.clock.advance(20 * SECOND);
    expect(world.engine.active()).toMatchObject([{ alert: { state: 'pending' } }]);
    await world.clock.advance(30 * SECOND);
    expect(world.engine.active()).toMatchObject([{ alert: { state: 'firing', labels: { server: 'jira' } } }]);
    expect(world.sink.lines).toEqual([]);
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toEqual(['firing server-down:firing']);
    expect(world.changes.map(({ kind }) => kind)).toEqual(['alertFired']);
  });

  it('tells nobody of what was over before it fired', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(25 * SECOND);
    world.signals.set('jira', 'ready');
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toEqual([]);
    expect(world.changes).toEqual([]);
    expect(world.store.all()).toMatchObject([{ state: 'resolved' }]);
    expect(world.store.all()[0]).not.toHaveProperty('firedAtMs');
  });

  it('tells nobody of what fired and was over before the first notice was due', async () => {
    await using world = await createAlertWorld({ only: ['crash-loop'] });
    world.signals.set('jira', 'crash-loop');
    await world.clock.advance(15 * SECOND);
    world.signals.set('jira', 'ready');
    await world.clock.advance(HOUR);
    expect(world.changes.map(({ kind }) => kind)).toEqual(['alertFired', 'alertResolved']);
    expect(world.sink.lines).toEqual([]);
  });

  it('says that it is over, how long it was, and how many calls it took (A150)', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    world.signals.windows.set('jira', { calls: 40, failures: 34, recovered: 2, errors: 36 });
    await world.clock.advance(12 * MINUTE);
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'resolved server-down:resolved']);
    const [over] = world.sink.notices[1]?.alerts ?? [];
    expect(over?.annotations.resolution).toMatch(
      /^It lasted 11 min \d+ s\. Of 40 calls 34 failed, and 2 were saved by another attempt\.$/,
    );
    expect(over?.endsAtMs).toBeGreaterThan(over?.startsAtMs ?? 0);
    expect(world.engine.active()).toEqual([]);
  });

  it('goes on for keepFiringForMs when its rule does not hold any more', async () => {
    await using world = await createAlertWorld({
      rules: { 'crash-loop': { keepFiringForMs: 5 * MINUTE } },
      only: ['crash-loop'],
    });
    world.signals.set('jira', 'crash-loop');
    await world.clock.advance(MINUTE);
    world.signals.set('jira', 'ready');
    await world.clock.advance(4 * MINUTE);
    expect(world.engine.active()).toMatchObject([{ alert: { state: 'firing' } }]);
    await world.clock.advance(2 * MINUTE);
    expect(world.changes.at(-1)?.kind).toBe('alertResolved');
  });

  it('stays as it is while nobody knows how the attempt to connect ends', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    world.signals.set('jira', 'connecting');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing']);
  });

  it('is not changed by a wall clock that jumps either way', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(10 * SECOND);
    world.clock.jumpWallClock(-10 * 24 * HOUR);
    await world.clock.advance(2 * MINUTE);
    expect(world.sink.lines).toHaveLength(1);
    world.clock.jumpWallClock(30 * 24 * HOUR);
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toHaveLength(1);
    await world.clock.advance(4 * HOUR);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'repeated server-down:firing']);
  });

  it('has labels and texts without control characters and secrets, whatever a server is called', async () => {
    await using world = await createAlertWorld(DOWN);
    const token = ['ghp', 'a'.repeat(36)].join('_');
    world.signals.set(`a\u001b[31m<script>\r\nb`, 'backoff', `Failed with ${token} ${'x'.repeat(2_000_000)}`);
    await world.clock.advance(2 * MINUTE);
    const text = JSON.stringify(world.sink.notices);
    expect(text).not.toContain(token);
    expect(text).not.toMatch(/\\u001b|\\r|\\n/);
    expect(text.length).toBeLessThan(10_000);
    expect(text).toContain('<script>');
  });
});

describe('the rules that are built in', () => {
  it('tell of five errors in 15 minutes, at most once in 30 minutes for a server (A140, A141, A142)', async () => {
    await using world = await createAlertWorld({ only: ['server-unhealthy'] });
    world.signals.set('jira', 'ready', 'The last 5 calls failed.');
    const errors = (count: number) => ({ calls: 9, failures: count, recovered: 0, errors: count });
    world.signals.windows.set('jira', errors(4));
    await world.clock.advance(2 * MINUTE);
    expect(world.sink.lines).toEqual([]);
    world.signals.windows.set('jira', errors(5));
    await world.clock.advance(2 * MINUTE);
    expect(world.sink.notices[0]?.alerts[0]).toMatchObject({
      value: 5,
      threshold: 5,
      annotations: {
        summary: 'MCP server jira is experiencing issues',
        description: '5 errors in the last 15 minutes. The last 5 calls failed.',
      },
    });
    world.signals.windows.set('jira', errors(0));
    await world.clock.advance(8 * MINUTE);
    world.signals.windows.set('jira', errors(7));
    await world.clock.advance(15 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-unhealthy:firing', 'resolved server-unhealthy:resolved']);
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines.slice(2)).toEqual(['firing server-unhealthy:firing']);
  });

  it.each([
    ['auth-required', { connection: 'auth-required' as const }],
    ['crash-loop', { connection: 'crash-loop' as const }],
    ['circuit-open', { circuits: [{ tool: 'search', reason: 'It failed 5 times in a row.' }] }],
    ['error-rate', { window: { calls: 20, failures: 15, recovered: 0, errors: 0 } }],
    ['latency', { window: { calls: 20, failures: 0, recovered: 0, errors: 0, p95Ms: 12_000 } }],
    [
      'group-escalating',
      { groups: [{ id: 'f00', server: 'jira', title: 'ECONNRESET', state: 'escalating' as const }] },
    ],
    ['group-regressed', { groups: [{ id: 'f00', server: 'jira', title: 'ECONNRESET', state: 'regressed' as const }] }],
    ['parked-waiting', { waiting: 3 }],
    ['parked-old', { oldestAgeMs: 2 * HOUR }],
    ['store-dropping', { drops: 4 }],
  ])('tell of %s, and when it is over', async (name, cause) => {
    await using world = await createAlertWorld({ only: [name] });
    const { signals } = world;
    signals.set('jira', 'ready');
    await world.clock.advance(MINUTE);
    if ('connection' in cause) signals.set('jira', cause.connection);
    if ('circuits' in cause) signals.open('jira', ...cause.circuits);
    if ('window' in cause) signals.windows.set('jira', cause.window);
    if ('groups' in cause) signals.groupList = cause.groups;
    if ('waiting' in cause) signals.waiting = cause.waiting;
    if ('oldestAgeMs' in cause) signals.oldestAgeMs = cause.oldestAgeMs;
    if ('drops' in cause) signals.drops = cause.drops;
    await world.clock.advance(20 * MINUTE);
    expect(world.sink.lines).toEqual([`firing ${name}:firing`]);
    const [alert] = world.sink.notices[0]?.alerts ?? [];
    expect(alert?.annotations.summary).toMatch(/\S/);
    expect(alert?.annotations.action).toMatch(/\.$/);
    signals.set('jira', 'ready');
    signals.open('jira');
    signals.windows.clear();
    signals.groupList = [];
    signals.waiting = 0;
    signals.oldestAgeMs = 0;
    signals.drops = 0;
    await world.clock.advance(20 * MINUTE);
    expect(world.sink.lines).toEqual([`firing ${name}:firing`, `resolved ${name}:resolved`]);
  });

  it('can be changed and switched off, and others can be added', async () => {
    await using world = await createAlertWorld({
      rules: {
        'server-down': false,
        'auth-required': { forMs: HOUR, severity: 'info' },
        'jira-slow': {
          when: 'latency',
          threshold: 100,
          servers: ['ji*'],
          labels: { team: 'tools' },
          summary: '{server}: {value}',
        },
      },
      only: ['server-down', 'auth-required', 'jira-slow'],
    });
    const slow = { calls: 20, failures: 0, recovered: 0, errors: 0, p95Ms: 250 };
    for (const server of ['jira', 'other']) {
      world.signals.set(server, server === 'jira' ? 'ready' : 'backoff');
      world.signals.windows.set(server, slow);
    }
    await world.clock.advance(5 * MINUTE);
    expect(world.sink.notices.flatMap(({ alerts }) => alerts)).toMatchObject([
      { labels: { alertname: 'jira-slow', team: 'tools', server: 'jira' }, annotations: { summary: 'jira: 250 ms' } },
    ]);
  });

  it('leave an alert as it is while a part of the window was not watched', async () => {
    await using world = await createAlertWorld({ only: ['error-rate'] });
    world.signals.set('jira', 'ready');
    world.signals.windows.set('jira', { calls: 20, failures: 20, recovered: 0, errors: 20 });
    await world.clock.advance(5 * MINUTE);
    world.signals.watchedMs = MINUTE;
    world.signals.windows.clear();
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing error-rate:firing']);
  });

  it('keep a bounded number of alerts, and say how many found no place', async () => {
    await using world = await createAlertWorld(DOWN);
    for (let index = 0; index < 1500; index += 1) world.signals.set(`server-${index}`, 'backoff');
    await world.clock.advance(MINUTE);
    expect(world.engine.active()).toHaveLength(200);
    expect(world.engine.leftOut).toBe(1300);
  });
});

describe('notices', () => {
  it('tell of all alerts of a server together, and wait for more of them', async () => {
    await using world = await createAlertWorld({ only: ['circuit-open'] });
    world.signals.set('jira', 'ready');
    world.signals.open('jira', { tool: 'a', reason: 'x' });
    await world.clock.advance(70 * SECOND);
    world.signals.open('jira', { tool: 'a', reason: 'x' }, { tool: 'b', reason: 'x' });
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toEqual(['firing circuit-open:firing', 'firing circuit-open:firing circuit-open:firing']);
    const [first, second] = world.sink.notices;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(first?.groupLabels).toEqual({ server: 'jira' });
    expect(first?.groupKey).toBe(second?.groupKey);
    expect(first?.key).not.toBe(second?.key);
  });

  it('come again after the repeat interval, unless somebody looks after it', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(5 * HOUR);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'repeated server-down:firing']);
    const [active] = world.engine.active();
    const acknowledged = await world.engine.acknowledge(active?.alert.id ?? '', { by: 'ada', reason: 'on it' });
    expect(acknowledged.acknowledged).toMatchObject({ by: 'ada', reason: 'on it' });
    await world.clock.advance(24 * HOUR);
    expect(world.sink.lines).toHaveLength(2);
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toHaveLength(3);
    expect(world.store.all()[0]).not.toHaveProperty('acknowledged');
  });

  it('tell a sink that wants to know that somebody looks after an alert', async () => {
    await using world = await createAlertWorld({
      ...DOWN,
      sinks: [new RecordingSink('pager', { takesAcknowledgements: true })],
    });
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    await world.engine.acknowledge(world.engine.active()[0]?.alert.id ?? '', { by: 'ada' });
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'acknowledged server-down:firing']);
    await expect(world.engine.acknowledge('nope', { by: 'ada' })).rejects.toThrow(MCPResourceError);
  });

  it('go to every sink, whatever becomes of the others', async () => {
    const [hanging, failing, good] = [
      new RecordingSink('hangs'),
      new RecordingSink('fails'),
      new RecordingSink('good'),
    ];
    hanging.answer = () => new Promise(() => undefined);
    failing.answer = () => Promise.resolve({ kind: 'failed', mayHaveArrived: false });
    await using world = await createAlertWorld({ ...DOWN, sinks: [hanging, failing, good] });
    world.signals.set('jira', 'backoff');
    await world.clock.advance(20 * MINUTE);
    world.signals.set('jira', 'ready');
    await world.clock.advance(20 * MINUTE);
    expect(good.lines).toEqual(['firing server-down:firing', 'resolved server-down:resolved']);
    expect(hanging.lines).toEqual(['firing server-down:firing']);
    // It was tried anew with each interval, and never told of an end of which it knows no beginning.
    expect(new Set(failing.lines)).toEqual(new Set(['firing server-down:firing']));
    expect(failing.lines.length).toBeGreaterThan(2);
  });

  it('tell of the end where the beginning may have arrived', async () => {
    await using world = await createAlertWorld(DOWN);
    world.sink.answer = ({ status }) =>
      Promise.resolve(status === 'firing' ? { kind: 'failed', mayHaveArrived: true } : { kind: 'delivered' });
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    world.signals.set('jira', 'ready');
    await world.clock.advance(20 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'resolved server-down:resolved']);
  });
});

describe('an alert that comes and goes', () => {
  it('becomes one alert that goes on, and is over when it stays away', async () => {
    await using world = await createAlertWorld({ only: ['crash-loop'] });
    for (let round = 0; round < 20; round += 1) {
      world.signals.set('jira', round % 2 === 0 ? 'crash-loop' : 'ready');
      await world.clock.advance(40 * SECOND);
    }
    expect(world.changes.length).toBeLessThanOrEqual(6);
    expect(world.engine.active()).toMatchObject([{ alert: { state: 'firing' } }]);
    world.signals.set('jira', 'ready');
    await world.clock.advance(9 * MINUTE);
    expect(world.engine.active()).toMatchObject([{ alert: { state: 'firing' } }]);
    await world.clock.advance(12 * MINUTE);
    expect(world.engine.active()).toEqual([]);
    expect(world.sink.notices.length).toBeLessThanOrEqual(6);
    expect(world.sink.lines.at(-1)).toBe('resolved crash-loop:resolved');
    expect(world.sink.notices.at(-1)?.alerts[0]?.annotations.flapping).toMatch(/comes and goes/);
  });
});

describe('muting', () => {
  it('says nothing of the circuits and errors of a server that is down', async () => {
    await using world = await createAlertWorld({ only: ['server-down', 'circuit-open', 'error-rate'] });
    world.signals.set('jira', 'backoff');
    world.signals.open('jira', { reason: 'x' }, { tool: 'a', reason: 'x' });
    world.signals.set('other', 'ready');
    world.signals.open('other', { tool: 'a', reason: 'x' });
    const failing = { calls: 20, failures: 20, recovered: 0, errors: 20 };
    world.signals.windows.set('jira', failing);
    world.signals.windows.set('other', failing);
    await world.clock.advance(HOUR);
    expect(world.sink.notices.filter(({ groupLabels }) => groupLabels.server === 'jira')).toMatchObject([
      { alerts: [{ labels: { alertname: 'server-down' } }] },
    ]);
    expect(world.sink.notices.filter(({ groupLabels }) => groupLabels.server === 'other')).toMatchObject([
      { alerts: [{ labels: { alertname: 'circuit-open' } }] },
    ]);
    const muted = world.engine.active().filter(({ mutedBy }) => mutedBy?.kind === 'alert');
    expect(muted.map(({ alert }) => alert.rule).sort()).toEqual([
      'circuit-open',
      'circuit-open',
      'error-rate',
      'error-rate',
    ]);
  });

  it('tells of what was muted when it is not any more', async () => {
    await using world = await createAlertWorld({ only: ['server-down', 'circuit-open'] });
    world.signals.set('jira', 'backoff');
    world.signals.open('jira', { tool: 'a', reason: 'x' });
    await world.clock.advance(10 * MINUTE);
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'firing circuit-open:firing server-down:resolved']);
  });

  it('keeps a silenced alert from being told of, until the silence ends', async () => {
    await using world = await createAlertWorld(DOWN);
    const endsAtMs = world.clock.now() + HOUR;
    const matchers = [matcher('server=~"ji.*"')];
    const silence = await world.engine.silence({ matchers, endsAtMs, createdBy: 'ada', reason: 'moving' });
    world.signals.set('jira', 'backoff');
    world.signals.set('wiki', 'backoff');
    await world.clock.advance(30 * MINUTE);
    expect(world.engine.previewSilence(matchers)).toMatchObject([{ labels: { server: 'jira' } }]);
    expect(world.sink.notices.map(({ groupLabels }) => groupLabels.server)).toEqual(['wiki']);
    expect(world.engine.active().find(({ mutedBy }) => mutedBy !== undefined)?.mutedBy).toEqual({
      kind: 'silence',
      silence: silence.id,
    });
    await world.restart();
    await world.clock.advance(20 * MINUTE);
    expect(world.sink.notices).toHaveLength(1);
    await world.clock.advance(30 * MINUTE);
    expect(world.sink.notices.map(({ groupLabels }) => groupLabels.server)).toEqual(['wiki', 'jira']);
    expect(world.engine.silences()).toEqual([]);
  });

  it('tells of an end that is due although the alert was silenced after it was told', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    const silence = await world.engine.silence({
      matchers: [matcher('server=jira')],
      endsAtMs: world.clock.now() + 24 * HOUR,
      createdBy: 'ada',
      reason: 'known',
    });
    await world.clock.advance(6 * HOUR);
    expect(world.sink.lines).toHaveLength(1);
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'resolved server-down:resolved']);
    expect((await world.engine.endSilence(silence.id)).endsAtMs).toBeLessThanOrEqual(world.clock.now());
    expect(world.engine.silences()).toEqual([]);
  });

  it('refuses a silence that matches by a pattern that could hang, has no matcher, or is over', async () => {
    await using world = await createAlertWorld(DOWN);
    const base = { createdBy: 'ada', reason: 'x', endsAtMs: world.clock.now() + HOUR };
    const bad = { label: 'server', operator: '=~' as const, value: '(a+)\\1' };
    for (const request of [
      { ...base, matchers: [] },
      { ...base, matchers: [bad] },
      { ...base, matchers: [matcher('server=a')], endsAtMs: world.clock.now() - 1 },
    ]) {
      await expect(world.engine.silence(request)).rejects.toThrow(MCPValidationError);
    }
    await expect(world.engine.endSilence('nope')).rejects.toThrow(MCPResourceError);
  });
});
