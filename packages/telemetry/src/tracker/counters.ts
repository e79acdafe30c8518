/** Counts of a server's or tool's whole life: they never go down. */
export interface Counters {
  readonly calls: number;
  /** Calls whose caller got an error. */
  readonly failures: number;
  /** Calls that succeeded although something failed on the way. */
  readonly recovered: number;
  /** Calls that Seawall did not let through. */
  readonly refused: number;
  /** Errors of attempts and connections, those that were recovered included. */
  readonly errors: number;
}
