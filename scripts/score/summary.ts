/** A figure of a scorer: the field of its report, what it says, and what it counts in. */
type Figure = readonly [field: string, meaning: string, unit: string];

/** The figures of the scorer of diagnoses, the most important first. */
export const DIAGNOSIS_FIGURES: readonly Figure[] = [
  ['strict', 'kind right', '%'],
  ['lenient', 'kind acceptable', '%'],
  ['strictOnErrors', 'kind right, errors only', '%'],
  ['missedErrors', 'errors taken for results', '%'],
  ['falseAlarms', 'results taken for errors', '%'],
  ['retryable', 'retryable right', '%'],
  ['wronglyRetried', 'permanent ones called retryable', '%'],
  ['waits', 'waits right', '%'],
  ['threw', 'threw', ''],
];

/** The figures of the scorer of redaction, the most important first. */
export const REDACTION_FIGURES: readonly Figure[] = [
  ['recall', 'secrets hidden', '%'],
  ['configured', 'configured secrets hidden', '%'],
  ['benignKept', 'harmless values kept', '%'],
  ['keptBesideSecrets', 'kept beside secrets', '%'],
  ['ofKeyWalk', 'speed of a plain walk by keys', 'x'],
  ['worstGrowth10x', 'time for ten times the text', 'x'],
  ['slowestMsOn1MB', 'slowest megabyte', 'ms'],
  ['threw', 'threw', ''],
];

/** The tables of the two reports: right ones of all, for each kind or place. */
const TABLES = ['recall', 'recallByPlace'];

/**
 * Writes the report of a scorer for people. Fields that the scorer did not give are left out.
 *
 * @param title - what was scored
 * @param report - the JSON that the scorer printed last
 */
export function formatSummary(
  title: string,
  report: Readonly<Record<string, unknown>>,
  figures: readonly Figure[],
): string {
  const lines = figures
    .filter(([field]) => typeof report[field] === 'number')
    .map(([field, meaning, unit]) => `  ${meaning.padEnd(32)}  ${String(report[field]).padStart(6)} ${unit}`.trimEnd());
  const parts = TABLES.flatMap((table) => Object.entries(toRecord(report[table])))
    .filter(([, score]) => isIncomplete(score))
    .map(([name, score]) => `    ${name.padEnd(30)}  ${String(score).padStart(6)}`);
  const incomplete = parts.length > 0 ? ['  not all right:', ...parts] : [];
  return [`${title}, ${String(report.n ?? '?')} rows`, ...lines, ...incomplete].join('\n');
}

/** Whether a score as `3/4` is not full. */
function isIncomplete(score: unknown): boolean {
  const [right, all] = String(score).split('/');
  return right !== all;
}

/** The fields of a value; none when it is no object. */
export function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
