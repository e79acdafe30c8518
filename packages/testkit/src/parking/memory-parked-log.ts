import {
  MCPError,
  type ParkedCall,
  type ParkedLog,
  type ParkedQuery,
  type ParkedRetention,
  parseParkedCall,
} from '@seawall/core/base';

/** A log of parked calls in memory: the same behaviour as the durable one, without its durability. */
export interface MemoryParkedLog extends ParkedLog {
  /**
   * Has what follows fail, until it is called without an error: operations that only read too.
   *
   * @param isWritten whether records are written all the same, as when only the confirmation is lost
   */
  failWith(error: MCPError | undefined, options?: { readonly isWritten?: boolean }): void;
  /** Has what follows never be answered, until it is called with `false`. */
  hang(isHanging: boolean): void;
  /** What the next process would find, also after a crash at this moment. */
  reopen(): MemoryParkedLog;
}

/** Makes a log of parked calls in memory. For tests: nothing in it survives the process. */
export function createMemoryParkedLog(): MemoryParkedLog {
  return new InMemory(new Map());
}

class InMemory implements MemoryParkedLog {
  /** Bounded by the test. As text, as a file would have it. */
  readonly #records: Map<string, string>;
  #failure: { readonly error: MCPError; readonly isWritten: boolean } | undefined;
  #isHanging = false;
  #isClosed = false;

  constructor(records: Map<string, string>) {
    this.#records = records;
  }

  failWith(error: MCPError | undefined, { isWritten = false }: { readonly isWritten?: boolean } = {}): void {
    this.#failure = error === undefined ? undefined : { error, isWritten };
  }

  hang(isHanging: boolean): void {
    this.#isHanging = isHanging;
  }

  reopen(): MemoryParkedLog {
    return new InMemory(new Map(this.#records));
  }

  put(call: ParkedCall): Promise<void> {
    return this.#answer(
      () => void this.#records.set(call.id, JSON.stringify(call)),
      () => this.#failure?.isWritten === true,
    );
  }

  read(id: string): Promise<ParkedCall | undefined> {
    return this.#answer(() => this.#parse(this.#records.get(id)));
  }

  list({ states, server, tool, principal, order, limit }: ParkedQuery): Promise<readonly ParkedCall[]> {
    return this.#answer(() => {
      const wanted = this.#all().filter(
        (call) =>
          (states?.includes(call.state) ?? true) &&
          (server ?? call.server) === call.server &&
          (tool ?? call.tool) === call.tool &&
          (principal ?? call.principal.id) === call.principal.id,
      );
      const sign = order === 'oldest-first' ? 1 : -1;
      return wanted.sort((one, other) => sign * (one.sequence - other.sequence)).slice(0, limit);
    });
  }

  prune({ maxCalls, maxCharacters, changedBeforeMs }: ParkedRetention): Promise<number> {
    return this.#answer(() => {
      const finished = this.#all().filter(({ state }) => !['parked', 'leased', 'sent'].includes(state));
      finished.sort(
        (one, other) =>
          Number(other.state === 'unknown') - Number(one.state === 'unknown') ||
          other.changedAtMs - one.changedAtMs ||
          other.sequence - one.sequence,
      );
      let characters = 0;
      const forgotten = finished.filter((call, index) => {
        characters += this.#records.get(call.id)?.length ?? 0;
        return index >= maxCalls || characters > maxCharacters || call.changedAtMs < changedBeforeMs;
      });
      for (const { id } of forgotten) this.#records.delete(id);
      return forgotten.length;
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  #answer<T>(operation: () => T, isDoneAllTheSame: () => boolean = () => false): Promise<T> {
    if (this.#isHanging) return new Promise(() => undefined);
    if (this.#isClosed) {
      return Promise.reject(new MCPError({ code: 'SHUTTING_DOWN', message: 'The log of parked calls is closed.' }));
    }
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      if (isDoneAllTheSame()) operation();
      return Promise.reject(error);
    }
    return Promise.resolve(operation());
  }

  #all(): ParkedCall[] {
    return [...this.#records.values()].flatMap((text) => this.#parse(text) ?? []);
  }

  #parse(text: string | undefined): ParkedCall | undefined {
    return text === undefined ? undefined : parseParkedCall(JSON.parse(text));
  }
}
