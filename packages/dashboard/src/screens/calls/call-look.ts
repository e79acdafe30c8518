import type { RouteAnswer } from '@seawall/admin-api';
import type { StatusLook } from '../../parts/status.tsx';

/** A call that ended. */
export type CallEntry = RouteAnswer<'listCalls'>['items'][number];

/** How a call is shown: also how it came to succeed, where that was not straight. */
export function callLook({ outcome, servedBy, attempts }: CallEntry): StatusLook {
  if (outcome === 'failed')
    return { tone: 'bad', shape: 'diamond', word: attempts === 0 ? 'not let through' : 'failed' };
  if (outcome === 'cancelled') return { tone: 'quiet', shape: 'dash', word: 'cancelled' };
  if (servedBy !== undefined && servedBy !== 'upstream')
    return { tone: 'warn', shape: 'triangle', word: SERVED_WORDS[servedBy] };
  return attempts > 1
    ? { tone: 'good', shape: 'triangle', word: 'succeeded at last' }
    : { tone: 'good', shape: 'dot', word: 'succeeded' };
}

const SERVED_WORDS = { fallback: 'by fallback', stale: 'stale answer', parked: 'parked' } as const;
