import type { Problem } from '@seawall/admin-api';
import { PROBLEM_TYPE } from '@seawall/admin-api/wire';
import { errorDocsUrl, MCPError } from '@seawall/core/base';

/** Every refusal of the admin API itself: its status and its title. */
const PROBLEMS = {
  INVALID_REQUEST: [400, 'The request is not valid'],
  UNAUTHENTICATED: [401, 'No valid token or session'],
  FORBIDDEN: [403, 'Not allowed from there'],
  NOT_FOUND: [404, 'There is no such thing'],
  METHOD_NOT_ALLOWED: [405, 'Not this way'],
  CONFLICT: [409, 'Not possible as things stand'],
  BODY_TOO_LARGE: [413, 'The request is too large'],
  TOO_MANY_REQUESTS: [429, 'Too many attempts'],
  INTERNAL: [500, 'The gateway failed'],
  UPSTREAM_FAILED: [502, 'The server failed'],
  UNAVAILABLE: [503, 'Not possible now'],
  AUDIT_NOT_WRITABLE: [503, 'The audit can not be written'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

/** Which refusal it is. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Every refusal of the admin API itself, for its documentation. */
export const PROBLEM_CODES = Object.freeze(Object.keys(PROBLEMS));

interface ProblemOptions {
  readonly detail: string;
  readonly hint?: string;
  readonly errors?: Problem['errors'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal on its way to the one who asked. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions) {
    super(options.detail, { cause: options.cause });
    this.code = code;
    this.options = options;
  }
}

/** A refusal as an HTTP response (RFC 9457). */
export function problemResponse(code: ProblemCode, options: ProblemOptions): Response {
  return toResponse({ code, type: `docs/admin-api.md#${code.toLowerCase()}`, refusal: code }, options);
}

/**
 * What an error of the house means to the one who asked; `undefined` for one that nobody foresaw.
 *
 * Errors of the house are redacted when they are built, and keep their code.
 */
export function knownProblem(error: unknown): Response | undefined {
  if (error instanceof ProblemError) return problemResponse(error.code, error.options);
  if (!MCPError.isInstance(error)) return undefined;
  const { code, kind, message, hint } = error;
  const type = errorDocsUrl(code) ?? 'about:blank';
  return toResponse(
    { code, type, refusal: BY_KIND[kind] ?? 'UPSTREAM_FAILED' },
    { detail: message, ...(hint === undefined ? {} : { hint }) },
  );
}

const BY_KIND: Readonly<Partial<Record<MCPError['kind'], ProblemCode>>> = {
  validation: 'INVALID_REQUEST',
  not_found: 'NOT_FOUND',
  tool_not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  configuration: 'CONFLICT',
  circuit_open: 'UNAVAILABLE',
  overloaded: 'UNAVAILABLE',
  unavailable: 'UNAVAILABLE',
  cancelled: 'UNAVAILABLE',
};

interface Reported {
  readonly code: string;
  readonly type: string;
  readonly refusal: ProblemCode;
}

function toResponse({ code, type, refusal }: Reported, { detail, hint, errors, headers }: ProblemOptions): Response {
  const [status, title] = PROBLEMS[refusal];
  const body: Problem = {
    type,
    title,
    status,
    detail,
    code,
    ...(hint === undefined ? {} : { hint }),
    ...(errors === undefined ? {} : { errors }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store', ...headers },
  });
}
