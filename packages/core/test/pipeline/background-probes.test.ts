import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { BackgroundProbes } from '../../src/pipeline/background-probes.ts';
import { CircuitBreaker } from '../../src/policies/breaker/circuit-breaker.ts';
import { SERVER_BREAKER_DEFAULTS } from '../../src/policies/breaker/options.ts';

/** A circuit that is open, and probes that end when the test says so. */
function openCircuit() {
  const clock = createFakeClock();
  // How far time is ahead of the timers, as after a machine slept.
  const time = { aheadMs: 0 };
  const sleepy: Clock = {
    now: () => clock.now() + time.aheadMs,
    monotonicMs: () => clock.monotonicMs() + time.aheadMs,
    setTimer: (callback, delayMs, options) => clock.setTimer(callback, delayMs, options),
  };
  const ends: ((isAlive: boolean) => void)[] = [];
  const probes = new BackgroundProbes({
    clock: sleepy,
    probe: () => new Promise((resolve) => void ends.push(resolve)),
  });
  const breaker: CircuitBreaker = new CircuitBreaker({
    name: { server: 'jira' },
    options: { ...SERVER_BREAKER_DEFAULTS, openMs: 500, maxOpenMs: 500 },
    random: () => 0.5,
    nowMs: sleepy.monotonicMs(),
    atMs: () => clock.now(),
    onChange: () => probes.schedule(breaker),
  });
  breaker.trip('It is silent.', clock.monotonicMs());
  return { time, clock, ends, breaker, probes };
}

const BY = { actor: 'ada', reason: 'to see' };

describe('probes in the background', () => {
  it('come one after the other, also where the circuit changed while one was under way', async () => {
    const { clock, ends, breaker } = openCircuit();
    await clock.advance(1000);
    expect(ends).toHaveLength(1);
    breaker.reset(BY, clock.monotonicMs());
    breaker.trip('It is silent again.', clock.monotonicMs());
    await clock.advance(1500);
    expect(ends).toHaveLength(1);
    ends[0]?.(false);
    await clock.advance(100);
    expect(ends).toHaveLength(2);
    expect(breaker.state).toBe('open');
  });

  it('go on without one that never ends', async () => {
    const { clock, ends, breaker } = openCircuit();
    await clock.advance(1000);
    breaker.reset(BY, clock.monotonicMs());
    breaker.trip('It is silent again.', clock.monotonicMs());
    await clock.advance(3000);
    expect(ends).toHaveLength(2);
    ends[1]?.(true);
    await clock.advance(0);
    expect(breaker.state).not.toBe('open');
  });

  it('wait for one that was under way while the machine slept', async () => {
    const { time, clock, ends, breaker } = openCircuit();
    await clock.advance(1000);
    expect(ends).toHaveLength(1);
    // Some timers come late, and the probe may ask once more.
    time.aheadMs += 900;
    await clock.advance(3400);
    expect(ends).toHaveLength(1);
    ends[0]?.(false);
    await clock.advance(1000);
    expect(ends).toHaveLength(2);
    expect(breaker.state).toBe('open');
  });

  it('do not wait for ever for one that was under way while the machine slept', async () => {
    const { time, clock, ends } = openCircuit();
    await clock.advance(1000);
    time.aheadMs += 60_000;
    await clock.advance(7000);
    expect(ends.length).toBeGreaterThan(1);
  });

  it('end with what they belong to', async () => {
    const { clock, probes } = openCircuit();
    await clock.advance(1000);
    expect(clock.pendingTimers).toBe(1);
    probes.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
