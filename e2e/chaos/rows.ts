import { FAULTS, type FaultKind, type FaultOrder, type FaultTransport } from '@seawall/testkit';
import type { Limits } from './judge.ts';

/** One fault of one server, and what has to hold all the same. */
export interface Row {
  readonly name: string;
  readonly transport: FaultTransport;
  readonly orders: readonly FaultOrder[];
  readonly limits: Limits;
  /** Reads of the faulty server in a second. */
  readonly readsPerSecond: number;
  /** Whether nothing else may run beside it. */
  readonly isHeavy: boolean;
  /** Whether CI plays it. */
  readonly isShort: boolean;
}

/** What the configuration gives every call, in milliseconds: one attempt, and all of them. */
export const TIMEOUT_MS = 2000;
export const DEADLINE_MS = 4000;
const RECOVERY_MS = 2000;
const BOTH: readonly FaultTransport[] = ['stdio', 'http'];
const READS_PER_SECOND = 4;
/** 24 MB each. */
const BIG_READS_PER_SECOND = 1.5;

/** The matrix. */
export const ROWS: readonly Row[] = [
  ...rowsOf('crash', BOTH, { isShort: true }),
  ...rowsOf('crash-loop', ['stdio']),
  ...rowsOf('restart', BOTH, { isShort: true }),
  ...rowsOf('stop', BOTH),
  ...rowsOf('hang', BOTH, { isShort: true }),
  ...rowsOf('slow', BOTH, { order: { delayMs: 1000 } }),
  ...rowsOf('garbage', BOTH),
  ...rowsOf('noise', ['stdio']),
  ...rowsOf('wrong-id', BOTH),
  ...rowsOf('reset-before', BOTH),
  ...rowsOf('reset-after', BOTH),
  ...rowsOf('bad-schema', BOTH, { isShort: true }),
  ...rowsOf('big-answer', BOTH, { order: { tools: ['echo'] }, readsPerSecond: BIG_READS_PER_SECOND, isHeavy: true }),
  ...rowsOf('refuse', ['http']),
  ...rowsOf('401', ['http'], { isShort: true }),
  ...rowsOf('429', ['http'], { order: { retryAfter: '1' }, name: '429, Retry-After: 1' }),
  ...rowsOf('429', ['http'], { name: '429 without Retry-After' }),
  ...rowsOf('500', ['http']),
  ...rowsOf('503', ['http'], { order: { retryAfter: '1' }, name: '503, Retry-After: 1' }),
  ...rowsOf('503', ['http'], { name: '503 without Retry-After' }),
  ...rowsOf('flaky', ['http'], {
    order: { probability: 0.3, maxFailuresPerCall: 2 },
    name: '30 % flaky',
    limits: { readsSucceed: true },
    isShort: true,
  }),
];

interface RowDetails {
  readonly name?: string;
  readonly order?: Omit<FaultOrder, 'kind'>;
  readonly limits?: Partial<Limits>;
  readonly readsPerSecond?: number;
  readonly isHeavy?: boolean;
  readonly isShort?: boolean;
}

function rowsOf(kind: FaultKind, transports: readonly FaultTransport[], details: RowDetails = {}): readonly Row[] {
  const { name = kind, order = {}, limits = {}, readsPerSecond = READS_PER_SECOND } = details;
  const { isHeavy = false, isShort = false } = details;
  return transports
    .filter((transport) => FAULTS[kind].transports.includes(transport))
    .map((transport) => ({
      name,
      transport,
      orders: [{ kind, ...order }],
      limits: { deadlineMs: DEADLINE_MS, recoveryMs: RECOVERY_MS, readsSucceed: false, ...limits },
      readsPerSecond,
      isHeavy,
      isShort,
    }));
}
