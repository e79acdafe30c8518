import { setMaxListeners } from 'node:events';
import { type Clock, type ErrorCode, type FailureEffect, MCPError, type Timer } from '@seawall/core';
import {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type ConnectionListener,
  type Connector,
  type MessageSource,
  type ProtocolEra,
  type RequestOptions,
} from '../../src/connection/connection.ts';
import type { HostCapabilities } from '../../src/hosts/host.ts';

/** What a fake server answers to a request; throws or rejects to fail it. */
export type Answer = (
  request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
  options: RequestOptions,
  connection: FakeConnection,
) => unknown;

export interface FakeConnectorOptions {
  readonly clock: Clock;
  /** What each attempt does, from the first; later ones do what the last does.
   * @default every one connects at once */
  readonly attempts?: readonly AttemptPlan[];
  /** @default an empty catalog and `{ content: [] }` for tools */
  readonly answer?: Answer;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** @default legacy */
  readonly era?: ProtocolEra;
}

/** `ready`: connects. `hang`: until it is aborted. A function: connects, rejects or throws by itself. */
export type AttemptPlan = 'ready' | 'hang' | ConnectionFailure | (() => Promise<void> | void);

/** A server behind the port: no wire, no process, and time by the clock alone. */
export interface FakeConnector extends Connector {
  readonly attempts: number;
  /** All connections that were opened, from the first. */
  readonly connections: readonly FakeConnection[];
  /** The newest connection. */
  readonly last: FakeConnection;
  notify(method: string): void;
}

export interface FakeConnection extends Connection {
  readonly requests: readonly FakeRequest[];
  /** How each of {@link requests} was sent. */
  readonly sent: readonly RequestOptions[];
  readonly notified: readonly FakeRequest[];
  /** What was declared when it was opened. */
  readonly declared: HostCapabilities;
  /** The server tells something. */
  tell(notification: FakeRequest, source?: MessageSource): void;
  /** The server asks something. */
  ask(request: FakeRequest, source?: Partial<MessageSource & { readonly signal: AbortSignal }>): Promise<unknown>;
  readonly isClosed: boolean;
  /** The server ends the connection. */
  drop(failure?: ConnectionFailure): void;
  /** Makes the next {@link Connection.close} calls do this. */
  onClose: () => Promise<void> | void;
}

/** A request or notification as it stands on the wire. */
export interface FakeRequest {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export function createFakeConnector(options: FakeConnectorOptions): FakeConnector {
  const { clock, attempts: plans = ['ready'], answer = emptyServer, capabilities = { tools: {} } } = options;
  const { era = 'legacy' } = options;
  const connections: FakeConnection[] = [];
  let attempts = 0;
  let listener: ConnectionListener | undefined;
  return {
    stderrTail: '',
    get attempts() {
      return attempts;
    },
    connections,
    get last() {
      const last = connections.at(-1);
      if (last === undefined) throw new Error('There is no connection yet.');
      return last;
    },
    notify: (method) => listener?.onNotification({ method }, {}),
    // Not async, so that a plan can throw at once.
    connect: (hears, { signal, capabilities: declared }) => {
      attempts += 1;
      listener = hears;
      const plan = plans[Math.min(attempts, plans.length) - 1] ?? 'ready';
      const open = (): Connection => {
        const connection = createFakeConnection({ clock, answer, capabilities, era, declared, listener: hears });
        connections.push(connection);
        return connection;
      };
      if (plan === 'ready') return Promise.resolve().then(open);
      if (plan === 'hang') return untilAborted(signal).then(() => Promise.reject(failure('CONNECTION_CLOSED')));
      if (plan instanceof ConnectionFailure) return Promise.reject(plan);
      return Promise.resolve(plan()).then(open);
    },
  };
}

/** Codes of failures that are answers of the server. */
const ANSWERED: ReadonlySet<ErrorCode> = new Set(['REQUEST_REJECTED', 'SERVER_ERROR', 'INVALID_ARGUMENTS']);

/** A failure of a connection as the real connector tells it. */
export function failure(
  code: ErrorCode,
  effect: FailureEffect = 'broken',
  overrides: Partial<ConstructorParameters<typeof MCPError>[0]> = {},
): ConnectionFailure {
  return new ConnectionFailure({
    error: new MCPError({ code, message: `It failed with ${code}.`, ...overrides }),
    delivery: effect === 'session-lost' ? 'not-sent' : ANSWERED.has(code) ? 'answered' : 'unknown',
    effect,
  });
}

const emptyServer: Answer = ({ method }) => {
  if (method === 'tools/list') return { tools: [] };
  if (method === 'prompts/list') return { prompts: [] };
  if (method === 'resources/list') return { resources: [] };
  if (method === 'resources/templates/list') return { resourceTemplates: [] };
  return { content: [] };
};

/** Answers like `emptyServer`, but what stands here. */
export function answering(answers: Readonly<Record<string, unknown>>): Answer {
  return (request, options, connection) => {
    const own = answers[request.method];
    if (typeof own === 'function') return (own as Answer)(request, options, connection);
    return own ?? emptyServer(request, options, connection);
  };
}

/** Never answers; the deadline and the signal of the request still end it. */
export function silence(): Promise<never> {
  return new Promise(() => undefined);
}

export function tool(name: string): Readonly<Record<string, unknown>> & { readonly name: string } {
  return { name, inputSchema: { type: 'object' } };
}

interface FakeConnectionOptions {
  readonly clock: Clock;
  readonly answer: Answer;
  readonly capabilities: ConnectionInfo['capabilities'];
  readonly era: ProtocolEra;
  readonly declared: HostCapabilities;
  readonly listener: ConnectionListener;
}

function createFakeConnection(options: FakeConnectionOptions): FakeConnection {
  const { clock, answer, capabilities, era, declared, listener } = options;
  const requests: FakeRequest[] = [];
  const sent: RequestOptions[] = [];
  const notified: FakeRequest[] = [];
  const life = new AbortController();
  setMaxListeners(0, life.signal);
  let end: (reason: ConnectionFailure) => void = () => undefined;
  const closed = new Promise<ConnectionFailure>((resolve) => {
    end = (reason) => {
      life.abort(reason);
      resolve(reason);
    };
  });
  const request: Connection['request'] = (asked, how) => {
    requests.push(asked);
    sent.push(how);
    return within(clock, how, life.signal, () => answer(asked, how, connection));
  };
  const connection: FakeConnection = {
    info: {
      era,
      transport: 'stdio',
      protocolVersion: era === 'legacy' ? '2025-11-25' : '2026-07-28',
      serverInfo: { name: 'fake', version: '1.0.0' },
      capabilities,
      instructions: undefined,
      pid: undefined,
    },
    closed,
    requests,
    sent,
    notified,
    declared,
    tell: (notification, source = {}) => listener.onNotification(notification, source),
    ask: (question, source = {}) => listener.onRequest(question, { signal: new AbortController().signal, ...source }),
    get isClosed() {
      return life.signal.aborted;
    },
    request,
    notify: async (notification) => void notified.push(notification),
    subscribe: async (uri, how) => void (await request({ method: 'resources/subscribe', params: { uri } }, how)),
    unsubscribe: async (uri, how) => void (await request({ method: 'resources/unsubscribe', params: { uri } }, how)),
    ping: async (how) => void (await request({ method: 'ping' }, how)),
    onClose: () => undefined,
    close: async () => {
      end(failure('CONNECTION_CLOSED'));
      await connection.onClose();
    },
    drop: (reason = failure('CONNECTION_CLOSED')) => end(reason),
  };
  return connection;
}

/** Keeps the port's promise: settles by the deadline, on abort, and when the connection ends; a hold stops the clock. */
async function within(clock: Clock, options: RequestOptions, life: AbortSignal, work: () => unknown): Promise<unknown> {
  const { signal, hold } = options;
  let remainingMs = Math.min(options.timeoutMs, options.maxTotalTimeoutMs);
  if (life.aborted) throw failure('CONNECTION_CLOSED');
  let end = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      let timer: Timer | undefined;
      let runningSinceMs = 0;
      const run = (): void => {
        timer?.cancel();
        if (timer !== undefined) remainingMs -= clock.monotonicMs() - runningSinceMs;
        runningSinceMs = clock.monotonicMs();
        timer = hold?.isHeld ? undefined : clock.setTimer(() => reject(failure('CALL_TIMEOUT', 'none')), remainingMs);
      };
      const onAbort = (): void => reject(failure('CALL_CANCELLED', 'none'));
      const onEnd = (): void => reject(life.reason);
      const release = hold?.onChange(run);
      end = () => {
        timer?.cancel();
        release?.();
        signal?.removeEventListener('abort', onAbort);
        life.removeEventListener('abort', onEnd);
      };
      signal?.addEventListener('abort', onAbort);
      life.addEventListener('abort', onEnd);
      run();
      Promise.resolve().then(work).then(resolve, reject);
    });
  } finally {
    end();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
