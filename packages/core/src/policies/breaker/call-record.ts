import type { ErrorCode } from '../../errors/error-code.ts';
import type { BreakerSignal } from '../verdict.ts';
import type { CircuitChangeReason, CircuitCounts } from './events.ts';
import type { BreakerSettings } from './options.ts';
import { OutcomeWindow } from './outcome-window.ts';

/** What came of the calls through one circuit, and whether that is reason to open it. */
export class CallRecord {
  private readonly settings: BreakerSettings;
  private readonly window: OutcomeWindow;
  private failuresInARow = 0;
  private code: ErrorCode | undefined;

  constructor(settings: BreakerSettings, nowMs: number) {
    this.settings = settings;
    this.window = new OutcomeWindow(settings.windowMs, nowMs);
  }

  /** The code of the failure that was told last, if it came with one. */
  get failureCode(): ErrorCode | undefined {
    return this.code;
  }

  /** Counts a success, which ends a row of failures. */
  addSuccess(nowMs: number): void {
    this.window.add(false, nowMs);
    this.failuresInARow = 0;
  }

  /** Counts a failure. A soft one neither counts in a row nor ends the row, unless the settings say so. */
  addFailure(signal: BreakerSignal, nowMs: number, code: ErrorCode | undefined): void {
    this.window.add(true, nowMs);
    this.code = code;
    if (signal === 'hard-failure' || this.settings.consecutive === 'any') this.failuresInARow += 1;
  }

  /** Keeps the code of a failure that is not to be counted. */
  noteFailure(code: ErrorCode | undefined): void {
    this.code = code;
  }

  /** Why a circuit should open now, if it should. */
  reasonToOpen(): CircuitChangeReason | undefined {
    const { consecutiveFailures, minimumCalls, failureRatio } = this.settings;
    if (consecutiveFailures > 0 && this.failuresInARow >= consecutiveFailures) return 'failures-in-a-row';
    const { calls, failures } = this.window;
    return calls >= minimumCalls && failures / calls >= failureRatio ? 'failure-ratio' : undefined;
  }

  /** What was counted, without what is too old at `nowMs`, where that is given. */
  counts(nowMs?: number): CircuitCounts {
    if (nowMs !== undefined) this.window.moveTo(nowMs);
    return { calls: this.window.calls, failures: this.window.failures, failuresInARow: this.failuresInARow };
  }

  /** Counts from nothing. */
  clear(nowMs: number): void {
    this.window.clear(nowMs);
    this.failuresInARow = 0;
  }
}
