/**
 * Replaces `${NAME}`, `${NAME:-default}`, `${env:NAME}` and the editor's own variables such as `${workspaceFolder}`.
 *
 * One pass: values that are put in are not searched again. What is no variable stays as it stands. Time is linear in the text.
 */
export function expandVariables(text: string, scope: VariableScope): Expansion {
  const notes: Notes = {
    missing: new Set(),
    empty: new Set(),
    unsupported: new Set(),
    used: new Map(),
    isUnclosed: false,
  };
  const expanded = text.includes('${') ? expandText(text, { scope, notes, depth: 0 }) : text;
  return {
    text: expanded,
    missing: [...notes.missing],
    empty: [...notes.empty],
    unsupported: [...notes.unsupported],
    used: notes.used,
    isUnclosed: notes.isUnclosed,
  };
}

/** Where values come from. */
export interface VariableScope {
  /** The value of a variable; `undefined` when it is not set. */
  lookup(name: string): string | undefined;
  /** Variables of editors, by their full name. */
  readonly builtIn: Readonly<Record<string, string>>;
}

/** A text with its variables replaced, and what was noticed. */
export interface Expansion {
  readonly text: string;
  /** Variables that are not set and have no default. */
  readonly missing: readonly string[];
  /** Variables that are set to nothing and have no default. */
  readonly empty: readonly string[];
  /** References that only an editor can resolve, such as `input:token`. */
  readonly unsupported: readonly string[];
  /** Variables that were put in, with their values. */
  readonly used: ReadonlyMap<string, string>;
  /** Whether a `${` has no `}`. */
  readonly isUnclosed: boolean;
}

interface Notes {
  readonly missing: Set<string>;
  readonly empty: Set<string>;
  readonly unsupported: Set<string>;
  readonly used: Map<string, string>;
  isUnclosed: boolean;
}

interface Expanding {
  readonly scope: VariableScope;
  readonly notes: Notes;
  readonly depth: number;
}

/** Defaults inside defaults are followed this deep, in levels. */
const MAX_NESTING = 10;

function expandText(text: string, expanding: Expanding): string {
  const ends = matchBraces(text);
  let output = '';
  let index = 0;
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', index)) {
    const end = ends.get(start);
    if (end === undefined) expanding.notes.isUnclosed = true;
    output += text.slice(index, start);
    output += end === undefined ? '${' : resolveReference(text.slice(start + 2, end), expanding);
    index = end === undefined ? start + 2 : end + 1;
  }
  return output + text.slice(index);
}

/** The position of the closing brace of each `${`, found in one pass; braces of a default's own text pair up. */
function matchBraces(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: (number | undefined)[] = [];
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '$' && text[index + 1] === '{') {
      open.push(index);
      index += 1;
    } else if (text[index] === '{' && open.length > 0) open.push(undefined);
    else if (text[index] === '}') {
      const start = open.pop();
      if (start !== undefined) ends.set(start, index);
    }
  }
  return ends;
}

function resolveReference(reference: string, expanding: Expanding): string {
  const { scope, notes, depth } = expanding;
  if (Object.hasOwn(scope.builtIn, reference)) return scope.builtIn[reference] ?? '';
  if (EDITOR_ONLY.test(reference)) {
    notes.unsupported.add(reference);
    return '';
  }
  const match = REFERENCE.exec(reference);
  const name = match?.[1] ?? match?.[2];
  const fallback = match?.[3];
  if (name === undefined) {
    return depth >= MAX_NESTING
      ? `\${${reference}}`
      : `\${${expandText(reference, { ...expanding, depth: depth + 1 })}}`;
  }
  const value = scope.lookup(name);
  if (value) {
    notes.used.set(name, value);
    return value;
  }
  if (fallback !== undefined) {
    return depth >= MAX_NESTING ? fallback : expandText(fallback, { ...expanding, depth: depth + 1 });
  }
  (value === undefined ? notes.missing : notes.empty).add(name);
  return '';
}

/** A plain name, or any name after `env:`; then perhaps a default. */
const REFERENCE = /^(?:env:([^:{}$]+)|([A-Za-z_]\w*))(?::-(.*))?$/s;
const EDITOR_ONLY = /^(?:input|command|config|promptString|pickString):./;
