import { isPlaceholder, looksGenerated } from '../values/value-shape.ts';
import { findAuthCommands } from './auth-commands.ts';
import { bareEnd } from './bare-value.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/** Finds passwords behind the short options of well-known commands: `curl -u user:password`, `sshpass -p password`. */
export function findOptionValues(text: string, findings: Findings): void {
  if (text.includes('AUTH')) findAuthCommands(text, findings);
  if (!HINTS.some((hint) => text.includes(hint))) return;
  for (const { option, needs } of OPTIONS) {
    for (let at = text.indexOf(option); at >= 0; at = text.indexOf(option, at + option.length)) {
      const from = at + option.length;
      const quoted = readQuoted(text, from);
      const [start, end] = quoted === undefined ? [from, bareEnd(text, from)] : [quoted.start, quoted.end];
      const value = text.slice(start, end);
      const part = needs === 'quoted' && quoted === undefined ? undefined : secretPart(value, needs);
      if (part !== undefined) findings.add(start + part, end, 'option');
    }
  }
}

/** One of these stands in every text that has such an option. */
const HINTS: readonly string[] = [' -', 'pass:', 'IDENTIFIED BY ', 'identified by '];

type Need = 'user-and-password' | 'password' | 'quoted';

const OPTIONS: readonly { readonly option: string; readonly needs: Need }[] = [
  { option: ' -u ', needs: 'user-and-password' },
  { option: ' -u', needs: 'user-and-password' },
  { option: ' -U ', needs: 'user-and-password' },
  { option: ' --user ', needs: 'user-and-password' },
  { option: ' --user=', needs: 'user-and-password' },
  { option: ' --proxy-user ', needs: 'user-and-password' },
  { option: ' -p ', needs: 'password' },
  { option: ' -p', needs: 'password' },
  { option: ' -a ', needs: 'password' },
  { option: ' -w ', needs: 'password' },
  { option: 'pass:', needs: 'password' },
  { option: 'IDENTIFIED BY ', needs: 'quoted' },
  { option: 'identified by ', needs: 'quoted' },
];

/** From where on a value is secret; `undefined` where it is not. */
function secretPart(value: string, needs: Need): number | undefined {
  if (needs === 'quoted') return isPlaceholder(value) ? undefined : 0;
  if (needs === 'password')
    return looksGenerated(value, 6) && !/[/:]/.test(value) && !isPlaceholder(value) ? 0 : undefined;
  return secretOfUser(value);
}

/** Where the password of `user:password` starts; `undefined` where the value is no such pair. */
export function secretOfUser(value: string): number | undefined {
  const colon = value.search(/[:%]/);
  if (colon < 1 || colon === value.length - 1 || value.startsWith('://', colon)) return undefined;
  const password = value.slice(colon + 1);
  // Ids of user and group, as of containers.
  return /^\d{1,6}$/.test(password) || isPlaceholder(password) ? undefined : colon + 1;
}
