import type { PrefixMode } from '../config/configuration.ts';
import { joinName, type NamedEntry, toPublicName, withHash } from './public-name.ts';

/** Which public name belongs to which tool or prompt of which server. Never changes once it is built. */
export interface NameTable {
  /** The public name; `undefined` for an entry that is not listed. */
  nameOf(server: string, name: string): string | undefined;
  /** The entry behind a public name, or behind another name that it had or may get; see {@link createNameTable}. */
  find(publicName: string): NamedEntry | undefined;
  /** Entries that are not listed because another server's entry has their name: only with `prefix: 'never'`. */
  readonly hidden: readonly HiddenEntry[];
}

/** An entry without a public name. */
export interface HiddenEntry extends NamedEntry {
  /** The server whose entry has the name. */
  readonly usedBy: string;
}

/** How names are given. */
export interface NameTableOptions {
  readonly prefix: PrefixMode;
  /** Names that are ours.
   * @default [] */
  readonly reserved?: readonly string[];
}

/**
 * Gives every entry a name that matches `^[A-Za-z0-9_-]{1,64}$` and that no other entry has.
 *
 * A name depends on its own entry alone, except where two entries want the same one: then all of them get a name with a
 * hash, so that a name never silently moves from one server to another. The name with the hash, and with
 * `prefix: 'on-conflict'` the one with the server in front, lead to the entry also while it is listed under a shorter one.
 *
 * @param entries in the order of the configuration; with `prefix: 'never'` the first holder of a name wins.
 */
export function createNameTable(entries: readonly NamedEntry[], options: NameTableOptions): NameTable {
  const reserved = new Set(options.reserved ?? []);
  const { listed, hidden } = selectListed(withoutRepeats(entries), options.prefix);
  const claims = resolveClashes(claimNames(listed, options.prefix, reserved), reserved);
  const byPublicName = new Map(claims.map((claim) => [claim.publicName, claim.entry]));
  const publicNames = new Map<string, Map<string, string>>();
  for (const { entry, publicName } of claims) innerMap(publicNames, entry.server).set(entry.name, publicName);
  // Asked for by hosts that remember an older list: rare, so it is built when the first one asks.
  let aliases: ReadonlyMap<string, NamedEntry> | undefined;
  return {
    nameOf: (server, name) => publicNames.get(server)?.get(name),
    find: (publicName) => {
      const entry = byPublicName.get(publicName);
      if (entry !== undefined) return entry;
      aliases ??= collectAliases(claims);
      return aliases.get(publicName);
    },
    hidden,
  };
}

interface Claim {
  readonly entry: NamedEntry;
  /** What the name is made from. */
  readonly base: string;
  readonly publicName: string;
  readonly isHashed: boolean;
}

function withoutRepeats(entries: readonly NamedEntry[]): readonly NamedEntry[] {
  const seen = new Map<string, Map<string, string>>();
  return entries.filter(({ server, name }) => {
    const names = innerMap(seen, server);
    if (names.has(name)) return false;
    names.set(name, name);
    return true;
  });
}

function selectListed(
  entries: readonly NamedEntry[],
  prefix: PrefixMode,
): { listed: readonly NamedEntry[]; hidden: readonly HiddenEntry[] } {
  if (prefix !== 'never') return { listed: entries, hidden: [] };
  const holders = new Map<string, string>();
  const listed: NamedEntry[] = [];
  const hidden: HiddenEntry[] = [];
  for (const entry of entries) {
    const usedBy = holders.get(entry.name);
    if (usedBy === undefined) listed.push(entry);
    else hidden.push({ ...entry, usedBy });
    holders.set(entry.name, usedBy ?? entry.server);
  }
  return { listed, hidden };
}

function claimNames(
  entries: readonly NamedEntry[],
  prefix: PrefixMode,
  reserved: ReadonlySet<string>,
): readonly Claim[] {
  const holders = countBy(entries, (entry) => entry.name);
  return entries.map((entry) => {
    const isConflict = (holders.get(entry.name) ?? 0) > 1 || reserved.has(entry.name);
    const base = prefix === 'always' || (prefix === 'on-conflict' && isConflict) ? joinName(entry) : entry.name;
    const publicName = toPublicName(base, entry);
    return { entry, base, publicName, isHashed: publicName !== base };
  });
}

/** Ends: each round gives a hash to at least one more claim, or a further hash to one of two with equal ones. */
function resolveClashes(claims: readonly Claim[], reserved: ReadonlySet<string>): readonly Claim[] {
  let current = claims;
  for (let round = 1; ; round += 1) {
    const holders = countBy(current, (claim) => claim.publicName);
    const isClash = (claim: Claim): boolean =>
      (holders.get(claim.publicName) ?? 0) > 1 || reserved.has(claim.publicName);
    if (!current.some(isClash)) return current;
    const kept = new Set<string>();
    current = current.map((claim) => {
      if (!isClash(claim)) return claim;
      if (!claim.isHashed) return { ...claim, publicName: withHash(claim.base, claim.entry), isHashed: true };
      if (!kept.has(claim.publicName) && !reserved.has(claim.publicName)) {
        kept.add(claim.publicName);
        return claim;
      }
      return { ...claim, publicName: withHash(claim.base, claim.entry, round) };
    });
  }
}

function collectAliases(claims: readonly Claim[]): ReadonlyMap<string, NamedEntry> {
  const aliases = new Map<string, NamedEntry>();
  // What an entry is called without its server may have been listed for that entry before it clashed.
  const ambiguous = new Set(claims.map(({ entry }) => toPublicName(entry.name, entry)));
  for (const { entry, base } of claims) {
    for (const alias of new Set([
      withHash(base, entry),
      toPublicName(joinName(entry), entry),
      withHash(joinName(entry), entry),
    ])) {
      if (aliases.has(alias)) ambiguous.add(alias);
      else aliases.set(alias, entry);
    }
  }
  for (const alias of ambiguous) aliases.delete(alias);
  return aliases;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function innerMap<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const existing = maps.get(key);
  if (existing !== undefined) return existing;
  const created = new Map<K, V>();
  maps.set(key, created);
  return created;
}
