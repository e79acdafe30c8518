// @ts-check

/** What a file that is damaged makes the database say, or what we say when a record is not what was written. */
const DAMAGE = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SEAWALL_DAMAGED']);

/** What says nothing about the content of the file: who else uses it, rights, room, the device. */
const OUTSIDE = new Set(
  'SQLITE_BUSY SQLITE_LOCKED SQLITE_NOMEM SQLITE_IOERR SQLITE_FULL SQLITE_CANTOPEN SQLITE_PERM SQLITE_AUTH SQLITE_PROTOCOL SEAWALL_NEWER'.split(
    ' ',
  ),
);

/** A record is not what was written. */
export class DamageError extends Error {
  code = 'SEAWALL_DAMAGED';
}

/** The file was written by a later version. */
class NewerError extends Error {
  code = 'SEAWALL_NEWER';
}

/**
 * Refuses what a later version wrote.
 *
 * @param {number} version of the file
 * @param {number} latest that this program knows
 * @throws {NewerError}
 */
export function assertKnown(version, latest) {
  if (version > latest) throw new NewerError(`The file has version ${version}, and this program knows ${latest}.`);
}

/** A folder stands where the file should. */
export class FolderError extends Error {
  code = 'EISDIR';
}

/** A symbolic link stands where none may. */
export class LinkError extends Error {
  code = 'ELOOP';
}

/** Somebody put another file in the place of the one that is open. */
export class ReplacedError extends Error {
  code = 'SEAWALL_REPLACED';
}

/**
 * The code and the words of what was thrown; extended codes of the database are cut to the plain ones.
 *
 * @param {unknown} thrown
 */
export function toFault(thrown) {
  const code = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined;
  const plain = typeof code === 'string' ? code.replace(/^(SQLITE_[A-Z]+)_.*$/, '$1') : 'UNKNOWN';
  return { code: plain, message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/**
 * Whether the content of the file is at fault, once it is open.
 *
 * @param {unknown} thrown
 */
export function isDamage(thrown) {
  return DAMAGE.has(toFault(thrown).code);
}

/**
 * Whether the content of the file is at fault, when it could not be opened. A damaged header or schema makes the database say
 * all kinds of things, so this is everything that has no other explanation.
 *
 * @param {unknown} thrown
 */
export function isDamageAtOpening(thrown) {
  const { code } = toFault(thrown);
  return !OUTSIDE.has(code) && !/^E[A-Z0-9_]+$/.test(code);
}
