import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import type { Clock, Timer } from '@seawall/core/base';
import type { RequestOptions } from './connection.ts';

/**
 * The two limits of a call that reports progress or may be held, in place of the SDK's.
 *
 * The SDK looks at the total only when progress comes, so a call that falls silent near its end would outlive it, and it
 * knows no way to stop its timer. While the call is held neither limit runs; what held it was no silence of the server,
 * so that the limit for silence starts anew after that.
 */
export class RequestClocks {
  readonly #controller = new AbortController();
  readonly #options: RequestOptions;
  readonly #clock: Clock;
  readonly #silenceLimitMs: number;
  readonly #endHold: (() => void) | undefined;
  /** Time of the call before the last hold ended, holds not counted. */
  #spentMs = 0;
  #runningSinceMs: number | undefined;
  #silentSinceMs = 0;
  #timer: Timer | undefined;

  constructor(options: RequestOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#silenceLimitMs = Math.min(options.timeoutMs, options.maxTotalTimeoutMs);
    this.#endHold = options.hold?.onChange(this.#onHoldChange);
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal?.aborted) this.#onAbort();
    else this.#onHoldChange();
  }

  /** Aborts when a limit is over, with the error that the SDK would give, and when the caller's own signal does. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The server gave a sign of life. */
  noteProgress(): void {
    // The timer finds out when it is due, so that a flood of progress sets none.
    this.#silentSinceMs = this.#clock.monotonicMs();
  }

  /** Forgets the timer, the hold and the caller's signal. */
  end(): void {
    this.#timer?.cancel();
    this.#endHold?.();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#controller.abort(this.#options.signal?.reason);

  readonly #onHoldChange = (): void => {
    const nowMs = this.#clock.monotonicMs();
    this.#timer?.cancel();
    this.#spentMs = this.#totalMs(nowMs);
    if (this.#options.hold?.isHeld) {
      this.#runningSinceMs = undefined;
      return;
    }
    this.#runningSinceMs = nowMs;
    this.#silentSinceMs = nowMs;
    this.#check();
  };

  /** Ends the call when a limit is over, and looks again when the next one may be. */
  readonly #check = (): void => {
    if (this.#controller.signal.aborted) return;
    const nowMs = this.#clock.monotonicMs();
    const totalMs = this.#totalMs(nowMs);
    const silenceLeftMs = this.#silenceLimitMs - (nowMs - this.#silentSinceMs);
    const totalLeftMs = this.#options.maxTotalTimeoutMs - totalMs;
    if (silenceLeftMs <= 0) {
      this.#expire('Request timed out', { timeout: this.#silenceLimitMs });
    } else if (totalLeftMs <= 0) {
      const data = { maxTotalTimeout: this.#options.maxTotalTimeoutMs, totalElapsed: Math.round(totalMs) };
      this.#expire('Maximum total timeout exceeded', data);
    } else {
      this.#timer = this.#clock.setTimer(this.#check, Math.min(silenceLeftMs, totalLeftMs));
    }
  };

  #totalMs(nowMs: number): number {
    return this.#spentMs + (this.#runningSinceMs === undefined ? 0 : nowMs - this.#runningSinceMs);
  }

  #expire(message: string, data: Readonly<Record<string, number>>): void {
    this.#controller.abort(new SdkError(SdkErrorCode.RequestTimeout, message, data));
  }
}

/** The longest that a timer of Node can be set for: given to the SDK, its own timer never ends a call. */
export const NO_SDK_TIMEOUT_MS = 2_147_483_647;
