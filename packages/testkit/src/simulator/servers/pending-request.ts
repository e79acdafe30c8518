import type { ConnectionFailure, RequestOptions } from '@seawall/client';
import type { KnownErrorCode } from '@seawall/core/base';
import type { Planned } from '../time/virtual-time.ts';
import type { AnswerPlan } from './answers.ts';
import { cancelledFailure, connectionFailure, type FailureSubject, timeoutFailure } from './failures.ts';
import type { Answer } from './results.ts';
import type { SimulatedServer } from './simulated-server.ts';
import type { SentRequest, Wire } from './wire.ts';

/** What a {@link PendingRequest} needs. */
export interface PendingRequestOptions {
  readonly server: SimulatedServer;
  readonly wire: Wire;
  readonly sent: SentRequest;
  readonly answer: Answer;
  readonly options: RequestOptions;
  readonly subject: FailureSubject;
  readonly plan: AnswerPlan;
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: ConnectionFailure) => void;
  readonly onEnd: () => void;
}

/** Reports of progress of one answer. */
const PROGRESS_REPORTS = 4;
const MIN_PROGRESS_INTERVAL_MS = 100;

/**
 * One request under way: ends by the plan of its answer, by its limits, by its caller, or with its connection, whichever comes
 * first. One moment is planned at a time.
 */
export class PendingRequest {
  readonly #options: PendingRequestOptions;
  readonly #answer: Answer;
  #planned: Planned | undefined;
  #startedMs = 0;
  #signMs = 0;
  #answerAtMs = 0;
  #progressAtMs = Number.POSITIVE_INFINITY;
  #hasRun = false;
  #isSettled = false;

  constructor(options: PendingRequestOptions) {
    this.#options = options;
    this.#answer = options.answer;
  }

  begin(): void {
    const { server, options, plan } = this.#options;
    const { nowMs } = server.time;
    this.#startedMs = nowMs;
    this.#signMs = nowMs;
    this.#answerAtMs = nowMs + plan.afterMs;
    if (options.onProgress !== undefined && plan.hasProgress) this.#progressAtMs = nowMs + this.#progressIntervalMs;
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (plan.isStopped) this.#waitForServer();
    else if (plan.runs === 'at-once') this.#run();
    this.#planNext();
  }

  /** The connection is gone. */
  lose(code: KnownErrorCode): void {
    const { subject } = this.#options;
    this.#fail(connectionFailure(code, subject, { delivery: 'unknown', effect: 'broken' }), {
      server: 'failure',
      tool: 'neutral',
    });
  }

  /** The process of the client is gone; nobody hears of the end any more. */
  vanish(): void {
    this.#abandon();
  }

  get #progressIntervalMs(): number {
    const { afterMs } = this.#options.plan;
    const wholeMs = Number.isFinite(afterMs) ? afterMs : 20_000;
    return Math.max(MIN_PROGRESS_INTERVAL_MS, wholeMs / PROGRESS_REPORTS);
  }

  get #timeoutAtMs(): number {
    const { timeoutMs, maxTotalTimeoutMs } = this.#options.options;
    return Math.min(this.#signMs + timeoutMs, this.#startedMs + maxTotalTimeoutMs);
  }

  #planNext(): void {
    this.#planned?.cancel();
    if (this.#isSettled) return;
    const atMs = Math.min(this.#timeoutAtMs, this.#answerAtMs, this.#progressAtMs);
    this.#planned = this.#options.server.time.at(atMs, this.#onDue);
  }

  readonly #onDue = (): void => {
    if (this.#isSettled) return;
    const { nowMs } = this.#options.server.time;
    // What is due first counts, also when all of it comes late.
    const isAnswered = this.#answerAtMs <= nowMs && this.#answerAtMs <= this.#timeoutAtMs;
    if (isAnswered && this.#options.server.isStopped) {
      this.#answerAtMs = Number.POSITIVE_INFINITY;
      this.#waitForServer();
    } else if (isAnswered) {
      this.#finish();
      return;
    } else if (this.#timeoutAtMs <= nowMs) {
      const { subject, options } = this.#options;
      this.#fail(timeoutFailure(subject, options.timeoutMs), { server: 'failure', tool: 'failure' });
      return;
    } else if (this.#progressAtMs <= nowMs) this.#report(nowMs);
    this.#planNext();
  };

  readonly #onAbort = (): void => {
    this.#fail(cancelledFailure(this.#options.subject, 'unknown'), { server: 'neutral', tool: 'neutral' });
  };

  #report(nowMs: number): void {
    const { options, sent, server } = this.#options;
    this.#progressAtMs = nowMs + this.#progressIntervalMs;
    if (server.isStopped) return;
    this.#signMs = nowMs;
    sent.noteProgress();
    options.onProgress?.({ progress: 1 });
  }

  /** A server that goes on again does what lies there, also what nobody waits for any more if it is one of that kind. */
  #waitForServer(): void {
    const { server } = this.#options;
    server.whenGoing(() => {
      if (this.#isSettled) {
        if (server.plan.isDeaf) this.#run();
        return;
      }
      this.#answerAtMs = server.time.nowMs + server.latencyMs();
      this.#planNext();
    });
  }

  #finish(): void {
    const { plan, sent, resolve } = this.#options;
    if (plan.runs === 'at-the-end') this.#run();
    if (typeof plan.end === 'function') {
      this.#fail(plan.end(), plan);
      return;
    }
    this.#answer.leave();
    this.#settle();
    sent.settle(plan);
    resolve(plan.end === 'result' ? this.#answer.result : plan.end.result);
  }

  #fail(failure: ConnectionFailure, signals: Pick<AnswerPlan, 'server' | 'tool'>): void {
    if (this.#isSettled) return;
    this.#abandon();
    this.#options.sent.settle(signals);
    if (this.#options.wire.isAlive) this.#options.reject(failure);
  }

  /** Nobody waits any more; a deaf server behind HTTP goes on all the same. */
  #abandon(): void {
    const { server, plan } = this.#options;
    const goesOn = server.plan.isDeaf && server.plan.transport === 'http' && plan.runs === 'at-the-end';
    this.#settle();
    if (goesOn && !this.#hasRun && Number.isFinite(this.#answerAtMs))
      server.time.at(this.#answerAtMs, () => this.#run());
  }

  #settle(): void {
    this.#isSettled = true;
    this.#planned?.cancel();
    this.#options.options.signal?.removeEventListener('abort', this.#onAbort);
    this.#options.onEnd();
  }

  #run(): void {
    if (this.#hasRun || this.#options.plan.runs === 'never') return;
    this.#hasRun = true;
    this.#answer.run();
  }
}
