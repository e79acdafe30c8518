/**
 * A value as JSON for stdout, which may be a terminal: what would steer it, turn writing around or hide is escaped. To a program
 * it means the same.
 */
export function toJsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(INVISIBLE, escapeUnits);
}

/** Outside of strings JSON has nothing of that but line feeds. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}
