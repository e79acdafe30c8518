import type { CircuitState } from '../../../src/policies/breaker/events.ts';
import type { ModelCall } from './model-call.ts';
import type { System } from './system.ts';
import { assertHolds } from './violation.ts';

/** So many steps of time are enough for every way back: twice the longest break, a lost lease and a few probes. */
const MAX_STEPS = 12;

/**
 * From a state on everything goes well: whatever it is, the circuit closes, and in the end nothing is held.
 *
 * Remembers the states on each way back, since most ways come together after a step or two.
 */
export class RecoveryCheck {
  /** How many steps of time it takes from a state on in which no call is left. */
  private readonly known = new Map<string, number>();

  /** Once with the calls that run answered at once, and once with a probe that never is, while they all time out. */
  async assertRecovers(reach: () => Promise<System>): Promise<void> {
    const well = await reach();
    await endAll(well, (call) => well.end(call, 'success'));
    await this.assertCloses(well, 'when all goes well');
    const badly = await reach();
    badly.startProbe();
    await endAll(badly, (call) => badly.timeOut(call));
    await this.assertCloses(badly, 'after a probe that was never answered');
  }

  private async assertCloses(system: System, when: string): Promise<void> {
    const { breaker } = system;
    if (HELD_BY_HAND.has(breaker.state)) breaker.reset({ actor: 'model', reason: 'model' }, system.nowMs);
    const passed: string[] = [];
    let key = keyOf(system);
    for (; !this.known.has(key) && breaker.state !== 'closed'; key = keyOf(system)) {
      assertHolds(passed.length < MAX_STEPS, `a circuit that opened closes again ${when}`);
      passed.push(key);
      system.step();
      if (system.hasWaiting) await system.settle();
      system.startProbe();
      system.answerNewProbe();
      await tryRead(system);
    }
    if (!this.known.has(key)) {
      await assertIsEmpty(system);
      this.known.set(key, 0);
    }
    const steps = passed.length + (this.known.get(key) ?? 0);
    assertHolds(steps <= MAX_STEPS, `a circuit that opened closes again ${when}`);
    passed.forEach((before, step) => {
      this.known.set(before, steps - step);
    });
  }
}

/** Of systems with the same key and as many timers the way on is the same. */
function keyOf(system: System): string {
  return `${system.key()};${system.clock.timers.size}`;
}

async function assertIsEmpty(system: System): Promise<void> {
  await tryRead(system);
  system.step();
  const { inFlight, queued } = system.places;
  assertHolds(inFlight === 0 && queued === 0, 'with no call left no place is held');
  assertHolds(system.clock.timers.size === 0, 'with no call left no timer is set');
}

async function tryRead(system: System): Promise<void> {
  system.start('read');
  await endAll(system, (call) => system.end(call, 'success'));
}

/** Those that get a turn by that end too. */
async function endAll(system: System, end: (call: ModelCall) => void): Promise<void> {
  for (let rounds = 0; rounds < 10 && system.calls.length > 0; rounds += 1) {
    for (const call of system.calls.filter(({ wait }) => wait === undefined)) end(call);
    if (system.hasWaiting) await system.settle();
  }
}

const HELD_BY_HAND: ReadonlySet<CircuitState> = new Set(['isolated', 'forced-closed']);
