import type { Logger } from '@seawall/core/base';
import { storeClosed } from './store-errors.ts';
import type { SalvageReport, StoreOperation } from './store-protocol.ts';
import { WorkerThread, type WorkerThreadOptions } from './worker-thread.ts';

/** What {@link StoreThread} needs. */
export interface StoreThreadOptions extends Omit<WorkerThreadOptions, 'onSalvage' | 'onRemoval' | 'onEnd'> {
  readonly logger: Logger;
  /** Told when the file was damaged, after the log. */
  readonly onSalvage?: (report: SalvageReport) => void;
  /** Told when somebody removed the file while it was open, after the log. */
  readonly onRemoval?: () => void;
}

/** A file behind a thread; when the thread dies, what was under way rejects and the next operation starts a new one. */
export class StoreThread<O extends StoreOperation> {
  readonly #options: StoreThreadOptions;
  #thread: Promise<WorkerThread<O>> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: StoreThreadOptions) {
    this.#options = options;
  }

  /** Opens the file. @throws {@link MCPConfigurationError} with `STORE_UNUSABLE`, or `STORE_INTERRUPTED`. */
  async start(): Promise<void> {
    await this.#running();
  }

  /** Has one operation done. @throws what {@link start} does, the error of the operation, or `SHUTTING_DOWN` after the end. */
  async ask(operation: O): Promise<unknown> {
    if (this.#closing !== undefined) throw storeClosed(this.#options);
    const thread = await this.#running();
    return thread.ask(operation);
  }

  /** Closes the file after everything that was asked for. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends without waiting for what is under way, which rejects. */
  abandon(): void {
    this.#closing ??= Promise.resolve();
    // Where the file is still being opened, that rejects by itself.
    this.#thread?.then((thread) => thread.abandon()).catch(() => undefined);
  }

  /** The thread that runs; a new one where none does. */
  #running(): Promise<WorkerThread<O>> {
    if (this.#thread !== undefined) return this.#thread;
    const forget = (): void => {
      if (this.#thread === started) this.#thread = undefined;
    };
    const started = WorkerThread.start<O>({
      ...this.#options,
      onSalvage: (report) => {
        this.#warn(report);
        this.#options.onSalvage?.(report);
      },
      onRemoval: () => {
        this.#warnOfRemoval();
        this.#options.onRemoval?.();
      },
      onEnd: forget,
    });
    this.#thread = started;
    started.catch(forget);
    return started;
  }

  #warn({ aside, kept, lost, reason }: SalvageReport): void {
    const { subject, file, logger } = this.#options;
    const found =
      kept + lost === 0
        ? 'nothing in it could be read, and how many records it held is not known'
        : `${kept} records were kept, ${lost} could not be read`;
    const message = `The ${subject} was damaged: ${found}. The damaged file was set aside.`;
    logger.log('warn', message, { file, aside, kept, lost, reason });
  }

  #warnOfRemoval(): void {
    const { subject, file, logger } = this.#options;
    const message = `The ${subject} was removed while it was open: what it held is lost, and a new one is begun.`;
    logger.log('warn', message, { file });
  }

  async #close(): Promise<void> {
    const thread = await this.#thread?.catch(() => undefined);
    await thread?.close();
  }
}
