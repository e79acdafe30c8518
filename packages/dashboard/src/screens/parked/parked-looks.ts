import type { RouteAnswer } from '@seawall/admin-api';
import type { StatusLook } from '../../parts/status.tsx';

/** A parked write. */
export type ParkedEntry = RouteAnswer<'getParked'>;

/** How each state of a parked write looks. */
export const PARKED_LOOKS: Readonly<Record<ParkedEntry['state'], StatusLook>> = {
  parked: { tone: 'info', shape: 'pause', word: 'waiting' },
  leased: { tone: 'info', shape: 'ring', word: 'about to be sent' },
  sent: { tone: 'info', shape: 'ring', word: 'sent, no answer yet' },
  done: { tone: 'good', shape: 'dot', word: 'done' },
  unknown: { tone: 'bad', shape: 'triangle', word: 'fate unknown' },
  expired: { tone: 'quiet', shape: 'dash', word: 'expired' },
  discarded: { tone: 'quiet', shape: 'dash', word: 'given up' },
};
