import { type ConfigPath, isRecord } from '../config-path.ts';
import { MAX_SERVERS } from '../configuration-schema.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { showValue, typeText } from '../value-text.ts';

/**
 * Finds the servers in a configuration of any host: under `mcpServers`, `servers` or `mcp_servers`, as a map or a list, or
 * at the top level without a wrapper.
 */
export function listServers(root: Readonly<Record<string, unknown>>): ServerList {
  const findings: Finding[] = [];
  const wrappers = WRAPPERS.filter((key) => Object.hasOwn(root, key));
  const isFlat = wrappers.length === 0 && Object.values(root).some(looksLikeEntry);
  const entries = isFlat ? flatEntries(root) : wrappers.flatMap((key) => wrappedEntries(root[key], [key], findings));
  if (wrappers.length === 0 && !isFlat) findings.push(noServers(root));
  else if (entries.length === 0 && findings.length === 0) {
    findings.push({ severity: 'warning', path: wrappers.slice(0, 1), message: 'There is no server in it.' });
  }
  if (entries.length > MAX_SERVERS) {
    findings.push({
      severity: 'error',
      path: entries[0]?.path.slice(0, 1) ?? [],
      message: `There are more than ${MAX_SERVERS} servers.`,
    });
  }
  if (!isFlat) findings.push(...unknownTopLevelKeys(root));
  return { entries: mergeEqualNames(entries.slice(0, MAX_SERVERS)), findings, isFlat };
}

/** The servers of a configuration as they are written, and what is wrong about the whole. */
export interface ServerList {
  readonly entries: readonly RawEntry[];
  readonly findings: readonly Finding[];
  /** Whether the servers stand at the top level. */
  readonly isFlat: boolean;
}

/** One server as it is written. */
export interface RawEntry {
  readonly name: string;
  readonly path: ConfigPath;
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/** Whether a value can only be a server: it names a program or an endpoint. */
function looksLikeEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return (
    typeof value.command === 'string' ||
    Array.isArray(value.command) ||
    URL_FIELDS.some((field) => typeof value[field] === 'string')
  );
}

const WRAPPERS = ['mcpServers', 'servers', 'mcp_servers'] as const;
const URL_FIELDS = ['url', 'serverUrl', 'httpUrl'] as const;
const TOP_LEVEL_KEYS: ReadonlySet<string> = new Set([...WRAPPERS, '$schema', 'inputs', 'seawall']);
const MAX_NAME_LENGTH = 200;
const MAX_UNKNOWN_KEYS = 20;
const ALLOWED_WRAPPERS = 'mcpServers, servers or mcp_servers with an entry for each server';

function flatEntries(root: Readonly<Record<string, unknown>>): readonly RawEntry[] {
  return Object.entries(root)
    .filter(([key, value]) => looksLikeEntry(value) || !TOP_LEVEL_KEYS.has(key))
    .map(([name, value]) => ({ name, path: [name], value, findings: checkName(name, [name]) }));
}

function wrappedEntries(value: unknown, path: ConfigPath, findings: Finding[]): readonly RawEntry[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => listedEntry(item, [...path, index], index));
  if (isRecord(value)) {
    return Object.entries(value).map(([name, item]) => ({
      name,
      path: [...path, name],
      value: item,
      findings: checkName(name, [...path, name]),
    }));
  }
  // Nothing below the key: what YAML makes of a list whose items are all commented out.
  if (value === null) return [];
  findings.push({
    severity: 'error',
    path,
    message: `The type is wrong: this is ${typeText(value)}.`,
    value: showValue(value, path),
    allowed: 'an object with an entry for each server, or a list of entries with a name',
  });
  return [];
}

function listedEntry(value: unknown, path: ConfigPath, index: number): RawEntry {
  const name = isRecord(value) ? value.name : undefined;
  if (typeof name === 'string' && name !== '')
    return { name, path, value, findings: checkName(name, [...path, 'name']) };
  const made = `server_${index}`;
  if (name === undefined || name === null) {
    const message = `It has no name; it is called "${made}".`;
    return { name: made, path, value, findings: [{ severity: 'warning', path, message }] };
  }
  const finding: Finding = {
    severity: 'error',
    path: [...path, 'name'],
    message: `The type is wrong: this is ${typeText(name)}.`,
    value: showValue(name, path),
    allowed: 'a text that is not empty',
  };
  return { name: made, path, value, findings: [finding] };
}

function checkName(name: string, path: ConfigPath): readonly Finding[] {
  const isPrintable = !/[\p{Cc}\u2028\u2029]/u.test(name);
  if (name.trim() !== '' && name.length <= MAX_NAME_LENGTH && isPrintable) return [];
  const allowed = `1 to ${MAX_NAME_LENGTH} printable characters`;
  return [{ severity: 'error', path, message: 'This can not be the name of a server.', allowed }];
}

/** Of several entries with one name the first stays, as a fault: which one is meant can't be known. */
function mergeEqualNames(entries: readonly RawEntry[]): readonly RawEntry[] {
  const byName = new Map<string, RawEntry>();
  for (const entry of entries) {
    const first = byName.get(entry.name);
    if (first === undefined) {
      byName.set(entry.name, entry);
      continue;
    }
    const finding: Finding = {
      severity: 'error',
      path: entry.path,
      message: 'Another server has the same name.',
      hint: 'Give each server a name of its own, or remove one of the two.',
    };
    byName.set(entry.name, { ...first, findings: [...first.findings, ...entry.findings, finding] });
  }
  return [...byName.values()];
}

function noServers(root: Readonly<Record<string, unknown>>): Finding {
  const keys = Object.keys(root);
  const misspelt = keys.find((key) => key !== 'seawall' && didYouMean(key, WRAPPERS) !== undefined);
  const suggestion = misspelt === undefined ? undefined : didYouMean(misspelt, WRAPPERS);
  // A file that only holds settings is a beginning, not a fault.
  const isOnlySettings = keys.length > 0 && keys.every((key) => key === 'seawall' || key === '$schema');
  return {
    severity: isOnlySettings ? 'warning' : 'error',
    path: misspelt === undefined ? [] : [misspelt],
    message: misspelt === undefined ? 'It names no servers.' : 'Unknown key, and there are no servers.',
    allowed: ALLOWED_WRAPPERS,
    ...(suggestion === undefined ? {} : { suggestion }),
    hint: 'Write { "mcpServers": { "NAME": { "command": "…" } } }.',
  };
}

function unknownTopLevelKeys(root: Readonly<Record<string, unknown>>): readonly Finding[] {
  const unknown = Object.keys(root).filter((key) => !TOP_LEVEL_KEYS.has(key));
  // A settings file of a host has many keys of its own; only those that could be meant for us are worth a word then.
  const isHostFile = unknown.length > MAX_UNKNOWN_KEYS;
  return unknown.flatMap((key): readonly Finding[] => {
    const suggestion = didYouMean(key, TOP_LEVEL_KEYS);
    if (suggestion === undefined && isHostFile) return [];
    const finding: Finding = { severity: 'warning', path: [key], message: 'Unknown key; it is ignored.' };
    return [suggestion === undefined ? finding : { ...finding, suggestion }];
  });
}
