import {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type ConnectionListener,
  type RequestOptions,
} from '@seawall/client';
import type { CallRequest } from '@seawall/core/base';
import { type AnswerPlan, faultyAnswer, plainAnswer } from './answers.ts';
import { cancelledFailure, connectionFailure, sessionLostFailure } from './failures.ts';
import { PendingRequest } from './pending-request.ts';
import { resultOf } from './results.ts';
import type { ServerSide, SimulatedServer } from './simulated-server.ts';
import type { Wire } from './wire.ts';

/** A connection to a simulated server: keeps the promises of the port, without a wire. */
export class SimulatedConnection implements Connection, ServerSide {
  readonly info: ConnectionInfo;
  readonly closed: Promise<ConnectionFailure>;
  readonly #server: SimulatedServer;
  readonly #wire: Wire;
  readonly #listener: ConnectionListener;
  readonly #session: number;
  /** Requests under way; each removes itself. */
  readonly #pending = new Set<PendingRequest>();
  #resolveClosed: (failure: ConnectionFailure) => void = () => undefined;
  #isOpen = true;

  constructor(server: SimulatedServer, wire: Wire, listener: ConnectionListener) {
    this.#server = server;
    this.#wire = wire;
    this.#listener = listener;
    this.#session = server.session;
    const { era } = server;
    this.info = {
      era,
      transport: server.plan.transport,
      protocolVersion: era === 'legacy' ? '2025-11-25' : '2026-07-28',
      serverInfo: { name: server.plan.name, version: '1.0.0' },
      capabilities: { tools: { listChanged: true }, resources: {} },
      instructions: undefined,
      pid: undefined,
    };
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    server.connections.add(this);
  }

  get isReachable(): boolean {
    return this.#isOpen && this.#wire.isAlive;
  }

  request(request: CallRequest, options: RequestOptions): Promise<unknown> {
    const sent = this.#wire.send(request);
    const operation = operationOf(request);
    const subject = { serverName: this.#server.plan.name, operation, words: this.#server.words() };
    if (options.signal?.aborted) {
      sent.settle(NEUTRAL);
      return Promise.reject(cancelledFailure(subject, 'not-sent'));
    }
    if (!this.#isOpen) {
      sent.settle({ server: 'hard-failure', tool: 'neutral' });
      return Promise.reject(
        connectionFailure('CONNECTION_CLOSED', subject, { delivery: 'not-sent', effect: 'broken' }),
      );
    }
    const plan = this.#planOf(request, subject);
    return new Promise((resolve, reject) => {
      const pending: PendingRequest = new PendingRequest({
        server: this.#server,
        wire: this.#wire,
        sent,
        answer: resultOf(this.#server, this.#wire, request, sent),
        options,
        subject,
        plan,
        resolve,
        reject,
        onEnd: () => this.#pending.delete(pending),
      });
      this.#pending.add(pending);
      pending.begin();
    });
  }

  notify(): Promise<void> {
    return Promise.resolve();
  }

  async subscribe(uri: string, options: RequestOptions): Promise<void> {
    await this.request({ method: 'resources/subscribe', params: { uri } }, options);
  }

  async unsubscribe(uri: string, options: RequestOptions): Promise<void> {
    await this.request({ method: 'resources/unsubscribe', params: { uri } }, options);
  }

  async ping(options: RequestOptions): Promise<void> {
    const end = this.#wire.ping();
    try {
      await this.request({ method: this.info.era === 'modern' ? 'server/discover' : 'ping' }, options);
      end(true);
    } catch (error) {
      // What the server refuses it has heard.
      end(error instanceof ConnectionFailure && error.delivery === 'answered');
      throw error;
    }
  }

  close(): Promise<void> {
    this.#end('CONNECTION_CLOSED');
    return Promise.resolve();
  }

  /** The process of the server ended. */
  exit(): void {
    this.#end('PROCESS_EXITED');
  }

  /** The process of the client ended without a word. */
  vanish(): void {
    this.#isOpen = false;
    this.#server.connections.delete(this);
    for (const pending of [...this.#pending]) pending.vanish();
  }

  /** The server says so many times that its list of tools is another one. */
  tellListChanged(times: number): void {
    if (!this.isReachable) return;
    for (let told = 0; told < times; told += 1)
      this.#listener.onNotification({ method: 'notifications/tools/list_changed' }, {});
  }

  get #closedSubject() {
    return { serverName: this.#server.plan.name, operation: 'a request', words: 'the connection was closed' };
  }

  #end(code: 'CONNECTION_CLOSED' | 'PROCESS_EXITED'): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#server.connections.delete(this);
    for (const pending of [...this.#pending]) pending.lose(code);
    if (this.#wire.isAlive) this.#resolveClosed(connectionFailure(code, this.#closedSubject, LOST));
  }

  #planOf(request: CallRequest, subject: Parameters<typeof faultyAnswer>[2]['subject']): AnswerPlan {
    const { chance } = this.#server;
    const tool = request.method === 'tools/call' ? String(request.params?.name) : undefined;
    const isCall = tool !== undefined || request.method === 'resources/read';
    const plain = plainAnswer(this.#server.latencyMs(), chance);
    const fault = this.#server.meet('request', { isCall, ...(tool === undefined ? {} : { tool }) });
    if (fault !== undefined) return faultyAnswer(fault, plain, { subject, tool: tool ?? '', chance });
    if (this.#session === this.#server.session) return plain;
    // The process of a stdio server is its session.
    if (this.#server.hidesLoss && isCall && chance.happens(0.6)) {
      // It may even have done what it says nothing of.
      const runs = chance.happens(0.3) ? 'at-once' : 'never';
      return { ...plain, runs, end: { result: { content: [] } } };
    }
    return { ...plain, ...NEUTRAL, runs: 'never', end: () => sessionLostFailure(subject) };
  }
}

const LOST = { delivery: 'unknown', effect: 'broken' } as const;
const NEUTRAL = { server: 'neutral', tool: 'neutral' } as const;

function operationOf({ method, params }: CallRequest): string {
  if (method === 'tools/call') return `call_tool(${String(params?.name)})`;
  if (method === 'resources/read') return `read_resource(${String(params?.uri)})`;
  if (method === 'server/discover' || method === 'ping') return 'ping';
  return method.endsWith('/list') ? `list_${method.slice(0, -'/list'.length)}` : method;
}
