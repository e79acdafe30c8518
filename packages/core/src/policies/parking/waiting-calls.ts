import type { ParkedCall } from './parked-call.ts';

/** A call that has not come to an end, as the process that owns it sees it. */
export interface WaitingCall {
  /** Its newest record. */
  call: ParkedCall;
  /** The same for equal calls. */
  readonly key: string;
  /** What is done with it at the moment; only an `idle` one may be taken up. */
  phase: 'storing' | 'idle' | 'sending' | 'changing';
  /** Until when it is not tried, in monotonic milliseconds. */
  notBeforeMs: number;
  /** When it is given up, in monotonic milliseconds. */
  deadlineMs: number;
  /** Settles when the log has it, or will not have it. */
  stored: Promise<void>;
}

/** The calls that wait: by ticket, by what they ask for, and in line before their tool. */
export class WaitingCalls {
  readonly #byId = new Map<string, WaitingCall>();
  readonly #byKey = new Map<string, WaitingCall>();
  /** By server, then by tool; sets keep the order in which calls came. */
  readonly #lines = new Map<string, Map<string, Set<WaitingCall>>>();
  #bytes = 0;

  get size(): number {
    return this.#byId.size;
  }

  /** How large the arguments of all are together. */
  get bytes(): number {
    return this.#bytes;
  }

  add(waiting: WaitingCall): void {
    const { id, server, tool } = waiting.call;
    this.#byId.set(id, waiting);
    this.#byKey.set(waiting.key, waiting);
    this.#bytes += byteLength(waiting.key);
    const tools = this.#lines.get(server) ?? new Map<string, Set<WaitingCall>>();
    this.#lines.set(server, tools);
    tools.set(tool, (tools.get(tool) ?? new Set()).add(waiting));
  }

  remove(waiting: WaitingCall): void {
    const { id, server, tool } = waiting.call;
    if (!this.#byId.delete(id)) return;
    if (this.#byKey.get(waiting.key) === waiting) this.#byKey.delete(waiting.key);
    this.#bytes -= byteLength(waiting.key);
    const tools = this.#lines.get(server);
    const line = tools?.get(tool);
    line?.delete(waiting);
    if (line?.size === 0) tools?.delete(tool);
    if (tools?.size === 0) this.#lines.delete(server);
  }

  find(id: string): WaitingCall | undefined {
    return this.#byId.get(id);
  }

  findEqual(key: string): WaitingCall | undefined {
    return this.#byKey.get(key);
  }

  all(): IterableIterator<WaitingCall> {
    return this.#byId.values();
  }

  servers(): readonly string[] {
    return [...this.#lines.keys()];
  }

  /** The first of each tool of a server: nobody overtakes it. */
  heads(server: string): readonly WaitingCall[] {
    return [...(this.#lines.get(server)?.values() ?? [])].flatMap((line) => {
      const [head] = line;
      return head === undefined ? [] : [head];
    });
  }
}

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
