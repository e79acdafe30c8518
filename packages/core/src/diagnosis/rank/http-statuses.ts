import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { Clue, FailureKind } from './clue.ts';

type Row = readonly [kind: FailureKind, code: KnownErrorCode, retryable?: boolean];

/** What a status means when nothing says more. */
const STATUSES: Readonly<Record<number, Row>> = {
  400: ['validation', 'REQUEST_REJECTED'],
  401: ['authentication', 'AUTHENTICATION_REQUIRED'],
  402: ['quota', 'PAYMENT_REQUIRED'],
  403: ['permission', 'PERMISSION_DENIED'],
  404: ['not_found', 'ITEM_NOT_FOUND'],
  405: ['protocol', 'UNEXPECTED_CONTENT'],
  406: ['protocol', 'UNEXPECTED_CONTENT'],
  407: ['configuration', 'PROXY_REFUSED'],
  408: ['timeout', 'UPSTREAM_TIMEOUT'],
  409: ['conflict', 'STATE_CONFLICT'],
  410: ['not_found', 'ITEM_NOT_FOUND'],
  411: ['protocol', 'INVALID_MESSAGE'],
  412: ['conflict', 'STATE_CONFLICT'],
  413: ['validation', 'REQUEST_TOO_LARGE'],
  414: ['validation', 'REQUEST_TOO_LARGE'],
  415: ['protocol', 'UNEXPECTED_CONTENT'],
  416: ['validation', 'REQUEST_REJECTED'],
  421: ['configuration', 'ENDPOINT_NOT_MCP'],
  422: ['validation', 'REQUEST_REJECTED'],
  423: ['conflict', 'STATE_CONFLICT'],
  424: ['server_error', 'SERVER_ERROR'],
  425: ['unavailable', 'SERVER_UNAVAILABLE'],
  426: ['protocol', 'VERSION_UNSUPPORTED'],
  428: ['conflict', 'STATE_CONFLICT'],
  429: ['rate_limit', 'RATE_LIMITED'],
  430: ['rate_limit', 'RATE_LIMITED'],
  431: ['validation', 'REQUEST_TOO_LARGE'],
  432: ['quota', 'QUOTA_EXCEEDED'],
  433: ['quota', 'QUOTA_EXCEEDED'],
  440: ['authentication', 'CREDENTIALS_EXPIRED'],
  451: ['permission', 'PERMISSION_DENIED'],
  498: ['authentication', 'CREDENTIALS_INVALID'],
  499: ['cancelled', 'CALL_CANCELLED'],
  500: ['server_error', 'INTERNAL_ERROR', true],
  501: ['server_error', 'SERVER_ERROR'],
  502: ['unavailable', 'SERVER_UNAVAILABLE'],
  503: ['unavailable', 'SERVER_UNAVAILABLE'],
  504: ['timeout', 'UPSTREAM_TIMEOUT'],
  505: ['protocol', 'VERSION_UNSUPPORTED'],
  507: ['quota', 'STORAGE_FULL'],
  509: ['quota', 'QUOTA_EXCEEDED'],
  511: ['authentication', 'AUTHENTICATION_REQUIRED'],
  520: ['unavailable', 'SERVER_UNAVAILABLE'],
  521: ['unavailable', 'SERVER_UNAVAILABLE'],
  522: ['unavailable', 'SERVER_UNAVAILABLE'],
  523: ['unavailable', 'SERVER_UNAVAILABLE'],
  524: ['timeout', 'UPSTREAM_TIMEOUT'],
  525: ['configuration', 'TLS_FAILED'],
  526: ['configuration', 'TLS_FAILED'],
  527: ['unavailable', 'SERVER_UNAVAILABLE'],
  529: ['unavailable', 'SERVER_UNAVAILABLE'],
  530: ['unavailable', 'SERVER_UNAVAILABLE'],
  598: ['timeout', 'UPSTREAM_TIMEOUT'],
  599: ['timeout', 'UPSTREAM_TIMEOUT'],
};

/** What is not there when the MCP endpoint itself says so, is the endpoint. */
const ENDPOINT_STATUSES: Readonly<Record<number, Row>> = {
  404: ['configuration', 'ENDPOINT_NOT_MCP'],
  410: ['configuration', 'ENDPOINT_NOT_MCP'],
};

/** Reads a status; `undefined` for one that is no failure. */
export function readStatus(status: number, isEndpoint: boolean): Clue | undefined {
  const row = (isEndpoint ? ENDPOINT_STATUSES[status] : undefined) ?? STATUSES[status] ?? otherRow(status);
  if (!row) return undefined;
  const [kind, code, retryable] = row;
  return {
    source: 'http-status',
    value: String(status),
    kind,
    code,
    isGeneral: true,
    ...(retryable === undefined ? {} : { retryable }),
  };
}

function otherRow(status: number): Row | undefined {
  if (status >= 300 && status < 400 && status !== 304) return ['configuration', 'REDIRECT_REFUSED'];
  if (status >= 400 && status < 500) return ['validation', 'REQUEST_REJECTED'];
  // Replies of mail servers look like statuses that nobody knows, so nothing is said about trying again.
  return status >= 500 && status < 600 ? ['server_error', 'SERVER_ERROR'] : undefined;
}
