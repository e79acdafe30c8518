import { markerEnd } from '../markers.ts';
import { isPlaceholder, looksGenerated } from '../values/value-shape.ts';
import { findAuthCommands, findLoginCommands } from './auth-commands.ts';
import { bareEnd } from './bare-value.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/** Finds passwords behind the short options of well-known commands: `curl -u user:password`, `sshpass -p password`. */
export function findOptionValues(text: string, findings: Findings): void {
  if (text.includes('AUTH')) findAuthCommands(text, findings);
  if (text.includes('LOGIN ')) findLoginCommands(text, findings);
  // A hyphen alone is found faster than one behind a blank, of which any text is full.
  if (text.includes('-')) findDashed(text, findings);
  if (text.includes('|')) findPiped(text, findings);
  for (const { option, needs } of OTHERS) {
    for (let at = text.indexOf(option); at >= 0; ) {
      at = text.indexOf(option, addValue(text, at + option.length, needs, findings));
    }
  }
}

function findDashed(text: string, findings: Findings): void {
  for (let at = text.indexOf(' -'); at >= 0; at = text.indexOf(' -', at + 2)) {
    const letter = text.charCodeAt(at + 2);
    for (const { option, needs } of BY_LETTER.get(letter === HYPHEN ? -text.charCodeAt(at + 3) : letter) ?? NONE) {
      if (text.startsWith(option, at)) addValue(text, at + option.length, needs, findings);
    }
  }
}

/** Hides the value that starts at `from`, if it is one. Gives back where it ends. */
function addValue(text: string, from: number, needs: Need, findings: Findings): number {
  const quoted = readQuoted(text, from);
  const [start, end] = quoted === undefined ? [from, bareEnd(text, from)] : [quoted.start, quoted.end];
  const value = text.slice(start, end);
  const known =
    needs === 'user-of-known' ? 'user-and-password' : needs === 'password' || needs === 'known' ? 'any' : needs;
  const part =
    needs === 'quoted' && quoted === undefined
      ? undefined
      : secretPart(value, known !== needs && isOfCommand(text, from) ? known : needs);
  if (part !== undefined && markerEnd(text, start) !== end) findings.add(start + part, end, 'option');
  return Math.max(from, end);
}

/** What is piped into a command that reads a password: `echo "x" | docker login --password-stdin`. */
function findPiped(text: string, findings: Findings): void {
  let done = 0;
  for (const match of text.matchAll(PIPED)) {
    if (match.index < done) continue;
    const from = match.index + match[0].length;
    const quoted = readQuoted(text, from);
    const [start, end] = quoted === undefined ? [from, bareEnd(text, from)] : [quoted.start, quoted.end];
    done = end;
    if (!READER.test(text.slice(quoted?.after ?? end, end + MAX_COMMAND))) continue;
    if (!isPlaceholder(text.slice(start, end))) findings.add(start, end, 'option');
  }
}

const PIPED = /\b(?:echo|printf)(?: -\w)? (?=\S)/g;
const READER = /^ ?\| ?[^|\n]{0,120}(?:--password-stdin|--with-token|sudo -S|--passphrase-fd|--stdin|chpasswd|login)\b/;

type Need = 'user-and-password' | 'password' | 'known' | 'user-of-known' | 'any' | 'quoted';

interface Option {
  readonly option: string;
  readonly needs: Need;
}

const DASHED: readonly Option[] = [
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
  { option: ' -pw ', needs: 'password' },
  { option: ' -a ', needs: 'user-of-known' },
  { option: ' -k ', needs: 'known' },
  { option: ' -P ', needs: 'known' },
  { option: ' -c ', needs: 'known' },
];

const HYPHEN = '-'.charCodeAt(0);
/** By the character behind the hyphen; negative where there are two. */
const BY_LETTER = new Map<number, readonly Option[]>();
for (const each of DASHED) {
  const isLong = each.option.charCodeAt(2) === HYPHEN;
  const letter = isLong ? -each.option.charCodeAt(3) : each.option.charCodeAt(2);
  BY_LETTER.set(letter, [...(BY_LETTER.get(letter) ?? []), each]);
}
const NONE: readonly Option[] = [];

const OTHERS: readonly Option[] = [
  { option: 'add-mask::', needs: 'any' },
  { option: 'pass:', needs: 'password' },
  { option: 'IDENTIFIED BY ', needs: 'quoted' },
  { option: 'identified by ', needs: 'quoted' },
  { option: 'ConvertTo-SecureString ', needs: 'quoted' },
  { option: 'ConvertTo-SecureString -String ', needs: 'quoted' },
];

/** Whether the option that ends at `index` belongs to a command that takes a password there, which may be plain words. */
function isOfCommand(text: string, index: number): boolean {
  const line = text.slice(Math.max(0, index - MAX_COMMAND), index);
  return COMMANDS.test(line.slice(line.lastIndexOf('\n') + 1));
}

/** A command is looked for this far before its option. */
const MAX_COMMAND = 160;
const MIN_PASSWORD = 4;
const COMMANDS =
  /(?:^|[\s"'`/;&|])(?:mysql(?:dump|admin|import)? .*-p|mariadb(?:-dump)? .*-p|mongo(?:sh|dump|restore|export|import)? .*-p ?|sshpass -p ?|(?:docker|podman|helm registry|nerdctl|az|oc|skopeo|buildah|crane auth) login .*-p ?|redis-cli .*-a ?|7za? .*-p|cqlsh .*-p ?|rabbitmqadmin .*-p ?|ldap(?:search|add|modify|whoami|delete|passwd) .*-w ?|(?:(?:un)?zip|sqlcmd|bcp|isql|tsql|ssh-keygen|mosquitto_(?:pub|sub|rr)) .*-P|snmp\w+ .*-c|openssl .*-k|(?:https?|xhs?) (?:.* )?-a|(?:plink|pscp|psftp|putty) .*-pw) ?$/;

/** From where on a value is secret; `undefined` where it is not. */
function secretPart(value: string, needs: Need): number | undefined {
  if (needs === 'quoted') return isPlaceholder(value) ? undefined : 0;
  if (needs === 'known' || needs === 'user-of-known') return undefined;
  if (needs === 'any')
    return value.length >= MIN_PASSWORD && !/^[-/]|:\//.test(value) && !isPlaceholder(value) ? 0 : undefined;
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
