/** Time as the page knows it. */
export interface PageClock {
  /** Milliseconds since the epoch, as the browser has it. */
  now(): number;
  /** Runs something once. @returns a function that takes it back */
  after(delayMs: number, run: () => void): () => void;
  /** Runs something again and again. @returns a function that ends it */
  every(intervalMs: number, run: () => void): () => void;
}

/** The clock of the browser: the only place of the page that touches timers. */
export const browserClock: PageClock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (intervalMs, run) => {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  },
};
