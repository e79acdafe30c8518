import type { Delivery } from '../call/call.ts';
import type { MCPError } from '../errors/mcp-error.ts';

/**
 * What a failure means for the connection it happened on.
 *
 * `none`: it goes on. `session-lost`: the server forgot us; open a new connection and the refused request may be sent
 * again. `broken`: unusable from here on. `auth-required`, `misconfigured`: opening another one is of no use before
 * somebody acts.
 */
export type FailureEffect = 'none' | 'session-lost' | 'broken' | 'auth-required' | 'misconfigured';

/** How one try of a call over one connection ended. */
export type AttemptEnd = AttemptSuccess | AttemptFailure;

/** A try that was answered with a result. */
export interface AttemptSuccess {
  readonly kind: 'result';
  readonly result: unknown;
  /**
   * Whether the result looks like that of a server which lost what it knew: an empty or foreign answer right after a
   * session was lost.
   */
  readonly isSuspect?: boolean;
}

/** A try that failed. */
export interface AttemptFailure {
  readonly kind: 'failure';
  readonly error: MCPError;
  readonly delivery: Delivery;
  readonly effect: FailureEffect;
}
