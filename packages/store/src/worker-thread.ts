import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Clock } from '@seawall/core/base';
import { type StoreName, storeFailed, storeInterrupted, storeUnusable } from './store-errors.ts';
import type {
  SalvageReport,
  StoreFault,
  StoreMessage,
  StoreOperation,
  StoreRequest,
  StoreWorkerData,
} from './store-protocol.ts';

/** What a thread needs. */
export interface WorkerThreadOptions extends StoreName {
  /** The file that is started, in the folder `worker/` of the package. */
  readonly worker: string;
  /** What could not be done with the file when an operation failed, as `written`. */
  readonly verbs: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Told when the file was damaged. */
  onSalvage(report: SalvageReport): void;
  /** Told when somebody removed the file while it was open. */
  onRemoval(): void;
  /** Told once, when the thread has ended, whatever the reason. */
  onEnd(): void;
}

/** One thread that has the file open, from its start to its end. */
export class WorkerThread<O extends StoreOperation> {
  readonly #options: WorkerThreadOptions;
  readonly #worker: Worker;
  /** Where the thread is told that it is given up: apart from what it is asked, which may be much. */
  readonly #givenUp: MessagePort;
  /** What was asked and not answered yet, in order. */
  readonly #pending = new Map<number, Pending>();
  #nextNumber = 1;
  #hasEnded = false;

  private constructor(options: WorkerThreadOptions) {
    const { file, worker, clock } = options;
    const { port1, port2 } = new MessageChannel();
    this.#givenUp = port1;
    const workerData: StoreWorkerData = { file, nowMs: clock.now(), givenUp: port2 };
    this.#options = options;
    // The same file serves the sources and the compiled package: both lie one folder deep.
    this.#worker = new Worker(new URL(`../worker/${worker}`, import.meta.url), {
      workerData,
      transferList: [port2],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker.on('error', (error) => this.#end('its thread failed', error));
    this.#worker.on('exit', () => this.#end('its thread ended'));
  }

  /**
   * Starts a thread and has it open the file.
   *
   * @throws {@link MCPConfigurationError} with `STORE_UNUSABLE`, or `STORE_INTERRUPTED`.
   */
  static async start<O extends StoreOperation>(options: WorkerThreadOptions): Promise<WorkerThread<O>> {
    const thread = new WorkerThread<O>(options);
    const opened = thread.#expect(OPENING, 'open');
    thread.#worker.on('message', (message: StoreMessage) => thread.#receive(message));
    await opened;
    return thread;
  }

  /**
   * Asks for one operation; operations are done in the order in which they are asked for.
   *
   * @throws the error of the operation, or `STORE_INTERRUPTED` when the thread ends or does not answer in time.
   */
  ask(operation: O | { readonly kind: 'close' }): Promise<unknown> {
    if (this.#hasEnded) return Promise.reject(this.#interrupted('its thread ended'));
    if (this.#pending.size >= MAX_PENDING) {
      const fault = { code: 'SEAWALL_FULL', message: `${MAX_PENDING} operations wait already` };
      return Promise.reject(this.#failed(operation.kind, fault));
    }
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    const answer = this.#expect(number, operation.kind);
    const request: StoreRequest<O> = { number, operation };
    this.#worker.postMessage(request);
    return answer;
  }

  /** Has the file closed after everything that was asked for, and ends the thread. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    try {
      await this.ask({ kind: 'close' });
    } catch (error) {
      this.abandon();
      throw error;
    }
    await this.#worker.terminate();
  }

  /**
   * Gives the thread up; whatever was asked for rejects. It ends by itself once the operating system lets go of it: a thread that is
   * ended while the database is at work takes the whole process with it.
   */
  abandon(): void {
    if (this.#hasEnded) return;
    this.#givenUp.postMessage(true);
    this.#end('it took too long');
  }

  #expect(number: number, kind: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.setTimer(
        () => this.abandon(),
        number === OPENING ? OPENING_TIMEOUT_MS : OPERATION_TIMEOUT_MS,
        { background: true },
      );
      // Whoever waits for an answer keeps the process alive; a thread that only stands by does not.
      this.#worker.ref();
      this.#pending.set(number, { kind, resolve, reject, timer });
    });
  }

  #receive(message: StoreMessage): void {
    switch (message.kind) {
      case 'salvaged':
        this.#options.onSalvage(message.report);
        break;
      case 'removed':
        this.#options.onRemoval();
        break;
      case 'opened':
        this.#take(OPENING)?.resolve(undefined);
        break;
      case 'not-opened':
        this.#take(OPENING)?.reject(storeUnusable(this.#options, message.fault));
        break;
      case 'done':
        this.#take(message.number)?.resolve(message.value);
        break;
      case 'failed':
        this.#fail(message.number, message.fault);
        break;
    }
  }

  #fail(number: number, fault: StoreFault): void {
    const pending = this.#take(number);
    pending?.reject(this.#failed(pending.kind, fault));
  }

  #take(number: number): Pending | undefined {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    pending?.timer.cancel();
    if (this.#pending.size === 0) this.#worker.unref();
    return pending;
  }

  #end(reason: string, cause?: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const number of this.#pending.keys()) this.#take(number)?.reject(this.#interrupted(reason, cause));
    this.#options.onEnd();
  }

  #failed(kind: string, fault: StoreFault): Error {
    const what = kind === 'close' ? 'closed' : (this.#options.verbs[kind] ?? 'read');
    return storeFailed(this.#options, what, fault);
  }

  #interrupted(reason: string, cause?: unknown): Error {
    return storeInterrupted(this.#options, reason, cause);
  }
}

interface Pending {
  readonly kind: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<Clock['setTimer']>;
}

/** Room for what a batch makes; without a limit it grows to several times that, and is kept. */
const YOUNG_GENERATION_MB = 12;
/** The number of the answer that comes by itself. */
const OPENING = 0;
/** Looking through a large file takes a while. */
const OPENING_TIMEOUT_MS = 60_000;
const OPERATION_TIMEOUT_MS = 10_000;
const MAX_PENDING = 10_000;
