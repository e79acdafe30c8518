const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, lengthMs: number, untilMs: number])[] = [
  ['second', SECOND, MINUTE],
  ['minute', MINUTE, HOUR],
  ['hour', HOUR, DAY],
  ['day', DAY, Number.POSITIVE_INFINITY],
];

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const dateTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
const fullDateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const shortTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

const UNKNOWN = 'at an unknown time';
/** Beyond this there are no dates. */
const LAST_MS = 8.64e15;

function isDate(atMs: number): boolean {
  return Math.abs(atMs) <= LAST_MS;
}

/** How long ago something was, or when it will be, as `3 min. ago`. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = atMs - nowMs;
  if (!isDate(atMs) || !Number.isFinite(distance)) return UNKNOWN;
  const length = Math.abs(distance);
  const [unit, lengthMs] = STEPS.find(([, , untilMs]) => length < untilMs) ?? ['day', DAY];
  const amount = Math.trunc(distance / lengthMs);
  return relative.format(amount === 0 ? 0 : amount, unit);
}

/** Day and time of day, as people write them here. */
export function formatDateTime(atMs: number): string {
  return isDate(atMs) ? dateTime.format(atMs) : UNKNOWN;
}

/** Date, time of day and time zone, so that nothing is left to guess. */
export function formatFullDateTime(atMs: number): string {
  return isDate(atMs) ? fullDateTime.format(atMs) : UNKNOWN;
}

/** The time of day with its seconds. */
export function formatTimeOfDay(atMs: number): string {
  return isDate(atMs) ? timeOfDay.format(atMs) : UNKNOWN;
}

/** The time of day without its seconds, for an axis. */
export function formatShortTime(atMs: number): string {
  return isDate(atMs) ? shortTime.format(atMs) : UNKNOWN;
}
