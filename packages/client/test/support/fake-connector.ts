import { type Clock, type ErrorCode, MCPError, sleep } from '@seawall/core';
import {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type ConnectionListener,
  type Connector,
  type FailureEffect,
  type RequestOptions,
} from '../../src/connection/connection.ts';

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
  readonly requests: readonly { readonly method: string; readonly params?: Readonly<Record<string, unknown>> }[];
  readonly isClosed: boolean;
  /** The server ends the connection. */
  drop(failure?: ConnectionFailure): void;
  /** Makes the next {@link Connection.close} calls do this. */
  onClose: () => Promise<void> | void;
}

export function createFakeConnector(options: FakeConnectorOptions): FakeConnector {
  const { clock, attempts: plans = ['ready'], answer = emptyServer, capabilities = { tools: {} } } = options;
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
    notify: (method) => listener?.onNotification({ method }),
    // Not async, so that a plan can throw at once.
    connect: (hears, { signal }) => {
      attempts += 1;
      listener = hears;
      const plan = plans[Math.min(attempts, plans.length) - 1] ?? 'ready';
      const open = (): Connection => {
        const connection = createFakeConnection(clock, answer, capabilities);
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

/** A failure of a connection as the real connector tells it. */
export function failure(
  code: ErrorCode,
  effect: FailureEffect = 'broken',
  overrides: Partial<ConstructorParameters<typeof MCPError>[0]> = {},
): ConnectionFailure {
  return new ConnectionFailure({
    error: new MCPError({ code, message: `It failed with ${code}.`, ...overrides }),
    delivery: effect === 'session-lost' ? 'not-sent' : 'unknown',
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

function createFakeConnection(
  clock: Clock,
  answer: Answer,
  capabilities: ConnectionInfo['capabilities'],
): FakeConnection {
  const requests: FakeConnection['requests'][number][] = [];
  const life = new AbortController();
  let end: (reason: ConnectionFailure) => void = () => undefined;
  const closed = new Promise<ConnectionFailure>((resolve) => {
    end = (reason) => {
      life.abort(reason);
      resolve(reason);
    };
  });
  const request: Connection['request'] = (asked, options) => {
    requests.push(asked);
    return within(clock, options, life.signal, () => answer(asked, options, connection));
  };
  const connection: FakeConnection = {
    info: {
      era: 'legacy',
      transport: 'stdio',
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'fake', version: '1.0.0' },
      capabilities,
      instructions: undefined,
      pid: undefined,
    },
    closed,
    requests,
    get isClosed() {
      return life.signal.aborted;
    },
    request,
    ping: async (options) => {
      await request({ method: 'ping' }, options);
    },
    onClose: () => undefined,
    close: async () => {
      end(failure('CONNECTION_CLOSED'));
      await connection.onClose();
    },
    drop: (reason = failure('CONNECTION_CLOSED')) => end(reason),
  };
  return connection;
}

/** Keeps the port's promise: settles by the deadline, on abort, and when the connection ends. */
async function within(clock: Clock, options: RequestOptions, life: AbortSignal, work: () => unknown): Promise<unknown> {
  const over = new AbortController();
  const { signal } = options;
  const fail = async (waiting: Promise<unknown>, why: () => unknown): Promise<never> => {
    await waiting;
    throw why();
  };
  const end = AbortSignal.any([over.signal, life, ...(signal ? [signal] : [])]);
  const timeoutMs = Math.min(options.timeoutMs, options.maxTotalTimeoutMs);
  try {
    if (life.aborted) throw failure('CONNECTION_CLOSED');
    return await Promise.race([
      Promise.resolve().then(work),
      fail(sleep(clock, timeoutMs, end), () =>
        life.aborted
          ? life.reason
          : signal?.aborted
            ? failure('CALL_CANCELLED', 'none')
            : failure('CALL_TIMEOUT', 'none'),
      ),
    ]);
  } finally {
    over.abort();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
