import type { ErrorKind } from '@seawall/core/base';
import type { Counters } from './counters.ts';
import { weightOf } from './error-weight.ts';
import type { CallFacts } from './judge-server.ts';
import { Latency, type Quantiles } from './latency.ts';
import type { LastError } from './views.ts';
import { WindowCount } from './window-count.ts';

/** How a call to a server or a tool ended, as its health sees it. */
export interface CallEnd {
  readonly atMs: number;
  /** Monotonic. */
  readonly nowMs: number;
  readonly durationMs: number;
  /** What the server that was asked came to: an answer, or an error of this kind, whoever answered instead. */
  readonly failure: ErrorKind | undefined;
  /** Whether an attempt failed and a later one did not. */
  readonly isRecovered: boolean;
  /** Whether the caller got an error. */
  readonly isFailed: boolean;
  readonly isRefused: boolean;
}

/** Counts what calls of one server or tool came to. */
export class CallStats {
  readonly latency: Latency;
  readonly #windowMs: number;
  readonly #calls: WindowCount;
  /** Made with the first error: most tools never have one. */
  #faults: WindowCount | undefined = undefined;
  #throttles: WindowCount | undefined = undefined;
  #failuresInARow = 0;
  #successesInARow = 0;
  #refusedCredentialsInARow = 0;
  #runSinceMs: number | undefined = undefined;
  #lastErrorNowMs = Number.NEGATIVE_INFINITY;
  #total = { calls: 0, failures: 0, recovered: 0, refused: 0, errors: 0 };
  lastSuccessMs: number | undefined = undefined;
  lastError: LastError | undefined = undefined;
  /** The latest that says something about the server, and of which kind it was. */
  #lastTrouble: LastError | undefined = undefined;
  #lastTroubleKind: ErrorKind | undefined = undefined;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
    this.#calls = new WindowCount(windowMs);
    this.latency = new Latency(windowMs);
  }

  get counters(): Counters {
    return { ...this.#total };
  }

  /** Notes the end of a call. */
  note(end: CallEnd): void {
    const total = this.#total;
    total.calls += 1;
    if (end.isFailed) total.failures += 1;
    if (end.isRecovered) total.recovered += 1;
    if (end.isRefused) total.refused += 1;
    const weight = end.failure === undefined ? undefined : weightOf(end.failure);
    // A refused call never reached the server, so it says nothing about it, nor about how long it takes.
    if (end.isRefused) return;
    this.#calls.add(end.nowMs);
    if (end.failure !== 'cancelled') this.latency.add(end.durationMs, end.nowMs);
    if (weight === undefined) this.#succeed(end);
    else if (weight === 'fault') this.#fail(end);
    else if (weight === 'throttle') {
      this.#throttles ??= new WindowCount(this.#windowMs);
      this.#throttles.add(end.nowMs);
      this.#lastErrorNowMs = end.nowMs;
      this.#successesInARow = 0;
    }
  }

  /** Notes an error, also one that another attempt made good. */
  noteError(error: LastError): void {
    this.#total.errors += 1;
    this.lastError = error;
    if (weightOf(error.kind) === 'nothing') return;
    this.#lastTrouble = error;
    this.#lastTroubleKind = error.kind;
  }

  /** What the latest errors said; what they came to stays. */
  forgetErrors(): void {
    this.lastError = undefined;
    this.#lastTrouble = undefined;
  }

  /** The connection works again: what failed for want of it says nothing any more. */
  forgetLostConnection(): void {
    if (this.#lastTroubleKind === undefined || !OF_CONNECTIONS.has(this.#lastTroubleKind)) return;
    this.#failuresInARow = 0;
    this.#refusedCredentialsInARow = 0;
    this.#faults?.clear();
  }

  /** When the latest run of failures or of successes began, in milliseconds since the epoch. */
  get sinceMs(): number | undefined {
    return this.#runSinceMs;
  }

  /** As health is judged. */
  facts(nowMs: number): CallFacts {
    const lastError = this.#lastTrouble;
    return {
      calls: this.#calls.at(nowMs),
      faults: this.#faults?.at(nowMs) ?? 0,
      throttles: this.#throttles?.at(nowMs) ?? 0,
      failuresInARow: this.#failuresInARow,
      successesInARow: this.#successesInARow,
      refusedCredentialsInARow: this.#refusedCredentialsInARow,
      quietMs: nowMs - this.#lastErrorNowMs,
      ...(lastError === undefined ? {} : { lastError }),
    };
  }

  /** How long calls took lately. */
  quantiles(nowMs: number): Quantiles | undefined {
    return this.latency.at(nowMs);
  }

  #succeed({ atMs }: CallEnd): void {
    this.lastSuccessMs = atMs;
    if (this.#successesInARow === 0) this.#runSinceMs = atMs;
    this.#failuresInARow = 0;
    this.#refusedCredentialsInARow = 0;
    this.#successesInARow += 1;
  }

  #fail({ atMs, nowMs, failure }: CallEnd): void {
    if (this.#failuresInARow === 0) this.#runSinceMs = atMs;
    this.#faults ??= new WindowCount(this.#windowMs);
    this.#faults.add(nowMs);
    this.#lastErrorNowMs = nowMs;
    this.#failuresInARow += 1;
    this.#refusedCredentialsInARow = failure === 'authentication' ? this.#refusedCredentialsInARow + 1 : 0;
    this.#successesInARow = 0;
  }
}

/** Errors that end with a new connection. */
const OF_CONNECTIONS: ReadonlySet<ErrorKind> = new Set([
  'connection',
  'unavailable',
  'authentication',
  'configuration',
]);
