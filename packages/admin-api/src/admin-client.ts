import type { z } from 'zod';
import { ROUTE_PATHS } from './route-paths.ts';
import type { ADMIN_ROUTES, RouteAnswer, RouteId } from './routes.ts';
import type { Problem } from './schemas/problem.ts';

/** Sends requests: `fetch`, or what stands in for it. */
export type AdminFetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal?: AbortSignal;
  },
) => Promise<AdminResponse>;

/** What of a response is needed. */
export interface AdminResponse {
  readonly status: number;
  readonly ok: boolean;
  text(): Promise<string>;
}

/** What a client needs. */
export interface AdminClientOptions {
  /** As `http://127.0.0.1:4141`; empty in a page that the gateway serves itself. */
  readonly baseUrl: string;
  readonly fetch: AdminFetch;
  /** Sent with every request: the token, or the header against forged requests. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a request takes, before it is checked. */
export interface AdminRequest<Id extends RouteId> {
  readonly parameters?: z.input<(typeof ADMIN_ROUTES)[Id]['parameters']>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: z.input<(typeof ADMIN_ROUTES)[Id]['body']>;
  readonly signal?: AbortSignal;
}

/** An answer that says what is wrong. */
export class AdminApiError extends Error {
  override readonly name = 'AdminApiError';
  readonly problem: Problem;

  constructor(given: Problem, options?: ErrorOptions) {
    super(given.detail, options);
    this.problem = given;
  }
}

/** A client for the admin API: one method that knows every operation. */
export interface AdminClient {
  /**
   * Does one operation.
   *
   * @throws {@link AdminApiError} when the gateway refuses; what `fetch` throws when there is none.
   */
  request<Id extends RouteId>(id: Id, request?: AdminRequest<Id>): Promise<RouteAnswer<Id>>;
}

/** Builds a client. */
export function createAdminClient({ baseUrl, fetch, headers }: AdminClientOptions): AdminClient {
  return {
    request: async (id, request = {}) => {
      const [method = 'GET', path = ''] = ROUTE_PATHS[id].split(' ');
      const { parameters = {}, query = {}, body, signal } = request;
      const response = await fetch(`${baseUrl}${toPath(path, parameters)}${toQuery(query)}`, {
        method,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await response.text();
      if (!response.ok) throw new AdminApiError(toProblem(response.status, text));
      // The gateway is of the same version or says so in its problem; of what it answers only the outside is checked.
      const answer = readAnswer(response.status, text);
      if (!isAnswerOf(id, answer)) throw new AdminApiError(notUnderstood(response.status, text));
      return answer;
    },
  };
}

function toPath(path: string, parameters: object): string {
  const values = new Map<string, unknown>(Object.entries(parameters));
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(values.get(name) ?? '')));
}

function toQuery(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

const MAX_QUOTED = 200;

/** Something between us and the gateway may have answered in its place. */
function toProblem(status: number, text: string): Problem {
  const parsed = parseJson(text);
  if (isProblem(parsed)) return parsed;
  return notUnderstood(status, text);
}

/** @throws {@link AdminApiError} for what is no JSON: something that is not the gateway answered in its place. */
function readAnswer(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AdminApiError(notUnderstood(status, text), { cause });
  }
}

function notUnderstood(status: number, text: string): Problem {
  const detail = `It is not what a gateway answers: ${text.slice(0, MAX_QUOTED).toWellFormed()}`;
  return {
    type: 'about:blank',
    title: `HTTP ${status}, from something else than the gateway`,
    status,
    detail,
    code: 'ANSWER_NOT_UNDERSTOOD',
    hint: 'See what stands between here and the gateway: a proxy, a sign-in page.',
  };
}

/** Every operation answers an object, and those that list something have it in `items`. */
function isAnswerOf<Id extends RouteId>(id: Id, answer: unknown): answer is RouteAnswer<Id> {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return false;
  return !/^(?:list|count)[A-Z]/.test(id) || Array.isArray(Reflect.get(answer, 'items'));
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const faults = fields.get('errors') ?? [];
  return (
    ['type', 'title', 'detail', 'code'].every((name) => typeof fields.get(name) === 'string') &&
    Number.isInteger(fields.get('status')) &&
    ['instance', 'hint'].every((name) => ['string', 'undefined'].includes(typeof fields.get(name))) &&
    Array.isArray(faults) &&
    faults.every((fault) => typeof fault?.pointer === 'string' && typeof fault?.detail === 'string')
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says what it is instead.
    return undefined;
  }
}
