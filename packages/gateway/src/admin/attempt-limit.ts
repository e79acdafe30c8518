import type { Clock } from '@seawall/core/base';
import { ProblemError } from './problems.ts';
import { makeRoom } from './secret-digest.ts';

/** Failed attempts of one address in one minute; all further ones are refused, and not counted. */
export const MAX_FAILURES = 30;

const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 1000;

/**
 * Keeps those from guessing who were wrong too often.
 *
 * Many may come from one address, as from a reverse proxy, so a secret that nobody guesses lets in all the same: else whoever is
 * wrong 30 times a minute would lock everybody out. One that is short is not looked at meanwhile, right or wrong.
 */
export class AttemptLimit {
  readonly #clock: Clock;
  /** Failures by address; bounded, the oldest is forgotten. */
  readonly #failures = new Map<string, { count: number; readonly sinceMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws {@link ProblemError} `TOO_MANY_REQUESTS`. */
  assertPatience(address: string): void {
    const failures = this.#current(address);
    if (failures === undefined || failures.count < MAX_FAILURES) return;
    const waitMs = failures.sinceMs + WINDOW_MS - this.#clock.monotonicMs();
    throw new ProblemError('TOO_MANY_REQUESTS', {
      detail: `${MAX_FAILURES} attempts with a wrong token or code came from there within a minute.`,
      hint: 'Wait a minute; an open session of a browser goes on meanwhile.',
      headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
    });
  }

  note(address: string): void {
    const failures = this.#current(address);
    if (failures !== undefined) {
      failures.count += 1;
      return;
    }
    makeRoom(this.#failures, MAX_ADDRESSES);
    this.#failures.set(address, { count: 1, sinceMs: this.#clock.monotonicMs() });
  }

  #current(address: string): { count: number; readonly sinceMs: number } | undefined {
    const failures = this.#failures.get(address);
    if (failures === undefined || this.#clock.monotonicMs() - failures.sinceMs < WINDOW_MS) return failures;
    this.#failures.delete(address);
    return undefined;
  }
}
