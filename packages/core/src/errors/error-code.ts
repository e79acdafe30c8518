import type { ErrorKind } from './error-kind.ts';

/** What a code says about every error that carries it: its kind, and whether the cause may pass by itself. */
export type ErrorCodeEntry = readonly [kind: ErrorKind, duration: 'transient' | 'permanent'];

/**
 * Every code that Seawall gives to an error. Codes are stable and append-only; `docs/errors.md` has meaning, cause and fix
 * of each. `transient` means that the same call may succeed later unchanged; it says nothing about whether it already ran.
 */
export const ERROR_CODES = {
  // Reaching a server
  CONNECTION_FAILED: ['connection', 'transient'],
  CONNECTION_REFUSED: ['connection', 'transient'],
  CONNECTION_RESET: ['connection', 'transient'],
  CONNECTION_CLOSED: ['connection', 'transient'],
  CONNECTION_TIMEOUT: ['connection', 'transient'],
  HOST_NOT_FOUND: ['connection', 'transient'],
  HOST_UNREACHABLE: ['connection', 'transient'],
  PROCESS_EXITED: ['connection', 'transient'],
  RESPONSE_LOST: ['connection', 'transient'],
  SERVER_NOT_CONNECTED: ['connection', 'transient'],
  CLIENT_CLOSED: ['connection', 'permanent'],
  TLS_FAILED: ['configuration', 'permanent'],
  ADDRESS_REFUSED: ['configuration', 'permanent'],
  REDIRECT_REFUSED: ['configuration', 'permanent'],
  ENDPOINT_NOT_MCP: ['configuration', 'permanent'],
  SPAWN_COMMAND_NOT_FOUND: ['configuration', 'permanent'],
  SPAWN_COMMAND_NOT_EXECUTABLE: ['configuration', 'permanent'],
  SPAWN_CWD_NOT_FOUND: ['configuration', 'permanent'],
  SPAWN_FAILED: ['configuration', 'permanent'],
  SERVER_DISABLED: ['configuration', 'permanent'],
  PLATFORM_UNSUPPORTED: ['configuration', 'permanent'],
  // Answers of a server
  AUTHENTICATION_REQUIRED: ['authentication', 'permanent'],
  PERMISSION_DENIED: ['permission', 'permanent'],
  RATE_LIMITED: ['rate_limit', 'transient'],
  SERVER_UNAVAILABLE: ['unavailable', 'transient'],
  SERVER_ERROR: ['server_error', 'permanent'],
  HTTP_ERROR: ['server_error', 'permanent'],
  REQUEST_REJECTED: ['validation', 'permanent'],
  INVALID_ARGUMENTS: ['validation', 'permanent'],
  INPUT_REQUIRED: ['validation', 'permanent'],
  TOOL_NOT_FOUND: ['tool_not_found', 'permanent'],
  METHOD_NOT_FOUND: ['tool_not_found', 'permanent'],
  PROMPT_NOT_FOUND: ['not_found', 'permanent'],
  RESOURCE_NOT_FOUND: ['not_found', 'permanent'],
  SERVER_NOT_FOUND: ['not_found', 'permanent'],
  // Time
  CALL_TIMEOUT: ['timeout', 'transient'],
  HANDSHAKE_TIMEOUT: ['timeout', 'transient'],
  LIST_TIMEOUT: ['timeout', 'transient'],
  OPERATION_TIMEOUT: ['timeout', 'transient'],
  CALL_CANCELLED: ['cancelled', 'permanent'],
  // The protocol
  INVALID_MESSAGE: ['protocol', 'permanent'],
  INVALID_RESULT: ['protocol', 'permanent'],
  MESSAGE_TOO_LARGE: ['protocol', 'permanent'],
  UNEXPECTED_CONTENT: ['protocol', 'permanent'],
  SESSION_LOST: ['protocol', 'transient'],
  INPUT_ROUNDS_EXCEEDED: ['protocol', 'permanent'],
  VERSION_UNSUPPORTED: ['protocol', 'permanent'],
  // Configuration
  CONFIG_NOT_FOUND: ['configuration', 'permanent'],
  CONFIG_UNREADABLE: ['configuration', 'permanent'],
  CONFIG_TOO_LARGE: ['configuration', 'permanent'],
  CONFIG_NOT_TEXT: ['configuration', 'permanent'],
  CONFIG_EMPTY: ['configuration', 'permanent'],
  CONFIG_SYNTAX: ['configuration', 'permanent'],
  CONFIG_INVALID: ['configuration', 'permanent'],
  CONFIG_VARIABLE_MISSING: ['configuration', 'permanent'],
  CONFIG_INPUT_UNSUPPORTED: ['configuration', 'permanent'],
  CONFIG_POLICY_REFUSED: ['configuration', 'permanent'],
  OPTION_INVALID: ['configuration', 'permanent'],
  PORT_IN_USE: ['configuration', 'permanent'],
  LISTEN_FAILED: ['configuration', 'permanent'],
  LISTEN_TOKEN_REQUIRED: ['configuration', 'permanent'],
  DATA_DIR_UNUSABLE: ['configuration', 'permanent'],
  DATA_DIR_IN_USE: ['configuration', 'permanent'],
  // Refusals and findings of Seawall itself
  CIRCUIT_OPEN: ['circuit_open', 'transient'],
  CIRCUIT_ISOLATED: ['circuit_open', 'permanent'],
  BULKHEAD_FULL: ['overloaded', 'transient'],
  QUEUE_DEADLINE: ['overloaded', 'transient'],
  RATE_GATE: ['overloaded', 'transient'],
  TOO_MANY_SUBSCRIPTIONS: ['overloaded', 'permanent'],
  SHUTTING_DOWN: ['overloaded', 'transient'],
  OUTCOME_UNKNOWN: ['outcome_unknown', 'permanent'],
  UNEXPECTED_ERROR: ['server_error', 'permanent'],
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

/** A code of {@link ERROR_CODES}. */
export type KnownErrorCode = keyof typeof ERROR_CODES;

/** A machine-readable code in SCREAMING_SNAKE_CASE: one of ours, or one that a user's own rules define. */
export type ErrorCode = KnownErrorCode | (string & {});

/** Looks up a code; `undefined` for codes of users. */
export function findErrorCode(code: ErrorCode): ErrorCodeEntry | undefined {
  return Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as KnownErrorCode] : undefined; // Proven by the check before.
}
