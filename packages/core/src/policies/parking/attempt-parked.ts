import type { Clock, Timer } from '../../clock.ts';
import type { AttemptEnd } from '../attempt.ts';
import { parkedOutcomeUnknown, sendTimedOut } from './errors.ts';
import type { ParkedCall } from './parked-call.ts';
import { type SentVerdict, verdictOfSent } from './sent-verdict.ts';
import type { Settled } from './settle-within.ts';

/** What one sending needs. */
export interface AttemptParkedOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  send(call: ParkedCall, signal: AbortSignal): Promise<AttemptEnd>;
}

/**
 * Sends a parked call and says what becomes of it; never rejects, and always ends.
 *
 * One that is ended from outside has a second to tell how far it got. Whatever throws, does not end or makes no sense may
 * have sent the call, so that is `unknown`.
 */
export async function attemptParked(call: ParkedCall, options: AttemptParkedOptions): Promise<SentVerdict> {
  const end = await settle(call, options);
  if (end.kind === 'value' && isAttemptEnd(end.value)) {
    const verdict = verdictOfSent(end.value, call.sends);
    if (verdict.kind !== 'unknown') return verdict;
    return { kind: 'unknown', error: parkedOutcomeUnknown(call, 'no answer came', verdict.error) };
  }
  if (end.kind === 'late') {
    const cause = options.signal.aborted ? undefined : sendTimedOut(call, options.timeoutMs);
    const how = options.signal.aborted ? 'Seawall was closed before it was answered' : 'it was not answered in time';
    return { kind: 'unknown', error: parkedOutcomeUnknown(call, how, cause) };
  }
  const cause = end.kind === 'thrown' ? end.error : undefined;
  return { kind: 'unknown', error: parkedOutcomeUnknown(call, 'what became of it is not known', cause) };
}

/** How long a sending that was ended may take to say how far it got. */
const GRACE_MS = 1000;

function settle(call: ParkedCall, options: AttemptParkedOptions): Promise<Settled<AttemptEnd>> {
  const { clock, timeoutMs, signal, send } = options;
  const abort = new AbortController();
  return new Promise((resolve) => {
    let timer: Timer | undefined;
    const end = (settled: Settled<AttemptEnd>): void => {
      timer?.cancel();
      signal.removeEventListener('abort', stop);
      resolve(settled);
    };
    const stop = (): void => {
      timer?.cancel();
      timer = clock.setTimer(() => end({ kind: 'late' }), GRACE_MS, { background: true });
      abort.abort();
    };
    timer = clock.setTimer(stop, timeoutMs, { background: true });
    signal.addEventListener('abort', stop, { once: true });
    Promise.resolve()
      .then(() => send(call, abort.signal))
      .then(
        (value) => end({ kind: 'value', value }),
        (error: unknown) => end({ kind: 'thrown', error }),
      );
  });
}

/** A callback that answers something else is a defect of its owner, and tells nothing about the call. */
function isAttemptEnd(value: AttemptEnd | undefined): value is AttemptEnd {
  return value?.kind === 'result' || (value?.kind === 'failure' && value.error instanceof Error);
}
