const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const decimal = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });

const COMPACT_FROM = 10_000;

/** A number of things: `9,999`, then `12.3K`. */
export function formatCount(count: number): string {
  return count < COMPACT_FROM ? whole.format(count) : short.format(count);
}

/** A share: `12.5%`. What is not nothing is never shown as nothing. */
export function formatRatio(ratio: number): string {
  if (ratio > 0 && ratio < 0.001) return `<${percent.format(0.001)}`;
  return percent.format(ratio);
}

/** A span of time: `<1 ms`, `12 ms`, `1.25 s`, `3 min 5 s`, `2 h 10 min`, `4 d`. Nothing that took time took none of it. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1) return '<1 ms';
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${decimal.format(durationMs / 1000)} s`;
  const [majorName, majorMs, minorName, minorMs] = UNITS.find(([, lengthMs]) => durationMs >= lengthMs) ?? UNITS[2];
  const major = Math.floor(durationMs / majorMs);
  const minor = Math.floor((durationMs % majorMs) / minorMs);
  return minor === 0 ? `${major} ${majorName}` : `${major} ${majorName} ${minor} ${minorName}`;
}

const UNITS = [
  ['d', 86_400_000, 'h', 3_600_000],
  ['h', 3_600_000, 'min', 60_000],
  ['min', 60_000, 's', 1000],
] as const;

/** One or several: `1 server`, `3 servers`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
