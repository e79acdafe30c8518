import { CircuitBreaker } from '../../../src/policies/breaker/circuit-breaker.ts';
import { Bulkhead } from '../../../src/policies/bulkhead/bulkhead.ts';
import { RetryBudget } from '../../../src/policies/retry/retry-budget.ts';

/** The policies that are checked: the real ones, or such with a planted bug. */
export interface Parts {
  readonly breaker: typeof CircuitBreaker;
  readonly bulkhead: typeof Bulkhead;
  readonly budget: typeof RetryBudget;
}

export const REAL_PARTS: Parts = { breaker: CircuitBreaker, bulkhead: Bulkhead, budget: RetryBudget };
