import type { RouteAnswer } from '@seawall/admin-api';

/** How long one cell of a strip is, in milliseconds. */
export const STRIP_STEP_MS = 1_800_000;

const CELLS = 48;
const WARN_FROM = 0.01;
const BAD_FROM = 0.2;

/** What a server came to in one step of time. */
export interface StripCell {
  readonly atMs: number;
  readonly calls: number;
  readonly failures: number;
  readonly tone: 'none' | 'good' | 'warn' | 'bad';
}

/** The last day of one server, oldest first; a step without calls is a cell too. `own` are its points alone. */
export function dayCells(own: RouteAnswer<'getSeries'>['points'], toMs: number): readonly StripCell[] {
  return Array.from({ length: CELLS }, (_none, index) => {
    const atMs = toMs - (CELLS - index) * STRIP_STEP_MS;
    const inside = own.filter((point) => point.atMs >= atMs && point.atMs < atMs + STRIP_STEP_MS);
    const calls = inside.reduce((sum, point) => sum + point.calls, 0);
    const failures = inside.reduce((sum, point) => sum + point.failures, 0);
    return { atMs, calls, failures, tone: toneOf(calls, failures) };
  });
}

function toneOf(calls: number, failures: number): StripCell['tone'] {
  if (calls === 0) return 'none';
  const ratio = failures / calls;
  if (ratio >= BAD_FROM) return 'bad';
  return ratio >= WARN_FROM ? 'warn' : 'good';
}
