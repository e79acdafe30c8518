import { createHash } from 'node:crypto';

/** Longer names are refused by some hosts and model APIs. */
export const MAX_NAME_LENGTH = 64;

/** A tool or a prompt by the name that its server gave it. */
export interface NamedEntry {
  readonly server: string;
  readonly name: string;
}

/** The name of an entry with its server in front. */
export function joinName(entry: NamedEntry): string {
  return `${entry.server}${SEPARATOR}${entry.name}`;
}

/** `base` where every host can use it as it is; else the usable part of it, cut, and a hash of the entry. */
export function toPublicName(base: string, entry: NamedEntry): string {
  const isUsable = USABLE_NAME.test(base) && base.length <= MAX_NAME_LENGTH;
  return isUsable ? base : withHash(base, entry);
}

/**
 * The usable part of `base`, cut, with `_` and 8 hex digits that belong to the entry.
 *
 * The digits depend on nothing but the entry and `round`, which sets apart the entries whose digits are equal by chance.
 */
export function withHash(base: string, entry: NamedEntry, round = 0): string {
  const parts = round === 0 ? [entry.server, entry.name] : [entry.server, entry.name, String(round)];
  const digits = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, HASH_DIGITS);
  const usable = base.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, MAX_NAME_LENGTH - HASH_DIGITS - 1);
  return `${usable}_${digits}`;
}

const SEPARATOR = '__';
const HASH_DIGITS = 8;
const USABLE_NAME = /^[A-Za-z0-9_-]+$/;
