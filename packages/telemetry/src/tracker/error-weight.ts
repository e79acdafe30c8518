import type { ErrorKind } from '@seawall/core/base';

/**
 * What an error of a kind says about the server that gave it: `fault`, that something is wrong with it; `throttle`, that it has
 * enough to do; `nothing`, because the caller asked wrongly, was not allowed to, or Seawall refused it.
 */
export type ErrorWeight = 'fault' | 'throttle' | 'nothing';

/** Looks it up. */
export function weightOf(kind: ErrorKind): ErrorWeight {
  switch (kind) {
    case 'rate_limit':
    case 'quota':
      return 'throttle';
    case 'permission':
    case 'not_found':
    case 'validation':
    case 'conflict':
    case 'tool_not_found':
    case 'cancelled':
    case 'circuit_open':
    case 'overloaded':
      return 'nothing';
    default:
      return 'fault';
  }
}

/** Whether Seawall itself refused the call, so that nothing new is known about the server. */
export function isRefusal(kind: ErrorKind): boolean {
  return kind === 'circuit_open' || kind === 'overloaded';
}
