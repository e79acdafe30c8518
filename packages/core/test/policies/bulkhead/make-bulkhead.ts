import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { Bulkhead } from '../../../src/policies/bulkhead/bulkhead.ts';
import type { ConcurrencyLimitChanged } from '../../../src/policies/bulkhead/events.ts';
import { type BulkheadOptions, resolveBulkhead } from '../../../src/policies/bulkhead/options.ts';
import type { EnterResult } from '../../../src/policies/bulkhead/waiter.ts';

/** A bulkhead of a server over stdio on a clock that stands still, and what it tells. */
export function makeBulkhead(options: BulkheadOptions = {}): {
  readonly bulkhead: Bulkhead;
  readonly clock: FakeClock;
  readonly changes: ConcurrencyLimitChanged[];
} {
  const clock = createFakeClock();
  const changes: ConcurrencyLimitChanged[] = [];
  const bulkhead = new Bulkhead({
    server: 'jira',
    options: resolveBulkhead(options, 'stdio'),
    clock,
    onChange: (change) => changes.push(change),
  });
  return { bulkhead, clock, changes };
}

/** A wait for a turn, and what came of it so far. */
export interface Wait {
  result: EnterResult | undefined;
  readonly controller: AbortController;
  readonly settled: Promise<EnterResult>;
}

/** Waits for a turn with a signal of its own. */
export function startWait(bulkhead: Bulkhead, maxWaitMs: number): Wait {
  const controller = new AbortController();
  const settled = bulkhead.enter({ maxWaitMs, signal: controller.signal });
  const wait: Wait = { result: undefined, controller, settled };
  void settled.then((result) => (wait.result = result)); // Never rejects.
  return wait;
}
