import type { MCPError } from '../../errors/mcp-error.ts';
import { MCPRateLimitError } from '../../errors/rate-limit-error.ts';
import type { AttemptEnd, AttemptFailure } from '../attempt.ts';

/** What becomes of a parked call that was sent. */
export type SentVerdict =
  | { readonly kind: 'done'; readonly result?: unknown; readonly error?: MCPError }
  /** It surely did not run: it waits again. `of` says who has to wait: all calls to the server, or this tool's. */
  | { readonly kind: 'again'; readonly of: 'server' | 'tool'; readonly delayMs: number; readonly error: MCPError }
  | { readonly kind: 'unknown'; readonly error: MCPError };

/**
 * Reads the end of a sending. Only what surely did not run may be sent again: it did not leave, or the server itself refused
 * it with a 429.
 *
 * @param sends how often the call was sent, this time included
 */
export function verdictOfSent(end: AttemptEnd, sends: number): SentVerdict {
  if (end.kind === 'result') return { kind: 'done', result: end.result };
  const { error, delivery } = end;
  if (error.kind === 'outcome_unknown') return { kind: 'unknown', error };
  if (delivery === 'not-sent') return { kind: 'again', of: 'server', delayMs: delayMs(error, sends), error };
  if (isThrottled(end)) return { kind: 'again', of: 'tool', delayMs: delayMs(error, sends), error };
  return delivery === 'answered' ? { kind: 'done', error } : { kind: 'unknown', error };
}

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

/** What the server asks for, else longer each time. */
function delayMs(error: MCPError, sends: number): number {
  const asked: unknown = Reflect.get(error, 'retryAfterMs');
  if (typeof asked === 'number' && asked > 0) return asked;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(sends - 1, 10));
}

/** HTTP 429 of the server. One that its tool tells of is that of a service behind it: part of the work may be done. */
function isThrottled({ error }: AttemptFailure): boolean {
  if (!MCPRateLimitError.isInstance(error) || error.kind !== 'rate_limit') return false;
  const { httpStatus, evidence } = error.context;
  const shape: unknown = typeof evidence === 'object' && evidence !== null ? Reflect.get(evidence, 'shape') : undefined;
  return httpStatus === 429 && shape === 'http_response';
}
