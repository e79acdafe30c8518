import type { Clock, Timer } from '../../clock.ts';

/** What a {@link RunningProbe} needs. */
export interface ProbeRun {
  readonly clock: Clock;
  readonly probe: () => Promise<boolean>;
  readonly timeoutMs: number;
  /** Told once, never within the constructor: the answer, or `false` when there was none in time. */
  readonly onEnd: (isAnswered: boolean) => void;
}

/** A timer that is later than this shows that the process itself was held up, in milliseconds. */
const HELD_UP_MS = 50;

/** A probe under way, with its time limit; whatever comes after that is ignored. */
export class RunningProbe {
  private readonly run: ProbeRun;
  private readonly dueMs: number;
  private timer: Timer;
  private isOver = false;

  constructor(run: ProbeRun) {
    this.run = run;
    this.dueMs = run.clock.monotonicMs() + run.timeoutMs;
    this.timer = run.clock.setTimer(this.onTimeout, run.timeoutMs, { background: true });
    // Within the promise, so that a probe that throws rejects it.
    new Promise<boolean>((resolve) => resolve(run.probe())).then(
      (isAnswered) => this.finish(isAnswered),
      () => this.finish(false),
    );
  }

  /** Nobody wants to know any more. */
  end(): void {
    this.isOver = true;
    this.timer.cancel();
  }

  private readonly onTimeout = (): void => {
    const { clock, timeoutMs } = this.run;
    const isHeldUp = clock.monotonicMs() - this.dueMs > HELD_UP_MS;
    // The answer may have come while this process did other things, and lies unread; or the server is asked once more.
    if (isHeldUp) this.timer = clock.setTimer(() => this.finish(false), timeoutMs, { background: true });
    else this.finish(false);
  };

  private finish(isAnswered: boolean): void {
    if (this.isOver) return;
    this.end();
    this.run.onEnd(isAnswered);
  }
}
