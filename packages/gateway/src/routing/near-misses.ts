/** The names that were probably meant, at most three, the likeliest first. */
export function findNearMisses(wanted: string, names: readonly string[]): readonly string[] {
  const cut = wanted.slice(0, MAX_COMPARED_LENGTH).toLowerCase();
  return names
    .slice(0, MAX_COMPARED_NAMES)
    .map((name) => ({ name, score: scoreOf(cut, name.slice(0, MAX_COMPARED_LENGTH).toLowerCase()) }))
    .filter(({ score }) => score <= MAX_SCORE)
    .sort((a, b) => a.score - b.score)
    .slice(0, MAX_NEAR_MISSES)
    .map(({ name }) => name);
}

const MAX_NEAR_MISSES = 3;
const MAX_COMPARED_NAMES = 2000;
const MAX_COMPARED_LENGTH = 64;
/** Edits per character, at most. */
const MAX_SCORE = 0.4;
/** A name that only lacks its server, or has another one, is nearer than most misspellings. */
const SAME_TAIL_SCORE = 0.1;

function scoreOf(wanted: string, name: string): number {
  const tail = wanted.slice(wanted.lastIndexOf('__') === -1 ? 0 : wanted.lastIndexOf('__') + 2);
  if (tail !== '' && (name === tail || name.endsWith(`__${tail}`))) return SAME_TAIL_SCORE;
  return editDistance(wanted, name) / Math.max(1, wanted.length, name.length);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
