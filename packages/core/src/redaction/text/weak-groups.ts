import type { NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { isPlaceholder } from '../values/value-shape.ts';
import { skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/**
 * Hides the secret within the brackets that open at `from`, under a name that is often harmless: `PWD={x}` of connection
 * strings, and `auth=('user', 'x')`. Gives back where it ends; `from` where there is none.
 */
export function hideWeakGroup(text: string, kind: NameKind, from: number, findings: Findings): number {
  if (kind.rule !== 'password') return hideUserAndPassword(text, kind, from, findings);
  const braced = /^\{([^{}\s"':,]{4,128})\}/.exec(text.slice(from, from + 131))?.[1] ?? '';
  if (!isSecretValue(kind, braced, 'field')) return from;
  findings.add(from + 1, from + 1 + braced.length, kind.rule);
  return from + 1 + braced.length;
}

function hideUserAndPassword(text: string, kind: NameKind, from: number, findings: Findings): number {
  const user = kind.rule === 'authorization' ? readQuoted(text, from + 1) : undefined;
  const comma = user === undefined ? from : skipBlanks(text, user.after);
  const password = text.charAt(comma) === ',' ? readQuoted(text, skipBlanks(text, comma + 1)) : undefined;
  if (password === undefined || !')]'.includes(text.charAt(password.after) || ' ')) return from;
  if (isPlaceholder(text.slice(password.start, password.end))) return from;
  findings.add(password.start, password.end, 'password');
  return password.after;
}
