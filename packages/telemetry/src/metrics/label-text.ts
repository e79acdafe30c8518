import { boundedName } from '../tracker/bounded-text.ts';

/** Labels as they stand between the braces; those without a value are left out. */
export function labelText(names: readonly string[], values: readonly (string | undefined)[]): string {
  let text = '';
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value === undefined || value === '') continue;
    text += `${text === '' ? '' : ','}${name}="${escaped(value)}"`;
  }
  return text;
}

/** The value of a label: bounded, and without what would end it. */
function escaped(value: string): string {
  const bounded = boundedName(value);
  return NEEDS_ESCAPE.test(bounded)
    ? bounded.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    : bounded;
}

const NEEDS_ESCAPE = /[\\"\n]/;
