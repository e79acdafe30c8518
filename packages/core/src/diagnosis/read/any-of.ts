/** The alternatives of a table as one group, so that a long list of words can be written one idea a line. */
export function anyOf(alternatives: readonly RegExp[]): string {
  return `(?:${alternatives.map(({ source }) => source).join('|')})`;
}

/** Matches what begins with one of the alternatives, in any case. */
export function startsWithAny(alternatives: readonly RegExp[]): RegExp {
  return new RegExp(`^${anyOf(alternatives)}`, 'i');
}

/** Matches what is one of the alternatives as a whole, in any case; `.` stands for line breaks too. */
export function isWhollyAny(alternatives: readonly RegExp[]): RegExp {
  return new RegExp(`^${anyOf(alternatives)}$`, 'is');
}
