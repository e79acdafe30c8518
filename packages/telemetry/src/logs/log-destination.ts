/** Takes finished lines, each with its line feed. */
export interface LogDestination {
  write(line: string): void;
  /** Writes what is still buffered before it returns. */
  flushSync?(): void;
  /** Waits, a bounded time, until what is buffered is out. */
  close?(): Promise<void>;
}
