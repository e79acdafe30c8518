import {
  type Clock,
  type CreateId,
  createLabelTest,
  type DeliveryRecord,
  type MCPError,
  MCPRejectedError,
  MCPTimeoutError,
  type ObservationStore,
  type Random,
  type SerializedMCPError,
  type SinkSettings,
  sleep,
} from '@seawall/core/base';
import type { Notice, NoticeSink, SendOutcome } from '../alerts/notice.ts';
import { boundedNotice } from './bounded-notice.ts';
import { toFailure } from './http-try.ts';
import type { Sender, Try } from './sender.ts';

/** Limits of every sink. */
export const SINK_LIMITS = {
  /** How long one try may take, in milliseconds. */
  tryTimeoutMs: 10_000,
  /** How long a notice is tried for, waiting for its turn included, in milliseconds; the engine begins anew later. */
  giveUpAfterMs: 240_000,
  initialDelayMs: 1000,
  maxDelayMs: 60_000,
  /** Notices on their way at a time. */
  lanes: 4,
  /** Notices that wait for their turn; one more is dropped. */
  queue: 100,
} as const;

/** What a runner is made of. */
export interface SinkRunnerOptions {
  readonly settings: SinkSettings;
  readonly sender: Sender;
  readonly store: Pick<ObservationStore, 'append'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly createId: CreateId;
}

/** How a sink does. */
export interface SinkStatus {
  /** Notices that are on their way, or wait for their turn. */
  readonly waiting: number;
  /** Since the start. */
  readonly delivered: number;
  /** Since the start: given up or dropped. */
  readonly failed: number;
  readonly lastFailure?: { readonly atMs: number; readonly error: SerializedMCPError };
}

/**
 * One sink: sends notices with repetitions, within limits of time and number, and notes how each ended.
 *
 * Whatever its receiver does, it costs no other sink anything and keeps a bounded number of notices.
 */
export class SinkRunner implements NoticeSink {
  readonly #options: SinkRunnerOptions;
  readonly #accepts: (labels: Readonly<Record<string, string>>) => boolean;
  readonly #closing = new AbortController();
  // Bounded by SINK_LIMITS.queue.
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #delivered = 0;
  #failed = 0;
  #lastFailure: SinkStatus['lastFailure'] | undefined;

  constructor(options: SinkRunnerOptions) {
    this.#options = options;
    this.#accepts = createLabelTest(options.settings.matchers);
  }

  get name(): string {
    return this.#options.settings.name;
  }

  get sendResolved(): boolean {
    return this.#options.settings.sendResolved;
  }

  get takesAcknowledgements(): boolean {
    return this.#options.sender.takesAcknowledgements;
  }

  get refreshMs(): number | undefined {
    return this.#options.sender.refreshMs;
  }

  /** How it did since the start. */
  get status(): SinkStatus {
    const last = this.#lastFailure;
    return {
      waiting: this.#waiting.length + this.#running,
      delivered: this.#delivered,
      failed: this.#failed,
      ...(last === undefined ? {} : { lastFailure: last }),
    };
  }

  accepts({ labels, severity }: Parameters<NoticeSink['accepts']>[0]): boolean {
    return RANK[severity] >= RANK[this.#options.settings.minSeverity] && this.#accepts(labels);
  }

  async send(notice: Notice): Promise<SendOutcome> {
    const { outcome } = await this.deliver(notice);
    return outcome;
  }

  /** Sends a notice, and tells all about how that went. Never rejects. */
  async deliver(notice: Notice): Promise<{ readonly outcome: SendOutcome; readonly record: DeliveryRecord }> {
    const { clock, store } = this.#options;
    const startedMs = clock.monotonicMs();
    const bounded = boundedNotice(notice);
    const ended = await this.#inTurn(() => this.#tryUntil(bounded, startedMs + SINK_LIMITS.giveUpAfterMs));
    const record: DeliveryRecord = {
      id: this.#options.createId(),
      atMs: clock.now(),
      sink: this.name,
      groupKey: bounded.groupKey,
      alerts: notice.alerts.slice(0, MAX_RECORDED).map(({ id }) => id),
      outcome: ended.error === undefined ? 'delivered' : ended.attempts === 0 ? 'dropped' : 'failed',
      attempts: ended.attempts,
      durationMs: clock.monotonicMs() - startedMs,
      ...(ended.error === undefined ? {} : { error: ended.error.toJSON() }),
    };
    this.#note(record);
    // What is given up because the process ends is sent again by the next one.
    if (!this.#closing.signal.aborted) store.append([{ kind: 'delivery', record }]);
    const outcome: SendOutcome =
      ended.error === undefined ? { kind: 'delivered' } : { kind: 'failed', mayHaveArrived: ended.mayHaveArrived };
    return { outcome, record };
  }

  #note({ atMs, error }: DeliveryRecord): void {
    if (error === undefined) this.#delivered += 1;
    else {
      this.#failed += 1;
      this.#lastFailure = { atMs, error };
    }
  }

  close(): Promise<void> {
    this.#closing.abort();
    for (const begin of this.#waiting.splice(0)) begin();
    return Promise.resolve();
  }

  async #inTurn(work: () => Promise<Ended>): Promise<Ended> {
    if (this.#running >= SINK_LIMITS.lanes) {
      if (this.#waiting.length >= SINK_LIMITS.queue)
        return { attempts: 0, mayHaveArrived: false, error: full(this.name) };
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next that waits, or becomes free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #tryUntil(notice: Notice, untilMs: number): Promise<Ended> {
    const { clock } = this.#options;
    const { signal } = this.#closing;
    let attempts = 0;
    let mayHaveArrived = false;
    // Bounded by the time until which it is tried, and by delays that grow.
    for (;;) {
      if (signal.aborted || clock.monotonicMs() >= untilMs) {
        return { attempts, mayHaveArrived, error: tooLate(this.name) };
      }
      attempts += 1;
      const result = await this.#tryOnce(notice);
      if (result.kind === 'delivered') return { attempts, mayHaveArrived: true };
      mayHaveArrived ||= result.mayHaveArrived;
      // A receiver may ask for more patience, not for less: else it could have us send without a pause.
      const delayMs = Math.max(result.retryAfterMs ?? 0, this.#backoffMs(attempts));
      if (!result.mayPass || clock.monotonicMs() + delayMs >= untilMs || signal.aborted) {
        return { attempts, mayHaveArrived, error: result.error };
      }
      await sleep(clock, delayMs, signal);
    }
  }

  async #tryOnce(notice: Notice): Promise<Try> {
    const { clock, sender } = this.#options;
    const abort = new AbortController();
    const onClose = (): void => abort.abort();
    this.#closing.signal.addEventListener('abort', onClose, { once: true });
    const timer = clock.setTimer(onClose, SINK_LIMITS.tryTimeoutMs);
    const late = new Promise<Try>((resolve) => {
      abort.signal.addEventListener('abort', () => resolve(timedOut(this.name)), { once: true });
    });
    try {
      // A sender that does not notice the end of its time is not waited for.
      return await Promise.race([sender.send(notice, abort.signal), late]);
    } catch (error) {
      // A sender that can't cope with a notice costs that notice, nothing else.
      return toFailure(this.name, error);
    } finally {
      timer.cancel();
      this.#closing.signal.removeEventListener('abort', onClose);
    }
  }

  #backoffMs(attempts: number): number {
    const longestMs = Math.min(SINK_LIMITS.maxDelayMs, SINK_LIMITS.initialDelayMs * 2 ** (attempts - 1));
    return longestMs * (0.5 + this.#options.random() / 2);
  }
}

interface Ended {
  readonly attempts: number;
  readonly mayHaveArrived: boolean;
  readonly error?: MCPError;
}

const RANK = { info: 0, warning: 1, critical: 2 } as const;
const MAX_RECORDED = 100;

function timedOut(sink: string): Try {
  return {
    kind: 'failed',
    mayPass: true,
    mayHaveArrived: true,
    error: new MCPTimeoutError({
      code: 'OPERATION_TIMEOUT',
      operation: `alert sink ${sink}`,
      timeoutMs: SINK_LIMITS.tryTimeoutMs,
      message: `The alert sink "${sink}" did not answer within ${SINK_LIMITS.tryTimeoutMs} ms.`,
      hint: 'It is tried again; other sinks are told meanwhile.',
    }),
  };
}

function full(sink: string): MCPError {
  return new MCPRejectedError({
    code: 'BULKHEAD_FULL',
    message: `More than ${SINK_LIMITS.queue} notices wait for the alert sink "${sink}", so this one was dropped.`,
    hint: 'Group alerts by fewer labels, or see why the sink is slow.',
  });
}

function tooLate(sink: string): MCPError {
  return new MCPRejectedError({
    code: 'QUEUE_DEADLINE',
    message: `The turn of the notice at the alert sink "${sink}" came too late.`,
    hint: 'It is composed anew with the next interval.',
  });
}
