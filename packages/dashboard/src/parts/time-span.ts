/** A span of time as it stands in the address: milliseconds since the epoch, or nothing. */
export interface TimeSpan {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What of a span the gateway understands; anything else in the address counts as nothing. */
export function readSpan({ from, to }: TimeSpan): { readonly from?: number; readonly to?: number } {
  const [fromMs, toMs] = [readMs(from), readMs(to)];
  return { ...(fromMs === undefined ? {} : { from: fromMs }), ...(toMs === undefined ? {} : { to: toMs }) };
}

/** A moment as the field of a browser takes it: local time, to the second. */
export function toFieldText(atMs: number | undefined): string {
  if (atMs === undefined) return '';
  const date = new Date(atMs);
  const [year, ...rest] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const day = [String(year).padStart(4, '0'), ...rest.map(twoDigits)].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`;
}

/** What somebody wrote into such a field; empty for what is no moment. */
export function fromFieldText(text: string): string {
  const atMs = new Date(text).getTime();
  return Number.isNaN(atMs) || atMs < 0 ? '' : String(atMs);
}

/** Beyond this there are no dates. */
const LAST_MS = 8.64e15;

function readMs(text: string | undefined): number | undefined {
  const atMs = Number(text);
  return text === undefined || text === '' || !Number.isInteger(atMs) || atMs < 0 || atMs > LAST_MS ? undefined : atMs;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
