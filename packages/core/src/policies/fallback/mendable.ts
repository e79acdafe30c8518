import type { Delivery } from '../../call/call.ts';
import type { ErrorKind } from '../../errors/error-kind.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { verdictOf } from '../settle/verdict-of.ts';

/** What keeps a server, or what it needs behind it, from answering whatever it is asked. */
const OUTAGES: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'connection',
  'unavailable',
  'timeout',
  'rate_limit',
  'quota',
  'server_error',
  'protocol',
  'configuration',
  'circuit_open',
  'overloaded',
]);

/**
 * Whether a failure says that the server can't answer for now, so that an earlier answer is better than none.
 *
 * Credentials that are refused are no outage: whoever may not read any more must not read what was kept.
 */
export function isOutage({ kind }: MCPError): boolean {
  return OUTAGES.has(kind);
}

/**
 * Whether another server may do what this one could not: an outage, or a fault of this server's own credentials.
 *
 * Never what the call itself is wrong about, what does not exist, what the caller gave up, and what may have run already.
 */
export function isMendable(error: MCPError): boolean {
  return isOutage(error) || error.kind === 'authentication' || error.kind === 'permission';
}

/** Whether a call that failed did surely nothing, so that doing it elsewhere can't do it twice. */
export function surelyDidNotRun(error: MCPError, delivery: Delivery): boolean {
  if (error.kind === 'outcome_unknown') return false;
  if (delivery === 'not-sent') return true;
  return verdictOf({ kind: 'failure', error, delivery, effect: 'none' }).repeat === 'any';
}
