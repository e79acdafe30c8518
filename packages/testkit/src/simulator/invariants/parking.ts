import type { ParkedState } from '@seawall/core/base';

/** What became of a call that its caller was given a ticket for. */
export interface KeptCall {
  readonly id: string;
  /** Absent where the log does not know the ticket. */
  readonly state: ParkedState | undefined;
  /** Whether the log may have forgotten it, because more calls came to an end than it keeps. */
  readonly mayBeForgotten: boolean;
  /** Whether the server answered with an error, so that nothing was done. */
  readonly isRefused: boolean;
  /** How often the server carried it out. */
  readonly times: number;
}

/** I11: at the end. */
export function isKept({ id, state, mayBeForgotten, isRefused, times }: KeptCall): string | undefined {
  if (state === undefined && !mayBeForgotten) return `Parked write ${id} is gone from the log.`;
  if (times > 1) return `Parked write ${id} was carried out ${times} times.`;
  if (state === 'done' && !isRefused && times === 0)
    return `Parked write ${id} is called done and was never carried out.`;
  if ((state === 'parked' || state === 'expired' || state === 'discarded') && times > 0)
    return `Parked write ${id} is ${state}, and was carried out.`;
  if (state === 'leased' || state === 'sent' || state === 'parked')
    return `Parked write ${id} is still ${state} though its server works.`;
  return undefined;
}
