import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { ErrorLink } from '../read/evidence-view.ts';
import type { Clue, FailureKind } from './clue.ts';

type Row = readonly [kind: FailureKind, code: KnownErrorCode, retryable?: boolean];

/** Codes of Node, undici, OpenSSL and libuv. Those of TLS stand in {@link TLS_CODES}. */
const CODES: Readonly<Record<string, Row>> = {
  ECONNREFUSED: ['connection', 'CONNECTION_REFUSED'],
  ENOTFOUND: ['connection', 'HOST_NOT_FOUND'],
  EAI_AGAIN: ['connection', 'HOST_NOT_FOUND'],
  EAI_NODATA: ['connection', 'HOST_NOT_FOUND'],
  EAI_NONAME: ['connection', 'HOST_NOT_FOUND'],
  EAI_FAIL: ['connection', 'HOST_NOT_FOUND'],
  EHOSTUNREACH: ['connection', 'HOST_UNREACHABLE'],
  EHOSTDOWN: ['connection', 'HOST_UNREACHABLE'],
  ENETUNREACH: ['connection', 'HOST_UNREACHABLE'],
  ENETDOWN: ['connection', 'HOST_UNREACHABLE'],
  ENETRESET: ['connection', 'CONNECTION_RESET'],
  EADDRNOTAVAIL: ['connection', 'HOST_UNREACHABLE'],
  ETIMEDOUT: ['connection', 'CONNECTION_TIMEOUT'],
  UND_ERR_CONNECT_TIMEOUT: ['connection', 'CONNECTION_TIMEOUT'],
  ERR_TLS_HANDSHAKE_TIMEOUT: ['connection', 'CONNECTION_TIMEOUT'],
  ECONNRESET: ['connection', 'CONNECTION_RESET'],
  EPIPE: ['connection', 'CONNECTION_RESET'],
  ESHUTDOWN: ['connection', 'CONNECTION_RESET'],
  ENOTCONN: ['connection', 'CONNECTION_CLOSED'],
  UND_ERR_SOCKET: ['connection', 'CONNECTION_RESET'],
  UND_ERR_CLOSED: ['connection', 'CONNECTION_CLOSED'],
  UND_ERR_DESTROYED: ['connection', 'CONNECTION_CLOSED'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['connection', 'CONNECTION_RESET'],
  ERR_STREAM_PREMATURE_CLOSE: ['connection', 'CONNECTION_RESET'],
  ERR_STREAM_DESTROYED: ['connection', 'CONNECTION_CLOSED'],
  ERR_STREAM_WRITE_AFTER_END: ['connection', 'CONNECTION_CLOSED'],
  ERR_HTTP2_STREAM_ERROR: ['connection', 'CONNECTION_RESET'],
  ERR_HTTP2_GOAWAY_SESSION: ['connection', 'CONNECTION_RESET'],
  ERR_NETWORK: ['connection', 'CONNECTION_FAILED'],
  ERR_IPC_CHANNEL_CLOSED: ['connection', 'PROCESS_EXITED'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'UPSTREAM_TIMEOUT'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'UPSTREAM_TIMEOUT'],
  ESOCKETTIMEDOUT: ['timeout', 'UPSTREAM_TIMEOUT'],
  ECONNABORTED: ['timeout', 'UPSTREAM_TIMEOUT'],
  ABORT_ERR: ['cancelled', 'CALL_CANCELLED'],
  ERR_CANCELED: ['cancelled', 'CALL_CANCELLED'],
  UND_ERR_ABORTED: ['cancelled', 'CALL_CANCELLED'],
  EACCES: ['permission', 'PERMISSION_DENIED'],
  EPERM: ['permission', 'PERMISSION_DENIED'],
  EROFS: ['permission', 'READ_ONLY_MODE'],
  ENOENT: ['not_found', 'ITEM_NOT_FOUND'],
  ENODEV: ['not_found', 'ITEM_NOT_FOUND'],
  ENXIO: ['not_found', 'ITEM_NOT_FOUND'],
  EISDIR: ['validation', 'INVALID_ARGUMENTS'],
  ENOTDIR: ['validation', 'INVALID_ARGUMENTS'],
  EINVAL: ['validation', 'INVALID_ARGUMENTS'],
  ENAMETOOLONG: ['validation', 'INVALID_ARGUMENTS'],
  ELOOP: ['validation', 'INVALID_ARGUMENTS'],
  EEXIST: ['conflict', 'ALREADY_EXISTS'],
  ENOTEMPTY: ['conflict', 'STATE_CONFLICT'],
  EBUSY: ['conflict', 'TRANSACTION_CONFLICT', true],
  ETXTBSY: ['conflict', 'TRANSACTION_CONFLICT', true],
  EXDEV: ['validation', 'INVALID_ARGUMENTS'],
  ENOSPC: ['quota', 'STORAGE_FULL'],
  EDQUOT: ['quota', 'STORAGE_FULL'],
  EFBIG: ['validation', 'REQUEST_TOO_LARGE'],
  EMFILE: ['unavailable', 'SERVER_UNAVAILABLE'],
  ENFILE: ['unavailable', 'SERVER_UNAVAILABLE'],
  ENOMEM: ['unavailable', 'SERVER_UNAVAILABLE'],
  EAGAIN: ['unavailable', 'SERVER_UNAVAILABLE'],
  EADDRINUSE: ['configuration', 'PORT_IN_USE'],
  ERR_INVALID_URL: ['configuration', 'CONFIG_INVALID'],
  ERR_UNESCAPED_CHARACTERS: ['validation', 'INVALID_ARGUMENTS'],
  ERR_MODULE_NOT_FOUND: ['configuration', 'DEPENDENCY_MISSING'],
  MODULE_NOT_FOUND: ['configuration', 'DEPENDENCY_MISSING'],
  ERR_TOO_MANY_REDIRECTS: ['configuration', 'REDIRECT_REFUSED'],
  ERR_INVALID_PROTOCOL: ['configuration', 'CONFIG_INVALID'],
  EPROTO: ['configuration', 'TLS_FAILED'],
  NOT_CONNECTED: ['connection', 'CONNECTION_CLOSED'],
  CONNECTION_CLOSED: ['connection', 'CONNECTION_CLOSED'],
  SEND_FAILED: ['connection', 'CONNECTION_CLOSED'],
  INVALID_RESULT: ['protocol', 'INVALID_RESULT'],
  UNSUPPORTED_RESULT_TYPE: ['protocol', 'INVALID_RESULT'],
  LIST_PAGINATION_EXCEEDED: ['protocol', 'INVALID_RESULT'],
  INPUT_REQUIRED_ROUNDS_EXCEEDED: ['protocol', 'INPUT_ROUNDS_EXCEEDED'],
  CAPABILITY_NOT_SUPPORTED: ['tool_not_found', 'METHOD_NOT_FOUND'],
  METHOD_NOT_SUPPORTED_BY_PROTOCOL_VERSION: ['tool_not_found', 'METHOD_NOT_FOUND'],
  ERA_NEGOTIATION_FAILED: ['protocol', 'VERSION_UNSUPPORTED'],
  CLIENT_HTTP_AUTHENTICATION: ['authentication', 'AUTHENTICATION_REQUIRED'],
  CLIENT_HTTP_FORBIDDEN: ['permission', 'PERMISSION_DENIED'],
  CLIENT_HTTP_UNEXPECTED_CONTENT: ['protocol', 'UNEXPECTED_CONTENT'],
};

const TLS_CODES: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_INVALID_PROTOCOL_VERSION',
]);

const WORD =
  /\b(?:E[A-Z]{3,14}|EAI_[A-Z]{4,6}|UND_ERR_[A-Z_]{4,40}|ERR_[A-Z0-9_]{4,60}|HPE_[A-Z_]{4,40}|ABORT_ERR|[A-Z]+(?:_[A-Z]+)*_CERT\w{0,30}|CERT_[A-Z_]{4,30})\b/g;
const MAX_WORDS = 8;

/** Whether a word is a code of these, so that nothing has to be guessed by its words. */
export function isSystemCode(word: string): boolean {
  return TLS_CODES.has(word) || Object.hasOwn(CODES, word) || /^(?:HPE|ERR_SSL)_/.test(word);
}

/**
 * Reads the codes of system calls, of undici and of TLS, innermost cause first, then those that stand in fields and in
 * texts.
 */
export function readSystemErrors(links: readonly ErrorLink[], codes: readonly string[], text: string): readonly Clue[] {
  const clues: Clue[] = [];
  for (const link of links.toReversed()) {
    const clue = link.code === undefined ? undefined : readSystemCode(link.code, link);
    if (clue) clues.push(clue);
  }
  for (const code of codes) {
    const clue = readSystemCode(code, { name: '', message: text });
    if (clue) clues.push(clue);
  }
  if (!/\b[A-Z]{4}|_[A-Z]/.test(text)) return clues;
  WORD.lastIndex = 0;
  for (let count = 0; count < MAX_WORDS; count += 1) {
    const word = WORD.exec(text)?.[0];
    if (word === undefined) break;
    const clue = readSystemCode(word, { name: '', message: text });
    if (clue) clues.push(clue);
  }
  return clues;
}

function readSystemCode(code: string, link: ErrorLink): Clue | undefined {
  if (TLS_CODES.has(code) || code.startsWith('ERR_SSL_')) return clue(code, ['configuration', 'TLS_FAILED']);
  if (code.startsWith('HPE_')) return clue(code, ['protocol', 'INVALID_MESSAGE']);
  const spawned = isSpawn(link) ? SPAWN_CODES[code] : undefined;
  if (spawned) return clue(code, spawned);
  const row = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return row && clue(code, row);
}

/** What system calls that start a program say: the program is meant, not a file that was asked for. */
const SPAWN_CODES: Readonly<Record<string, Row>> = {
  ENOENT: ['configuration', 'SPAWN_COMMAND_NOT_FOUND'],
  EACCES: ['configuration', 'SPAWN_COMMAND_NOT_EXECUTABLE'],
  EPERM: ['configuration', 'SPAWN_COMMAND_NOT_EXECUTABLE'],
  E2BIG: ['configuration', 'SPAWN_FAILED'],
  ENOEXEC: ['configuration', 'SPAWN_COMMAND_NOT_EXECUTABLE'],
};

function isSpawn({ syscall, message }: Pick<ErrorLink, 'syscall' | 'message'>): boolean {
  return syscall?.startsWith('spawn') === true || /\bspawn(?:Sync)? \S/.test(message);
}

function clue(value: string, [kind, code, retryable]: Row): Clue {
  return {
    source: 'system-error',
    value,
    kind,
    code,
    isGeneral: false,
    ...(retryable === undefined ? {} : { retryable }),
  };
}
