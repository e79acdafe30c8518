import type { Clock } from '../../clock.ts';
import { parkedOutcomeUnknown } from './errors.ts';
import { PARKING_RANGES } from './options.ts';
import { type ParkedCall, WAITING_STATES } from './parked-call.ts';
import { finishedCall, type ParkedChange } from './parked-change.ts';
import type { ParkedJournal } from './parked-journal.ts';

/** What an earlier process left behind. */
export interface RecoveredCalls {
  /** The calls that go on waiting, in line. */
  readonly waiting: readonly ParkedCall[];
  /** What was made of the others. */
  readonly changes: readonly ParkedChange[];
  /** The highest sequence of all. */
  readonly lastSequence: number;
}

/**
 * Takes up the calls that an earlier process left behind: a `leased` one did not leave, so it waits again; a `sent` one may
 * have run, so it is `unknown`; one whose time is over is `expired`.
 *
 * @throws the log's error when it can't be read or written.
 */
export async function recoverCalls(journal: ParkedJournal, clock: Clock): Promise<RecoveredCalls> {
  const left = await journal.list({ states: WAITING_STATES, order: 'oldest-first', limit: MAX_RECOVERED });
  const [newest] = await journal.list({ order: 'newest-first', limit: 1 });
  const waiting: ParkedCall[] = [];
  const changes: ParkedChange[] = [];
  for (const call of left) {
    const change = recover(call, clock.now());
    if (change !== undefined) {
      await journal.put(change.call);
      changes.push(change);
    }
    const now = change?.call ?? call;
    if (now.state === 'parked') waiting.push(now);
  }
  return { waiting, changes, lastSequence: newest?.sequence ?? 0 };
}

/** All that can wait, and all that can be on their way. */
const MAX_RECOVERED = 2 * PARKING_RANGES.maxWaiting.max;

function recover(call: ParkedCall, nowMs: number): ParkedChange | undefined {
  const from = call.state;
  if (from === 'sent') {
    const error = parkedOutcomeUnknown(call, 'Seawall ended before it was answered');
    const fields = { changedAtMs: nowMs, lastError: error.toJSON() };
    return { from, call: finishedCall(call, 'unknown', fields), error };
  }
  if (call.expiresAtMs <= nowMs) return { from, call: finishedCall(call, 'expired', { changedAtMs: nowMs }) };
  return from === 'leased' ? { from, call: { ...call, state: 'parked', changedAtMs: nowMs } } : undefined;
}
