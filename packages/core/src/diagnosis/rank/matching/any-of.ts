/** Several patterns of which one has to match, as a table in the source: one of them on each line. */
export interface Alternatives {
  readonly table: string;
}

/**
 * Makes alternatives of the lines of a template, each of which is a pattern.
 *
 * @example
 * ```ts
 * const text = anyOf`
 *   \brate limit(?:ed|s)?\b
 *   \btoo many requests\b
 * `;
 * ```
 */
export function anyOf(lines: TemplateStringsArray): Alternatives {
  return { table: lines.raw[0] ?? '' };
}

/** The sources of the patterns. */
export function patternsOf({ table }: Alternatives): readonly string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
