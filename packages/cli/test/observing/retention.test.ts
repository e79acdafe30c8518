import { createSystemId } from '@seawall/core';
import type { CallRecord, ObservationStore } from '@seawall/core/base';
import { createMemoryObservationStore } from '@seawall/telemetry';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { Retention } from '../../src/observing/retention.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
const MAX_AGE_MS = 14 * DAY_MS;

/** A store, and one process after the other that forgets in it. */
class World {
  readonly clock: FakeClock = createFakeClock();
  readonly store: ObservationStore = createMemoryObservationStore({ clock: this.clock });
  readonly log: string[] = [];
  #retention = this.#start();

  #start(): Retention {
    return new Retention({
      store: this.store,
      settings: () => ({ maxAgeMs: MAX_AGE_MS, maxRows: 100_000 }),
      clock: this.clock,
      logger: { log: (level, message) => void this.log.push(`${level}: ${message}`) },
    });
  }

  /** A gateway that does nothing for so long. */
  async restartAfter(ms: number): Promise<void> {
    this.#retention.close();
    await this.clock.advance(ms);
    this.#retention = this.#start();
  }

  call(): void {
    this.store.append([{ kind: 'call', record: callAt(this.clock.now()) }]);
  }

  async calls(): Promise<number> {
    return (await this.store.calls({ limit: 1000 })).items.length;
  }
}

function callAt(startedAtMs: number): CallRecord {
  return {
    id: createSystemId(),
    server: 'jira',
    method: 'tools/call',
    target: 'search',
    principal: 'anonymous',
    startedAtMs,
    durationMs: 1,
    outcome: 'succeeded',
    servedBy: 'upstream',
    attempts: 1,
    safety: 'read',
    tries: [],
  };
}

describe('forgetting what is too old', () => {
  it('happens by the age, while the gateway runs and at its start', async () => {
    const world = new World();
    world.call();
    await world.clock.advance(MAX_AGE_MS - HOUR_MS);
    world.call();
    expect(await world.calls()).toBe(2);
    await world.clock.advance(3 * HOUR_MS);
    expect(await world.calls()).toBe(1);
    // The night, and the next day.
    await world.restartAfter(16 * HOUR_MS);
    world.call();
    await world.restartAfter(MAX_AGE_MS - 5 * HOUR_MS);
    expect(await world.calls()).toBe(2);
    expect(world.log).toEqual([]);
  });

  it('waits while the clock is ahead for a moment', async () => {
    const world = new World();
    for (let day = 0; day < 10; day += 1) {
      world.call();
      await world.clock.advance(DAY_MS);
    }
    world.clock.jumpWallClock(YEAR_MS);
    world.call();
    await world.clock.advance(30 * MINUTE_MS);
    world.clock.jumpWallClock(YEAR_MS);
    await world.clock.advance(45 * MINUTE_MS);
    expect(await world.calls()).toBe(11);
    world.clock.jumpWallClock(-2 * YEAR_MS);
    await world.clock.advance(2 * HOUR_MS);
    expect(await world.calls()).toBe(11);
    expect(world.log).toEqual([
      'info: The clock is 8760 h ahead of what was seen last. Nothing is forgotten for its age by it before that has lasted for an hour.',
    ]);
    await world.clock.advance(7 * DAY_MS);
    expect(await world.calls()).toBe(7);
  });

  it('goes on by the time that has passed while the clock is ahead', async () => {
    const world = new World();
    world.call();
    await world.clock.advance(MAX_AGE_MS - 10 * MINUTE_MS);
    world.call();
    world.clock.jumpWallClock(YEAR_MS);
    await world.clock.advance(59 * MINUTE_MS);
    expect(await world.calls()).toBe(1);
  });

  it('follows a clock that stays where it jumped to', async () => {
    const world = new World();
    world.call();
    await world.clock.advance(2 * MINUTE_MS);
    world.clock.jumpWallClock(YEAR_MS);
    world.call();
    await world.clock.advance(50 * MINUTE_MS);
    expect(await world.calls()).toBe(2);
    await world.clock.advance(2 * HOUR_MS);
    expect(await world.calls()).toBe(1);
  });

  it('follows at once where the clock is set back', async () => {
    const world = new World();
    world.clock.jumpWallClock(-YEAR_MS);
    world.call();
    await world.clock.advance(MAX_AGE_MS + 2 * HOUR_MS);
    expect(await world.calls()).toBe(0);
    expect(world.log).toEqual([]);
  });

  it('waits for an hour where the clock is far ahead of the last call of the process before', async () => {
    const world = new World();
    world.call();
    await world.restartAfter(YEAR_MS);
    await world.clock.advance(30 * MINUTE_MS);
    expect(await world.calls()).toBe(1);
    await world.restartAfter(0);
    await world.clock.advance(3 * HOUR_MS);
    expect(await world.calls()).toBe(0);
  });
});
