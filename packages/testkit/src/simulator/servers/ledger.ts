/** A request that a server carried out. */
export interface Execution {
  /** From 1, over all servers. */
  readonly number: number;
  readonly atMs: number;
  readonly server: string;
  /** The tool, the resource, or the list. */
  readonly target: string;
  /** What was asked: reads with the same key ask the same. */
  readonly key: string;
  /** The call that it was for. */
  readonly callId: string;
  readonly principal: string;
  /** When the answer to it left; infinite before. */
  answeredMs: number;
}

/** What really happened: everything that the servers of a world carried out. */
export class Ledger {
  readonly #executions: Execution[] = []; // Bounded by the requests of one scenario.
  readonly #counts = new Map<string, number>();

  /** Writes one down. @returns it, and how often the same call was carried out so far */
  add(execution: Omit<Execution, 'number' | 'answeredMs'>): { readonly execution: Execution; readonly times: number } {
    const added: Execution = {
      number: this.#executions.length + 1,
      answeredMs: Number.POSITIVE_INFINITY,
      ...execution,
    };
    this.#executions.push(added);
    const times = this.timesOf(execution.callId) + 1;
    this.#counts.set(execution.callId, times);
    return { execution: added, times };
  }

  /** How often a call was carried out. */
  timesOf(callId: string): number {
    return this.#counts.get(callId) ?? 0;
  }

  /** The execution with this number. */
  find(number: number): Execution | undefined {
    return this.#executions[number - 1];
  }

  get size(): number {
    return this.#executions.length;
  }
}
