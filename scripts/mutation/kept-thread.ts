import { type PoolOptions, type TestProject, ThreadsPoolWorker } from 'vitest/node';

/** The name of this pool, which Vitest asks for. */
export const KEPT_THREADS = 'kept-threads';

/** After so many runs a thread is replaced, so that what mutants leave behind does not add up. */
const MAX_RUNS = 40;

interface Kept {
  readonly worker: ThreadsPoolWorker;
  runs: number;
}

type Listener = Parameters<ThreadsPoolWorker['on']>;

/** The thread that waits for the next mutant: at most one, as Stryker runs one mutant at a time in each of its processes. */
let waiting: Kept | undefined;

/**
 * A thread that is used for one mutant after the other.
 *
 * To start a thread and to load the modules again takes ten times as long as most tests. Only a mutant that runs while a
 * module is loaded needs a thread of its own; and one after which an error came too late for its test gives its thread up.
 */
export class KeptThread {
  readonly name = KEPT_THREADS;
  readonly #options: PoolOptions;
  readonly #listeners: Listener[] = [];
  #kept: Kept | undefined;
  #isSpoiled = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#isSpoiled = !isReusable(options.project);
  }

  on(...listener: Listener): void {
    this.#listeners.push(listener);
    this.#worker.on(...listener);
  }

  off(...listener: Listener): void {
    this.#worker.off(...listener);
  }

  send(message: Parameters<ThreadsPoolWorker['send']>[0]): void {
    if ('type' in message && message.type === 'stop') this.#pretendStopped();
    else this.#worker.send(message);
  }

  async start(): Promise<void> {
    if (!this.#isSpoiled && waiting !== undefined) {
      this.#kept = waiting;
      waiting = undefined;
    } else {
      const worker = new ThreadsPoolWorker(this.#options);
      await worker.start();
      this.#kept = { worker, runs: 0 };
    }
    this.on('message', this.#watch);
  }

  async stop(): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    for (const listener of this.#listeners.splice(0)) kept.worker.off(...listener);
    kept.runs += 1;
    if (this.#isSpoiled || kept.runs >= MAX_RUNS || waiting !== undefined) await kept.worker.stop();
    else waiting = kept;
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  get #worker(): ThreadsPoolWorker {
    if (this.#kept === undefined) throw new Error('The thread was not started.');
    return this.#kept.worker;
  }

  readonly #watch = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && Reflect.get(message, 'm') === 'onUnhandledError') {
      this.#isSpoiled = true;
    }
  };

  /** Vitest waits for this word before it lets go of a thread. */
  #pretendStopped(): void {
    const message = { type: 'stopped', __vitest_worker_response__: true };
    for (const [event, listener] of [...this.#listeners]) if (event === 'message') listener(message);
  }
}

/** Whether the run is one of a mutant that shows itself only while tests run. */
function isReusable(project: TestProject): boolean {
  const { mode, mutantActivation } = project.getProvidedContext();
  return mode === 'mutant' && mutantActivation === 'runtime';
}

declare module 'vitest' {
  interface ProvidedContext {
    /** What Stryker is about: finding out which test runs which mutant, or running one. */
    mode: 'dry-run' | 'mutant';
    /** Whether a mutant shows itself when a module is loaded. */
    mutantActivation: 'static' | 'runtime';
    globalNamespace: '__stryker__' | '__stryker2__';
  }
}
