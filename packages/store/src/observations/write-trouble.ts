import { type Clock, type Logger, MCPError, type ObservationStoreStatus } from '@seawall/core/base';

/** Why nothing can be written now, told to the log once when that begins, changes and ends. */
export class WriteTrouble {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #file: string;
  #now: ObservationStoreStatus['trouble'];

  constructor(options: { readonly clock: Clock; readonly logger: Logger; readonly file: string }) {
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#file = options.file;
  }

  /** What it is; absent while everything is well. */
  get now(): ObservationStoreStatus['trouble'] {
    return this.#now;
  }

  /** A write failed. */
  begin(error: unknown): void {
    const code = MCPError.isInstance(error) ? error.code : 'UNEXPECTED_ERROR';
    this.#set(code, error instanceof Error ? error.message : String(error));
  }

  /** Records had to go because more came than was written. */
  beginOverflow(): void {
    // What keeps them from being written is known already.
    if (this.#now === undefined)
      this.#set('STORE_FAILED', 'More is observed than can be written: the oldest records are dropped.');
  }

  /** Everything is written again. */
  end(dropped: number): void {
    if (this.#now === undefined) return;
    const { sinceMs } = this.#now;
    this.#now = undefined;
    this.#logger.log('info', 'What is observed is written again.', { file: this.#file, sinceMs, dropped });
  }

  #set(code: string, message: string): void {
    const isSame = this.#now?.code === code && this.#now.message === message;
    this.#now = { sinceMs: this.#now?.sinceMs ?? this.#clock.now(), code, message };
    if (isSame) return;
    this.#logger.log('warn', `What is observed can not be written. ${message}`, { file: this.#file, code });
  }
}
