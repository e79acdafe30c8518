import { createEventBus, defaultAlertSettings, silentLogger, systemRandom } from '@seawall/core';
import { createMemoryObservationStore, createTracker } from '@seawall/telemetry';
import { createFakeClock, createSequentialId } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { Alerting } from '../../src/observing/alerting.ts';

const DAY_MS = 86_400_000;

describe('the alerts of a gateway', () => {
  it('know which parked writes wait, also after a reload has them look at a longer time', async () => {
    const clock = createFakeClock();
    const createId = createSequentialId('r');
    const store = createMemoryObservationStore({ clock });
    const { subscribe } = createEventBus({ onListenerError: () => undefined });
    const tracker = createTracker({ clock, createId, subscribe, servers: () => [], store });
    const request = (): Promise<never> => Promise.reject(new Error('no way out here'));
    const alerting = new Alerting({
      settings: undefined,
      isSecond: false,
      store,
      tracker,
      subscribe,
      outbound: { request, connect: request, close: () => Promise.resolve() },
      clock,
      random: systemRandom,
      createId,
      logger: silentLogger,
      onChange: () => undefined,
      onDelivery: () => undefined,
    });
    await alerting.start();
    alerting.addParked([{ id: 'a', server: 'jira', parkedAtMs: clock.now() }]);
    const settings = defaultAlertSettings();
    await alerting.reconfigure({
      ...settings,
      rules: settings.rules.map((rule) => ({ ...rule, windowMs: DAY_MS })),
    });
    expect([...alerting.parked]).toEqual([['jira', 1]]);
    await alerting.close();
    await tracker.close();
    await store.close();
  });
});
