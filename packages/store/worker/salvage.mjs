// @ts-check
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * What stands at a place of a damaged table; without a record where that is damaged.
 *
 * @template R
 * @typedef {{ readonly place: number, readonly record: R | undefined }} Found
 */

/**
 * Reads the nearest row before, after or at a place of a damaged table.
 *
 * @template R
 * @typedef {(relation: '>' | '<' | '=', place: number) => Found<R> | undefined} Reader
 */

/**
 * Puts a new file in the place of a damaged one, and sets the damaged one aside.
 *
 * The new file is whole before it takes the place, so a crash at any moment leaves one of the two.
 *
 * @param {object} options
 * @param {string} options.file
 * @param {number} options.nowMs
 * @param {string} options.reason
 * @param {(fresh: string) => Kept | Promise<Kept>} options.make makes the new file, under a name of its own, and closes it
 * @returns {Promise<import('../src/store-protocol.ts').SalvageReport>}
 *
 * @typedef {{ readonly kept: number, readonly lost: number }} Kept
 */
export async function replaceFile({ file, nowMs, reason, make }) {
  const fresh = `${file}.new`;
  remove(fresh);
  let made;
  try {
    made = await make(fresh);
  } catch (error) {
    remove(fresh);
    throw error;
  }
  const aside = asideName(file, nowMs);
  // First of all: a journal that stays would be played back into the new file.
  for (const suffix of JOURNALS) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  keepAs(file, aside);
  renameSync(fresh, file);
  for (const suffix of JOURNALS) rmSync(fresh + suffix, { force: true });
  syncFolder(dirname(file));
  forgetOldest(file);
  return { aside, ...made, reason };
}

/**
 * Ends what a crash in the middle of {@link replaceFile} left.
 *
 * @param {string} file
 */
export function finishSalvage(file) {
  const fresh = `${file}.new`;
  if (!existsSync(fresh)) return;
  // Only a whole one ever stood alone.
  if (existsSync(file)) remove(fresh);
  else renameSync(fresh, file);
}

/**
 * Reads every record of a damaged table that can be read, at most so many.
 *
 * @template R
 * @param {Reader<R>} read
 * @param {number} [limit]
 * @returns {{ records: R[], lost: number }} the records, the latest first, and how many places could not be read
 */
export function rescueRecords(read, limit = Number.POSITIVE_INFINITY) {
  /** @type {Map<number, R>} */
  const records = new Map();
  /** @type {Set<number>} */
  const damaged = new Set();
  /** @param {Found<R>} found */
  const keep = ({ place, record }) => {
    if (record === undefined) damaged.add(place);
    else records.set(place, record);
    return records.size < limit;
  };
  const last = walk(read, '<', Number.MAX_SAFE_INTEGER, keep);
  if (!last.isDone) {
    const first = walk(read, '>', Number.MIN_SAFE_INTEGER, keep);
    if (!first.isDone) lookBetween(read, first.place, last.place, keep, damaged);
  }
  const newestFirst = [...records].sort(([one], [other]) => other - one).map(([, record]) => record);
  return { records: newestFirst, lost: damaged.size };
}

/** What a database keeps beside its file. */
const JOURNALS = ['-journal', '-wal', '-shm'];
/** How many damaged files are kept. */
const MAX_ASIDE = 5;
/** How many places are tried one by one where the table can't be walked through. */
const MAX_LOOKUPS = 20_000;
/** After this many places in a row without a record it is given up. */
const MAX_MISSES = 2000;

/**
 * Walks through the table until its end or until it can't go on.
 *
 * @template R
 * @param {Reader<R>} read
 * @param {'>' | '<'} direction
 * @param {number} start
 * @param {(found: Found<R>) => boolean} keep tells whether more is wanted
 */
function walk(read, direction, start, keep) {
  let place = start;
  try {
    for (;;) {
      const found = read(direction, place);
      // Damage can lead in a circle: only onwards.
      if (found === undefined || (direction === '>' ? found.place <= place : found.place >= place)) {
        return { place, isDone: found === undefined };
      }
      place = found.place;
      if (!keep(found)) return { place, isDone: true };
    }
  } catch {
    return { place, isDone: false };
  }
}

/**
 * @template R
 * @param {Reader<R>} read
 * @param {number} first
 * @param {number} last
 * @param {(found: Found<R>) => boolean} keep
 * @param {Set<number>} damaged
 */
function lookBetween(read, first, last, keep, damaged) {
  const from = Math.max(first, 0) + 1;
  const hasEnd = last !== Number.MAX_SAFE_INTEGER;
  const to = Math.min(hasEnd ? last : Number.POSITIVE_INFINITY, from + MAX_LOOKUPS);
  let misses = 0;
  for (let place = from; place < to && misses < MAX_MISSES; place += 1) {
    misses += 1;
    try {
      const found = read('=', place);
      if (found === undefined) continue;
      if (!keep(found)) return;
      misses = 0;
    } catch {
      // This part of the file can't be read; how many records stood there is not known, at most one at each place.
      if (hasEnd) damaged.add(place);
    }
  }
}

/**
 * @param {string} file
 * @param {number} nowMs
 */
function asideName(file, nowMs) {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number += 1) {
    // Ends: somebody would have to have made all the others.
    const name = `${file}.damaged-${stamp}${number === 1 ? '' : `-${number}`}`;
    if (!existsSync(name)) return name;
  }
}

/**
 * @param {string} file
 * @param {string} aside
 */
function keepAs(file, aside) {
  try {
    linkSync(file, aside);
  } catch {
    // A file system without links: for a moment the new file stands alone, and the next start knows what that means.
    renameSync(file, aside);
  }
}

/** @param {string} folder */
function syncFolder(folder) {
  let handle;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch {
    // Not every system can do that; the names are then as durable as it makes them.
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** @param {string} file */
function forgetOldest(file) {
  const folder = dirname(file);
  const prefix = `${basename(file)}.damaged-`;
  const names = readdirSync(folder).filter(
    (name) => name.startsWith(prefix) && !JOURNALS.some((suffix) => name.endsWith(suffix)),
  );
  for (const name of names.sort().slice(0, -MAX_ASIDE)) remove(join(folder, name));
}

/** @param {string} file */
function remove(file) {
  for (const suffix of ['', ...JOURNALS]) rmSync(file + suffix, { force: true });
}
