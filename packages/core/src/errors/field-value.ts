import { redact } from '../redaction/redact.ts';

/** A value in a context that has more characters than this is cut. */
export const MAX_CONTEXT_VALUE_LENGTH = 100;

/** Stands in a context for a value that can't be written down. */
export const UNCONVERTIBLE = '[UNCONVERTIBLE]';

/**
 * The value of a field without secrets, by the name of the field too: what stands under `auth.password` is hidden even when it
 * looks like nothing.
 */
export function redactByField(field: string | undefined, value: unknown): unknown {
  const names = field === undefined ? [] : namesOf(field);
  if (names.length === 0) return redact(value);
  let nested: unknown = value;
  for (const name of names.toReversed()) nested = { [name]: nested };
  // Redaction may hide any level as a whole, and may rename one whose name holds a secret.
  let clean: unknown = redact(nested);
  for (let depth = 0; depth < names.length; depth += 1) {
    if (typeof clean !== 'object' || clean === null) return clean;
    clean = Object.values(clean)[0];
  }
  return clean;
}

/** Only this many parts of a path are looked at, its last. */
const MAX_NAMES = 8;

/** `servers[0].env.API_TOKEN` and `/servers/0/env/API_TOKEN` as their names; a position in a list says nothing. */
function namesOf(field: string): readonly string[] {
  return field
    .slice(-1000)
    .split(/[.[\]/'"]/)
    .filter((name) => name !== '' && !/^\d+$/.test(name))
    .slice(-MAX_NAMES);
}

/** A value as a context shows it: cut where it is long, marked where it can't be converted. It has to be clean already. */
export function shortenValue(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return cut(value);
    case 'bigint':
    case 'symbol':
      return cut(String(value));
    case 'function':
      return '[FUNCTION]';
    case 'object':
      return value === null ? null : shortenObject(value);
    default:
      return value;
  }
}

/** A small object stays what it is; of a large one the beginning of its JSON is left. */
function shortenObject(value: object): unknown {
  try {
    const json: unknown = JSON.stringify(value);
    if (typeof json !== 'string') return UNCONVERTIBLE;
    return json.length <= MAX_CONTEXT_VALUE_LENGTH ? value : cut(json);
  } catch {
    // A cycle, a BigInt, or a method of the value that throws.
    return UNCONVERTIBLE;
  }
}

function cut(text: string): string {
  return text.length <= MAX_CONTEXT_VALUE_LENGTH
    ? text
    : `${text.slice(0, MAX_CONTEXT_VALUE_LENGTH - 1).toWellFormed()}…`;
}
