import type {
  Connection,
  ConnectionFailure,
  ConnectionInfo,
  ConnectionListener,
  RequestOptions,
} from '@seawall/client';
import type { CallRequest, Random, Timer } from '@seawall/core/base';
import {
  cancelledFailure,
  connectionFailure,
  type FailureSubject,
  rpcFailure,
  timeoutFailure,
} from '../simulator/servers/failures.ts';
import type { FaultOrder } from './fault-order.ts';
import type { FaultyConnectorOptions } from './faulty-connector-options.ts';
import { type PortFault, requestFault } from './port-faults.ts';

const LOOP_ALIVE_MS = 150;
const STORM_EVERY_MS = 20;
const LOST = { delivery: 'unknown', effect: 'broken' } as const;
const REFUSED = { delivery: 'not-sent', effect: 'broken' } as const;
const LIST_CHANGED = 'notifications/tools/list_changed';

/** A connection with faults between it and its user. */
export class FaultyConnection implements Connection {
  readonly info: ConnectionInfo;
  readonly closed: Promise<ConnectionFailure>;
  readonly #inner: Connection;
  readonly #options: FaultyConnectorOptions & { readonly listener: ConnectionListener; readonly random: Random };
  /** Faults that were there before it was: the server was restarted, or speaks the other era, by now. */
  readonly #older: ReadonlySet<FaultOrder>;
  /** What ends the requests that nobody answers; each removes itself. */
  readonly #waiting = new Set<(failure: ConnectionFailure) => void>();
  readonly #stopListening: () => void;
  readonly #timers = new Set<Timer>();
  #resolveClosed: (failure: ConnectionFailure) => void = () => undefined;
  #isOpen = true;
  #isStorming = false;
  /** The tools that the server says it does not have. */
  #removed: readonly string[] = [];

  constructor(
    inner: Connection,
    options: FaultyConnectorOptions & { readonly listener: ConnectionListener; readonly random: Random },
  ) {
    this.#inner = inner;
    this.#options = options;
    this.info = inner.info;
    this.#older = new Set(options.injector.active);
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#stopListening = options.injector.onChange(() => this.#onChange());
    void inner.closed.then((failure) => this.#end(failure));
    this.#onChange();
  }

  request(request: CallRequest, options: RequestOptions): Promise<unknown> {
    const run = (how: RequestOptions): Promise<unknown> => {
      const standing = this.#options.standIn?.(request);
      return standing === undefined ? this.#inner.request(request, how) : Promise.resolve(standing);
    };
    return this.#through(request, options, run);
  }

  notify(notification: CallRequest): Promise<void> {
    return this.#inner.notify(notification);
  }

  async subscribe(uri: string, options: RequestOptions): Promise<void> {
    const request = { method: 'resources/subscribe', params: { uri } };
    await this.#through(request, options, (how) => this.#inner.subscribe(uri, how));
  }

  async unsubscribe(uri: string, options: RequestOptions): Promise<void> {
    const request = { method: 'resources/unsubscribe', params: { uri } };
    await this.#through(request, options, (how) => this.#inner.unsubscribe(uri, how));
  }

  async ping(options: RequestOptions): Promise<void> {
    await this.#through({ method: 'ping' }, options, (how) => this.#inner.ping(how));
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  async #through(request: CallRequest, options: RequestOptions, run: Run): Promise<unknown> {
    const subject = this.#subjectOf(request);
    if (!this.#isOpen) throw connectionFailure('CONNECTION_CLOSED', subject, REFUSED);
    const tool = request.method === 'tools/call' ? String(request.params?.name) : undefined;
    const order = this.#options.injector.meet({ method: request.method, tool, call: keyOf(request) });
    const isPast = order !== undefined && order.kind === 'era-switch' && this.#older.has(order);
    if (order === undefined || isPast) return this.#whole(request, await run(options));
    if (tool !== undefined && this.#removed.includes(tool)) throw rpcFailure(subject, -32602, tool);
    const { transport, random } = this.#options;
    const fault = requestFault(order, subject, { transport, random });
    return this.#whole(request, await this.#carryOut(fault, { options, subject, run }));
  }

  async #carryOut(fault: PortFault, { options, subject, run }: Met): Promise<unknown> {
    switch (fault.kind) {
      case 'pass':
        return run(options);
      case 'replace':
        if (fault.ran) await run(options);
        return fault.result;
      case 'fail':
        // Who fails has nothing to say about how the call went that it lost.
        if (fault.ran) await run(options).catch(() => undefined);
        if (fault.closes === true) this.#break(fault.failure);
        throw fault.failure;
      case 'silent':
        if (fault.ran) void run({ ...options }).catch(() => undefined);
        return this.#unanswered(options, subject);
      case 'wait':
        return this.#late(fault.delayMs, { options, subject, run });
    }
  }

  /** Settles by the limits of the request, by its caller, or with the connection. */
  #unanswered(options: RequestOptions, subject: FailureSubject): Promise<never> {
    const limitMs = Math.min(options.timeoutMs, options.maxTotalTimeoutMs);
    return new Promise((_, reject) => {
      const settle = (failure: ConnectionFailure): void => {
        timer.cancel();
        this.#timers.delete(timer);
        this.#waiting.delete(settle);
        options.signal?.removeEventListener('abort', onAbort);
        reject(failure);
      };
      const onAbort = (): void => settle(cancelledFailure(subject, 'unknown'));
      const timer = this.#options.clock.setTimer(() => settle(timeoutFailure(subject, limitMs)), limitMs);
      this.#timers.add(timer);
      this.#waiting.add(settle);
      if (options.signal?.aborted) onAbort();
      else options.signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** The server runs the request after a while, whether anybody still waits or not. */
  #late(delayMs: number, { options, subject, run }: Met): Promise<unknown> {
    const giveUp = new AbortController();
    const signals = options.signal === undefined ? [giveUp.signal] : [options.signal, giveUp.signal];
    const answer = new Promise((resolve, reject) => {
      this.#setTimer(() => void run({ ...options }).then(resolve, reject), delayMs);
    });
    const gaveUp = this.#unanswered({ ...options, signal: AbortSignal.any(signals) }, subject);
    // Whichever comes first; the other one is nobody's concern any more.
    gaveUp.catch(() => undefined);
    answer.catch(() => undefined);
    return Promise.race([answer, gaveUp]).finally(() => giveUp.abort());
  }

  #onChange(): void {
    if (!this.#isOpen) return;
    const active = new Map(this.#options.injector.active.map((order) => [order.kind, order]));
    const { transport } = this.#options;
    const subject = this.#subjectOf({ method: 'connect' });
    const exited = connectionFailure(transport === 'stdio' ? 'PROCESS_EXITED' : 'CONNECTION_CLOSED', subject, LOST);
    const restart = active.get('restart');
    const isNewRestart = restart !== undefined && !this.#older.has(restart);
    if (active.has('crash') || active.has('refuse') || isNewRestart) {
      this.#break(exited);
      return;
    }
    if (active.has('crash-loop')) this.#setTimer(() => this.#break(exited), LOOP_ALIVE_MS);
    const removal = active.get('tool-removed');
    const removed = removal === undefined ? [] : (removal.tools ?? [REMOVED_TOOL]);
    if (removed.length !== this.#removed.length) this.#tellListChanged();
    this.#removed = removed;
    const storms = active.has('list-changed-storm');
    if (storms && !this.#isStorming) this.#storm();
    this.#isStorming = storms;
  }

  #storm(): void {
    this.#setTimer(() => {
      if (!this.#isStorming) return;
      this.#tellListChanged();
      this.#storm();
    }, STORM_EVERY_MS);
  }

  #tellListChanged(): void {
    this.#options.listener.onNotification({ method: LIST_CHANGED }, {});
  }

  #break(failure: ConnectionFailure): void {
    this.#end(failure);
    // It never rejects, and nobody waits for the end of what is lost.
    void this.#inner.close();
  }

  #end(failure: ConnectionFailure): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#stopListening();
    for (const lose of [...this.#waiting]) lose(connectionFailure('CONNECTION_CLOSED', this.#lostSubject, LOST));
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#resolveClosed(failure);
  }

  get #lostSubject(): FailureSubject {
    return this.#subjectOf({ method: 'request' });
  }

  #setTimer(callback: () => void, delayMs: number): void {
    if (!this.#isOpen) return;
    const timer = this.#options.clock.setTimer(
      () => {
        this.#timers.delete(timer);
        callback();
      },
      delayMs,
      { background: true },
    );
    this.#timers.add(timer);
  }

  /** A tool that was removed is in no list. */
  #whole({ method }: CallRequest, result: unknown): unknown {
    if (this.#removed.length === 0 || method !== 'tools/list' || typeof result !== 'object' || result === null)
      return result;
    const tools: unknown = Reflect.get(result, 'tools');
    return Array.isArray(tools) ? { ...result, tools: tools.filter((tool) => !this.#isRemoved(tool)) } : result;
  }

  #isRemoved(tool: unknown): boolean {
    const name: unknown = typeof tool === 'object' && tool !== null ? Reflect.get(tool, 'name') : undefined;
    return typeof name === 'string' && this.#removed.includes(name);
  }

  #subjectOf({ method, params }: CallRequest): FailureSubject {
    const operation = method === 'tools/call' ? `call_tool(${String(params?.name)})` : method;
    return { serverName: this.#options.serverName, operation, words: 'a fault was injected' };
  }
}

type Run = (options: RequestOptions) => Promise<unknown>;

interface Met {
  readonly options: RequestOptions;
  readonly subject: FailureSubject;
  readonly run: Run;
}

/** The tool of the faulty servers that goes where the fault names none. */
const REMOVED_TOOL = 'count';

/** What stays the same when a call is sent again; `_meta` may tell of the attempt. */
function keyOf({ method, params }: CallRequest): string {
  return JSON.stringify([method, params?.name, params?.arguments]);
}
