import {
  ADMIN_ROUTES,
  AdminApiError,
  type AdminRequest,
  createAdminClient,
  type Route,
  type RouteAnswer,
  type RouteId,
} from '@seawall/admin-api';
import { createEgress, type Egress } from '@seawall/client';
import { MCPConnectionError, MCPError, MCPProtocolError, MCPTimeoutError } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { type FoundGateway, findGateway, type GatewayFlags } from './find-gateway.ts';
import { toRefusal } from './refusal.ts';

/** The way from a command to the admin API of its gateway. */
export interface AdminConnection {
  /**
   * Does one operation, and checks what is answered.
   *
   * @throws {@link MCPError} that says what to do.
   */
  request<Id extends RouteId>(id: Id, request?: AdminRequest<Id>): Promise<RouteAnswer<Id>>;
  /** Opens the stream of changes. @throws {@link MCPError} as {@link AdminConnection.request}. */
  openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** Breaks all connections. May be called twice. */
  close(): Promise<void>;
}

/** How long a gateway may take to answer, in milliseconds. */
export const ADMIN_TIMEOUTS = { readMs: 15_000, changeMs: 120_000 } as const;

/** The most that an answer may hold, in bytes. */
const MAX_ANSWER_BYTES = 67_108_864;
const CONNECT_TIMEOUT_MS = 5000;

/** Builds it. The gateway is looked for at the first request, and again after one that found none or was not let in. */
export function createAdminConnection(
  context: CommandContext,
  flags: GatewayFlags,
  signal: AbortSignal,
): AdminConnection {
  const ways = new Ways(() => openWay(context, flags));
  return {
    request: (id, request = {}) => ways.use((way) => requestOver(context, way, { id, request, signal })),
    openEvents: (watching) => ways.use((way) => openEvents(context, way, watching)),
    close: () => ways.close(),
  };
}

/** The way that is used now, and those that are of no use any more and wait for the requests on them to end. */
class Ways {
  readonly #open: () => Promise<Way>;
  readonly #users = new Map<Way, number>();
  #current: Promise<Way> | undefined;
  #isClosed = false;

  constructor(open: () => Promise<Way>) {
    this.#open = open;
  }

  async use<T>(work: (way: Way) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new MCPConnectionError({ code: 'CLIENT_CLOSED', message: 'The command has ended.' });
    this.#current ??= this.#open();
    const asked = this.#current;
    let way: Way | undefined;
    try {
      way = await asked;
      this.#users.set(way, (this.#users.get(way) ?? 0) + 1);
      return await work(way);
    } catch (error) {
      const isLost = way === undefined || (MCPError.isInstance(error) && LOST_CODES.has(error.code));
      if (isLost && this.#current === asked) this.#current = undefined;
      throw error;
    } finally {
      if (way !== undefined) await this.#leave(way, this.#current === asked);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#current = undefined;
    await Promise.all([...this.#users.keys()].map((way) => way.egress.close()));
    this.#users.clear();
  }

  /** The last one breaks the connections of a way that nobody takes any more. */
  async #leave(way: Way, isCurrent: boolean): Promise<void> {
    const users = (this.#users.get(way) ?? 1) - 1;
    this.#users.set(way, users);
    if (users > 0 || isCurrent) return;
    this.#users.delete(way);
    await way.egress.close();
  }
}

/** After these errors the gateway is looked for again: another one may have taken its place. */
const LOST_CODES: ReadonlySet<string> = new Set([
  'GATEWAY_NOT_RUNNING',
  'GATEWAY_ANSWER_INVALID',
  'ADMIN_TOKEN_REFUSED',
  'OPERATION_TIMEOUT',
]);

interface Way {
  readonly gateway: FoundGateway;
  readonly egress: Egress;
}

async function openWay(context: CommandContext, flags: GatewayFlags): Promise<Way> {
  const gateway = await findGateway(context, flags);
  const egress = await createEgress({
    serverName: 'gateway',
    url: new URL(gateway.baseUrl),
    security: 'permissive',
    tls: {},
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    maxMessageBytes: MAX_ANSWER_BYTES,
    environment: context.env,
  });
  return { gateway, egress };
}

interface Asked<Id extends RouteId> {
  readonly id: Id;
  readonly request: AdminRequest<Id>;
  readonly signal: AbortSignal;
}

async function requestOver<Id extends RouteId>(
  { clock }: CommandContext,
  { gateway, egress }: Way,
  { id, request, signal }: Asked<Id>,
): Promise<RouteAnswer<Id>> {
  const route: Route = ADMIN_ROUTES[id];
  const timeoutMs = route.changes ? ADMIN_TIMEOUTS.changeMs : ADMIN_TIMEOUTS.readMs;
  const limit = new AbortController();
  const timer = clock.setTimer(() => limit.abort(), timeoutMs);
  const client = createAdminClient({ baseUrl: gateway.baseUrl, fetch: egress.fetch, headers: headersFor(gateway) });
  try {
    const answer = await client.request(id, { ...request, signal: AbortSignal.any([signal, limit.signal]) });
    const checked = route.answer.safeParse(answer);
    if (checked.success) return answer;
    const [issue] = checked.error.issues;
    throw notUnderstood(gateway, `"${issue?.path.join('.') ?? ''}" is not as it should be: ${issue?.message ?? ''}`);
  } catch (error) {
    if (limit.signal.aborted) throw tooLate(gateway, timeoutMs);
    throw toOwnError(gateway, error);
  } finally {
    timer.cancel();
  }
}

async function openEvents(
  { clock }: CommandContext,
  { gateway, egress }: Way,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const limit = new AbortController();
  const timer = clock.setTimer(() => limit.abort(), ADMIN_TIMEOUTS.readMs);
  try {
    const response = await egress.fetch(`${gateway.baseUrl}${ADMIN_ROUTES.getEvents.path}`, {
      headers: { ...headersFor(gateway), accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, limit.signal]),
    });
    const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    if (response.ok && isStream && response.body !== null) return response.body;
    await response.body?.cancel();
    throw notUnderstood(gateway, 'It is no stream of events');
  } catch (error) {
    if (limit.signal.aborted) throw tooLate(gateway, ADMIN_TIMEOUTS.readMs);
    throw toOwnError(gateway, error);
  } finally {
    timer.cancel();
  }
}

function headersFor({ token }: FoundGateway): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

function toOwnError(gateway: FoundGateway, error: unknown): unknown {
  if (error instanceof AdminApiError) {
    const { code, detail } = error.problem;
    return code === 'ANSWER_NOT_UNDERSTOOD' ? notUnderstood(gateway, detail) : toRefusal(gateway, error.problem);
  }
  if (error instanceof SyntaxError) return notUnderstood(gateway, 'It is no JSON', error);
  if (MCPProtocolError.isInstance(error)) return error;
  return new MCPConnectionError({
    code: 'GATEWAY_NOT_RUNNING',
    message: `The gateway at ${gateway.baseUrl} could not be reached.`,
    hint:
      gateway.foundBy === 'url'
        ? 'Check --url, and that the gateway runs and can be reached from here.'
        : 'It has just ended, or is just starting: run this again, or start it with "seawall serve".',
    cause: error,
  });
}

function tooLate({ baseUrl }: FoundGateway, timeoutMs: number): MCPError {
  return new MCPTimeoutError({
    code: 'OPERATION_TIMEOUT',
    operation: 'admin request',
    timeoutMs,
    message: `The gateway at ${baseUrl} did not answer within ${timeoutMs} ms.`,
    hint: 'It is overloaded or hangs: look at its log. A change may have been made: run "seawall status".',
  });
}

function notUnderstood({ baseUrl }: FoundGateway, why: string, cause?: unknown): MCPProtocolError {
  return new MCPProtocolError({
    code: 'GATEWAY_ANSWER_INVALID',
    message: `What answered at ${baseUrl} is not the admin API that this command knows. ${why}.`,
    hint: 'Use the command of the same version as the gateway, and check that nothing else answers at this address.',
    ...(cause === undefined ? {} : { cause }),
  });
}
