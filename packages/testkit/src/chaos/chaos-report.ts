import type { FaultKind } from '../faults/fault-kind.ts';

/** What came of {@link runChaos}. */
export interface ChaosReport {
  /** Whether everything held, and anything was tried at all. */
  readonly held: boolean;
  readonly seed: number;
  readonly rows: readonly ChaosRow[];
  /** Servers that were not ready, and so were left out. */
  readonly leftOut: readonly { readonly server: string; readonly reason: string }[];
}

/** One fault of one server. */
export interface ChaosRow {
  readonly server: string;
  readonly fault: FaultKind;
  readonly figures: ChaosFigures;
  /** What did not hold, each in one sentence. */
  readonly violations: readonly string[];
}

/** What was counted and measured in one row. */
export interface ChaosFigures {
  /** Calls of the faulty server while the fault lasted, and those that went well, also by what was kept or stood in. */
  readonly calls: number;
  readonly answeredWell: number;
  /** Calls without an answer by their deadline, of all servers. */
  readonly late: number;
  /** Calls of the other servers, and those that failed. */
  readonly healthyCalls: number;
  readonly healthyFailed: number;
  /** From the end of the fault to the first of the calls that all went well, in milliseconds; absent when there was none. */
  readonly recoveryMs: number | undefined;
  /** Writes that were handed over twice. */
  readonly duplicates: number;
  /** Writes that were answered well and never handed over. */
  readonly missing: number;
  /** Writes that failed for certain, and were handed over. */
  readonly unreported: number;
  /** Writes of which the caller was told that nobody knows. */
  readonly unknown: number;
  /** Times that the tools of the faulty server were not all listed. */
  readonly incompleteLists: number;
}

/** One call as the caller saw it; times are those of the row, in milliseconds. */
export interface ChaosCallRecord {
  readonly server: string;
  readonly isWrite: boolean;
  readonly key: string;
  readonly startedMs: number;
  readonly durationMs: number;
  /** `parked`: it waits until its server is back, and is sent then. */
  readonly outcome: 'ok' | 'failed' | 'parked' | 'unknown';
}
