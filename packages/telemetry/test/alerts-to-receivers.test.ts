import { createOutbound } from '@seawall/client';
import { ALERT_DEFAULTS, defaultAlertSettings, type SinkSettings } from '@seawall/core';
import { createFakeClock, createSequentialId } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { AlertEngine, createSinks } from '../src/index.ts';
import { KeptRecords, MINUTE, SECOND, SettableSignals } from './alerts/alert-world.ts';
import { fields, startReceiver } from './sinks/receiver.ts';

describe('alerts and their receivers', () => {
  it('tell each receiver once that it began and once that it is over, whatever the others do (A145, A150)', async () => {
    await using hook = await startReceiver();
    await using pager = await startReceiver(() => ({ status: 202 }));
    await using hanging = await startReceiver(() => undefined);
    await using astray = await startReceiver(() => ({ status: 307, headers: { location: 'http://169.254.169.254/' } }));
    const clock = createFakeClock();
    const signals = new SettableSignals();
    const store = new KeptRecords();
    const outbound = createOutbound({ environment: {} });
    const base = ALERT_DEFAULTS.sink;
    const targets: readonly SinkSettings[] = [
      { ...base, name: 'hangs', type: 'webhook', url: hanging.url, headers: {} },
      { ...base, name: 'astray', type: 'slack', url: astray.url },
      { ...base, name: 'hook', type: 'webhook', url: hook.url, headers: {} },
      { ...base, name: 'pager', type: 'pagerduty', routingKey: 'key', url: pager.url },
    ];
    const settings = { ...defaultAlertSettings(), sinks: targets };
    const logger = { log: () => undefined };
    const createId = createSequentialId();
    const parts = { settings, clock, createId, logger, random: () => 0.5 };
    const sinks = createSinks({ ...parts, outbound, store: { append: () => undefined } });
    const engine = new AlertEngine({ ...parts, signals, store, sinks: sinks.all });
    await engine.start();
    signals.set('jira', 'auth-required', 'The token expired.');
    // Ten seconds to the next look, thirty to the first notice.
    await clock.advance(40 * SECOND);
    await expect.poll(() => [hook.requests.length, pager.requests.length], { timeout: 30_000 }).toEqual([1, 1]);
    const told = () => store.all().map(({ notifications }) => fields(notifications.sinks));
    const knows = (sink: string) => told().map((all) => fields(all[sink]).knows);
    await expect.poll(() => [knows('hook'), knows('pager')], { timeout: 30_000 }).toEqual([['firing'], ['firing']]);
    signals.set('jira', 'ready');
    await clock.advance(5 * MINUTE);
    await expect.poll(() => [hook.requests.length, pager.requests.length], { timeout: 30_000 }).toEqual([2, 2]);
    expect(hook.requests.map(({ body }) => fields(JSON.parse(body)).status)).toEqual(['firing', 'resolved']);
    expect(pager.requests.map(({ body }) => fields(JSON.parse(body)).event_action)).toEqual(['trigger', 'resolve']);
    expect(astray.requests).toHaveLength(1);
    await engine.close();
    await sinks.close();
    await outbound.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
