import type { FaultKind } from './fault-kind.ts';

/** One fault that a faulty server is to have, until it is told otherwise. */
export interface FaultOrder {
  readonly kind: FaultKind;
  /** The share of requests that meet it, from 0 to 1.
   * @default 1 */
  readonly probability?: number;
  /** How often it may meet the same call, told by the argument `key` or by all arguments: a call that is sent once more
   * than that gets through.
   * @default no bound */
  readonly maxFailuresPerCall?: number;
  /** Whether it meets `tools/call` only; some faults can't meet anything else.
   * @default false */
  readonly onlyCalls?: boolean;
  /** The tools that it meets; it leaves every other request alone. Those that `tool-removed` takes away.
   * @default all requests; `tool-removed` takes "count" */
  readonly tools?: readonly string[];
  /** What `429` and `503` say in their header `Retry-After`: seconds, a date, or anything.
   * @default they have no such header */
  readonly retryAfter?: string;
  /** How long `slow` waits, in milliseconds.
   * @default 1500 */
  readonly delayMs?: number;
  /** The length of the text that `big-answer` answers with.
   * @default 24000000 */
  readonly bytes?: number;
}

/** What stands in the control file of a faulty server. */
export interface FaultOrders {
  /** For the chance of orders with a probability.
   * @default 1 */
  readonly seed?: number;
  /** Of several that fit a request, the first counts. */
  readonly faults: readonly FaultOrder[];
}
