/**
 * What kind of failure an error is; the list is closed, so that a `switch` over it can be complete.
 *
 * The last three are refusals and findings of Seawall itself: it did not let the call through (`circuit_open`,
 * `overloaded`), or a write may or may not have run (`outcome_unknown`).
 */
export const ERROR_KINDS = [
  'authentication',
  'permission',
  'rate_limit',
  'quota',
  'timeout',
  'connection',
  'unavailable',
  'not_found',
  'validation',
  'conflict',
  'configuration',
  'protocol',
  'tool_not_found',
  'cancelled',
  'server_error',
  'circuit_open',
  'overloaded',
  'outcome_unknown',
] as const;

/** One of {@link ERROR_KINDS}. */
export type ErrorKind = (typeof ERROR_KINDS)[number];
