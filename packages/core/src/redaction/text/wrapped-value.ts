import { classifyName } from '../names/classify-name.ts';
import { isSpace } from './characters.ts';
import { type Quoted, readQuoted } from './quoted.ts';

/** Reads what a wrapper that ends at `end` holds: `Some("x")`, `SecretStr('x')`, `[]string{"x"}`. */
export function readWrapped(text: string, wrapper: string, end: number): Quoted | undefined {
  return WRAPPER.test(wrapper) ? readQuoted(text, skipSpaces(text, end)) : undefined;
}

/**
 * Whether a wrapper holds the value itself; what others are called with may be the name of something. A type with the name
 * of what it holds is built from the value: `ApiKey("x")`.
 */
export function isHolder(wrapper: string): boolean {
  return (
    HOLDER.test(wrapper) || (/^[A-Z]\w+\($/.test(wrapper) && classifyName(wrapper.slice(0, -1)).strength === 'strong')
  );
}

const WRAPPER = /^(?:[A-Za-z_][\w:.]{0,40}|\[\]\w{0,20})[({]$/;
const HOLDER = /^(?:Some|Ok|Just|Right|Optional|Present|Secret\w*|Sensitive\w*|Protected\w*|String|\[\]\w*)[({]$/;

/** White space with line ends, as in dumps that are laid out. */
function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at - from < MAX_SPACES && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

const MAX_SPACES = 64;
