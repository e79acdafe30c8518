import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { BackgroundProbes } from '../../src/pipeline/background-probes.ts';
import { CircuitBreaker } from '../../src/policies/breaker/circuit-breaker.ts';
import { SERVER_BREAKER_DEFAULTS } from '../../src/policies/breaker/options.ts';

/** A circuit that is open, and probes that end when the test says so. */
function openCircuit() {
  const clock = createFakeClock();
  const ends: ((isAlive: boolean) => void)[] = [];
  const probes = new BackgroundProbes({ clock, probe: () => new Promise((resolve) => void ends.push(resolve)) });
  const breaker: CircuitBreaker = new CircuitBreaker({
    name: { server: 'jira' },
    options: { ...SERVER_BREAKER_DEFAULTS, openMs: 500, maxOpenMs: 500 },
    random: () => 0.5,
    nowMs: clock.monotonicMs(),
    atMs: () => clock.now(),
    onChange: () => probes.schedule(breaker),
  });
  breaker.trip('It is silent.', clock.monotonicMs());
  return { clock, ends, breaker, probes };
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
});
