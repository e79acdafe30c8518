import { type ErrorKind, findErrorCode, type SerializedMCPError } from '@seawall/core/base';

/** Whether an error of a kind has a cause that concerns the whole server, whichever tool met it. */
export function isServerWide({ kind, code }: Pick<SerializedMCPError, 'kind' | 'code'>): boolean {
  return WIDE_KINDS.has(kind) || WIDE_CODES.has(code);
}

/** Whether the code alone says the cause, so that the words, which change with the place, need not be compared. */
export function isSaidByCode({ kind, code }: Pick<SerializedMCPError, 'kind' | 'code'>): boolean {
  if (WIDE_CODES.has(code)) return true;
  return SPEAKING_KINDS.has(kind) && findErrorCode(code) !== undefined && !VAGUE_CODES.has(code);
}

const WIDE_KINDS: ReadonlySet<ErrorKind> = new Set([
  'authentication',
  'circuit_open',
  'configuration',
  'connection',
  'overloaded',
  'quota',
  'rate_limit',
  'unavailable',
]);

/** Of others, such as authentication, a server has several causes with one code: a locked account is no mistyped key. */
const SPEAKING_KINDS: ReadonlySet<ErrorKind> = new Set(['circuit_open', 'connection', 'overloaded', 'rate_limit']);

/** Of kinds that are a matter of one tool otherwise. */
const WIDE_CODES: ReadonlySet<string> = new Set([
  'HANDSHAKE_TIMEOUT',
  'LIST_TIMEOUT',
  'SESSION_ALREADY_INITIALIZED',
  'SESSION_LOST',
  'VERSION_UNSUPPORTED',
]);

/** Codes for whatever fits no other: what happened stands in the words. */
const VAGUE_CODES: ReadonlySet<string> = new Set(['CONNECTION_FAILED', 'SERVER_NOT_CONNECTED', 'UPSTREAM_UNREACHABLE']);
