/** A length of time in the largest unit that fits, as `12 s`, `4 min`, `3 h` or `2 d`. */
export function spanText(spanMs: number): string {
  const seconds = Math.max(0, Math.round(spanMs / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** A time of day in UTC; with the date where it is another day than `nowMs`. */
export function timeText(atMs: number, nowMs: number): string {
  const at = isoText(atMs);
  return at.slice(0, 10) === isoText(nowMs).slice(0, 10) ? at.slice(11, 20) : `${at.slice(0, 10)} ${at.slice(11, 20)}`;
}

/** A time in ISO 8601 without milliseconds, as `2026-05-04T03:02:01Z`; what no calendar has is said to be unknown. */
export function isoText(atMs: number): string {
  if (!Number.isFinite(atMs) || Math.abs(atMs) > MAX_TIME_MS) return 'unknown';
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

const MAX_TIME_MS = 8_640_000_000_000_000;
