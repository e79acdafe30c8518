import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { ErrorKind } from '../../errors/error-kind.ts';
import {
  ANSWERED,
  FAILED_INSIDE,
  IMPOSTOR,
  LOST,
  NEUTRAL,
  NEUTRAL_BUT_SENT,
  NOT_CONNECTED,
  OUTAGE_BEHIND,
  PASSING,
  type Ruling,
  SILENCE_BEHIND,
  SILENT,
  SLOWED,
  STILL_CONNECTING,
  THROTTLED,
  TOOL_THROTTLED,
  UNAVAILABLE,
  UNCLEAR,
  UNREADABLE,
} from './rulings.ts';

/**
 * What a failure means, by how far the call got: surely not to the server; perhaps; answered in the words of MCP; answered
 * with an HTTP status instead.
 *
 * Cells that no real failure falls into say nothing about anybody and allow nothing.
 */
export type Row = readonly [notSent: Ruling, unknown: Ruling, answered: Ruling, http: Ruling];

/** What failures of a kind mean. Whoever names a code of their own is found here. */
export const KINDS: Readonly<Record<ErrorKind, Row>> = {
  // not sent, may have run, answered in MCP, answered by HTTP status
  connection: [NOT_CONNECTED, LOST, OUTAGE_BEHIND, UNAVAILABLE],
  unavailable: [NOT_CONNECTED, LOST, OUTAGE_BEHIND, UNAVAILABLE],
  timeout: [NOT_CONNECTED, SILENT, SILENCE_BEHIND, UNAVAILABLE],
  server_error: [NOT_CONNECTED, LOST, UNCLEAR, FAILED_INSIDE],
  protocol: [NOT_CONNECTED, LOST, ANSWERED, NEUTRAL],
  rate_limit: [THROTTLED, NEUTRAL_BUT_SENT, TOOL_THROTTLED, SLOWED],
  quota: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, NEUTRAL],
  authentication: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, NEUTRAL],
  permission: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, NEUTRAL],
  configuration: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, NEUTRAL],
  validation: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, ANSWERED],
  not_found: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, ANSWERED],
  tool_not_found: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, ANSWERED],
  conflict: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, ANSWERED],
  cancelled: [NEUTRAL, NEUTRAL_BUT_SENT, NEUTRAL, NEUTRAL],
  // Refusals and findings of our own
  circuit_open: [NEUTRAL, NEUTRAL_BUT_SENT, NEUTRAL, NEUTRAL],
  overloaded: [NEUTRAL, NEUTRAL_BUT_SENT, NEUTRAL, NEUTRAL],
  outcome_unknown: [NEUTRAL, NEUTRAL_BUT_SENT, NEUTRAL, NEUTRAL],
};

/** Codes that mean something else than their kind. */
export const CODES: Readonly<Partial<Record<KnownErrorCode, Row>>> = {
  // not sent, may have run, answered in MCP, answered by HTTP status
  CALL_TIMEOUT: [STILL_CONNECTING, SILENT, SILENCE_BEHIND, UNAVAILABLE],
  // The message was not taken at all, whichever tool it was for.
  OPERATION_TIMEOUT: [NOT_CONNECTED, LOST, SILENCE_BEHIND, UNAVAILABLE],
  CLIENT_CLOSED: [NEUTRAL, NEUTRAL_BUT_SENT, NEUTRAL, NEUTRAL],
  UNEXPECTED_ERROR: [NEUTRAL, NEUTRAL_BUT_SENT, ANSWERED, NEUTRAL],
  // The tool lost its own request underway, so nobody knows.
  CONNECTION_RESET: [NOT_CONNECTED, LOST, SILENCE_BEHIND, UNAVAILABLE],
  CONNECTION_CLOSED: [NOT_CONNECTED, LOST, SILENCE_BEHIND, UNAVAILABLE],
  RESPONSE_LOST: [NOT_CONNECTED, LOST, SILENCE_BEHIND, UNAVAILABLE],
  // A code that services give with HTTP 500, and with nothing that would tell more.
  INTERNAL_ERROR: [NOT_CONNECTED, LOST, OUTAGE_BEHIND, FAILED_INSIDE],
  // They depend on what the call asked for: five bad addresses in a row must not shut a tool.
  HOST_NOT_FOUND: [NOT_CONNECTED, LOST, PASSING, UNAVAILABLE],
  FIRECRAWL_ENGINES_FAILED: [NOT_CONNECTED, LOST, PASSING, FAILED_INSIDE],
  PLAYWRIGHT_BROWSER_CLOSED: [NOT_CONNECTED, LOST, PASSING, UNAVAILABLE],
  PLAYWRIGHT_ELEMENT_COVERED: [NOT_CONNECTED, SILENT, ANSWERED, ANSWERED],
  // Rolled back: it did not happen.
  TRANSACTION_CONFLICT: [NEUTRAL, NEUTRAL_BUT_SENT, PASSING, PASSING],
  // They stay until somebody acts, or say no more than that something is wrong with this call.
  SERVER_BUG: [NOT_CONNECTED, LOST, ANSWERED, FAILED_INSIDE],
  ERROR_MASKED: [NOT_CONNECTED, LOST, ANSWERED, FAILED_INSIDE],
  TAVILY_RESEARCH_FAILED: [NOT_CONNECTED, LOST, ANSWERED, FAILED_INSIDE],
  SUPABASE_PROJECT_PAUSED: [NOT_CONNECTED, LOST, ANSWERED, UNAVAILABLE],
  // The vendor behind the tool answered, and what came was no answer.
  RESPONSE_MALFORMED: [NOT_CONNECTED, LOST, UNREADABLE, FAILED_INSIDE],
};

/** What we found wrong with an answer ourselves; the server has no word of it. */
export const BAD_ANSWERS: Readonly<Partial<Record<KnownErrorCode, Ruling>>> = {
  INVALID_RESULT: UNREADABLE,
  INVALID_MESSAGE: UNREADABLE,
  // No doubt about what the server did, only more words than we take.
  MESSAGE_TOO_LARGE: ANSWERED,
  UNEXPECTED_CONTENT: IMPOSTOR,
};
