/** One request of a host and what came of it; times are those of the run, in milliseconds. */
export interface ObservedCall {
  readonly server: string;
  readonly tool: 'echo' | 'count' | 'tools/list';
  /** What tells a write apart from every other one. */
  readonly key: string;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly outcome: CallOutcome;
  /** The code in the error that the gateway attached. */
  readonly code: string | undefined;
  /** What came back, shortened. */
  readonly text: string;
}

/**
 * `ok`: a result. `failed`: an error. `unknown`: an error that says that the call may have run. `hung`: nothing came.
 * `broken`: the gateway broke off.
 */
export type CallOutcome = 'ok' | 'failed' | 'unknown' | 'hung' | 'broken';

/** Everything that one gateway was seen to do in one row. */
export interface Observed {
  readonly calls: readonly ObservedCall[];
  /** When the fault began and ended. */
  readonly faultFromMs: number;
  readonly faultToMs: number;
  /** The keys of the writes that ran, once for each time. */
  readonly executed: readonly string[];
  /** Where a secret was found. */
  readonly leaks: readonly string[];
  /** How long the machine kept this process from running at the most, in milliseconds. */
  readonly stallMs: number;
  /** The most memory that the gateway had, in MB. */
  readonly memoryMb: number;
}
