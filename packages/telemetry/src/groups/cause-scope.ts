import { type ErrorKind, findErrorCode, type SerializedMCPError } from '@seawall/core/base';

/** Whether an error of a kind has a cause that concerns the whole server, whichever tool met it. */
export function isServerWide({ kind, code }: Pick<SerializedMCPError, 'kind' | 'code'>): boolean {
  return WIDE_KINDS.has(kind) || WIDE_CODES.has(code);
}

/** Whether the code alone says the cause, so that the words, which change with the place, need not be compared. */
export function isSaidByCode({ kind, code }: Pick<SerializedMCPError, 'kind' | 'code'>): boolean {
  return isServerWide({ kind, code }) && findErrorCode(code) !== undefined && !VAGUE_CODES.has(code);
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

/** Of kinds that are a matter of one tool otherwise. */
const WIDE_CODES: ReadonlySet<string> = new Set([
  'HANDSHAKE_TIMEOUT',
  'LIST_TIMEOUT',
  'SESSION_ALREADY_INITIALIZED',
  'SESSION_LOST',
  'VERSION_UNSUPPORTED',
]);

/** Codes for whatever fits no other: what happened stands in the words. */
const VAGUE_CODES: ReadonlySet<string> = new Set([
  'AUTHENTICATION_REQUIRED',
  'CONFIG_INVALID',
  'CONNECTION_FAILED',
  'DEPENDENCY_MISSING',
  'OPTION_INVALID',
  'QUOTA_EXCEEDED',
  'SERVER_NOT_CONFIGURED',
  'SERVER_NOT_CONNECTED',
  'SPAWN_FAILED',
  'STORE_UNUSABLE',
  'UNEXPECTED_ERROR',
  'UPSTREAM_UNREACHABLE',
  'VARIABLE_MISSING',
]);
