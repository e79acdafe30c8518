import type { MCPError } from '../../errors/mcp-error.ts';
import type { AttemptEnd } from '../attempt.ts';
import { retryAfterMsOf } from '../retry/retry-after.ts';
import { mayHaveRun, verdictOf } from '../settle/verdict-of.ts';
import { isSurelyNotRun } from '../verdict.ts';

/** What becomes of a parked call that was sent. */
export type SentVerdict =
  | { readonly kind: 'done'; readonly result?: unknown; readonly error?: MCPError }
  /** It surely did not run: it waits again. `of` says who has to wait: all calls to the server, or this tool's. */
  | { readonly kind: 'again'; readonly of: 'server' | 'tool'; readonly delayMs: number; readonly error: MCPError }
  | { readonly kind: 'unknown'; readonly error?: MCPError };

/**
 * Reads the end of a sending, by the same table as every other call. Only what surely did not run may be sent again: it did
 * not leave, or the server itself refused it. What may have run is `unknown`, also when something answered, as with HTTP 504.
 *
 * @param sends how often the call was sent, this time included
 */
export function verdictOfSent(end: AttemptEnd, sends: number): SentVerdict {
  if (end.kind === 'result') return mayHaveRun(end) ? { kind: 'unknown' } : { kind: 'done', result: end.result };
  const { error, delivery } = end;
  if (mayHaveRun(end) || error.kind === 'outcome_unknown') return { kind: 'unknown', error };
  const { repeat, isThrottle } = verdictOf(end);
  if (delivery !== 'not-sent' && !isSurelyNotRun(repeat)) return { kind: 'done', error };
  // A server that asks for fewer calls of one tool may be given those of another.
  return { kind: 'again', of: isThrottle ? 'tool' : 'server', delayMs: delayMs(error, sends), error };
}

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

/** What the server asks for, else longer each time. */
function delayMs(error: MCPError, sends: number): number {
  const askedMs = retryAfterMsOf(error);
  if (askedMs !== undefined && askedMs > 0) return askedMs;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(sends - 1, 10));
}
