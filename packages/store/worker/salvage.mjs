// @ts-check
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ParkedDatabase } from './parked-database.mjs';
import { toRow } from './parked-rows.mjs';

/**
 * Puts a new file in the place of a damaged one, with every record that can be read, and sets the damaged one aside.
 *
 * The new file is whole before it takes the place, so a crash at any moment leaves one of the two.
 *
 * @param {string} file
 * @param {number} nowMs
 * @param {string} reason
 * @returns {import('../src/parked-log-protocol.ts').SalvageReport}
 */
export function salvage(file, nowMs, reason) {
  const { records, lost } = readAll(file, nowMs);
  const fresh = `${file}.new`;
  remove(fresh);
  try {
    const database = new ParkedDatabase(fresh, nowMs);
    try {
      database.putAll([...records.values()].map(toRow));
    } finally {
      database.close();
    }
  } catch (error) {
    remove(fresh);
    throw error;
  }
  const aside = asideName(file, nowMs);
  // First of all: a journal that stays would be played back into the new file.
  if (existsSync(`${file}-journal`)) renameSync(`${file}-journal`, `${aside}-journal`);
  keepAs(file, aside);
  renameSync(fresh, file);
  rmSync(`${fresh}-journal`, { force: true });
  syncFolder(dirname(file));
  forgetOldest(file);
  return { aside, kept: records.size, lost, reason };
}

/**
 * Ends what a crash in the middle of {@link salvage} left.
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

/** How many damaged files are kept. */
const MAX_ASIDE = 5;
/** How many places are tried one by one where the table can't be walked through. */
const MAX_LOOKUPS = 20_000;
/** After this many places in a row without a record it is given up. */
const MAX_MISSES = 2000;

/**
 * @param {string} file
 * @param {number} nowMs
 */
function readAll(file, nowMs) {
  /** @type {Map<number, string>} */
  const records = new Map();
  /** @type {Set<number>} */
  const damaged = new Set();
  let database;
  try {
    database = new ParkedDatabase(file, nowMs, { isDamaged: true });
  } catch {
    // Nothing in it can be read, which the report says.
    return { records, lost: 0 };
  }
  try {
    const reader = database;
    /** @param {{ place: number, record: string | undefined }} found */
    const keep = ({ place, record }) => void (record === undefined ? damaged.add(place) : records.set(place, record));
    const first = walk(reader, '>', Number.MIN_SAFE_INTEGER, keep);
    if (first.isWhole) return { records, lost: damaged.size };
    const last = walk(reader, '<', Number.MAX_SAFE_INTEGER, keep);
    const from = Math.max(first.place, 0) + 1;
    const to = Math.min(
      last.place === Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : last.place,
      from + MAX_LOOKUPS,
    );
    let misses = 0;
    for (let place = from; place < to && misses < MAX_MISSES; place += 1) {
      misses += 1;
      try {
        const found = reader.salvage('=', place);
        if (found === undefined) continue;
        keep(found);
        misses = 0;
      } catch {
        // This part of the file can't be read; how many records stood there is not known, at most one at each place.
        if (last.place !== Number.MAX_SAFE_INTEGER) damaged.add(place);
      }
    }
    return { records, lost: damaged.size };
  } finally {
    database.close();
  }
}

/**
 * Walks through the table until its end or until it can't go on.
 *
 * @param {ParkedDatabase} database
 * @param {'>' | '<'} direction
 * @param {number} start
 * @param {(found: { place: number, record: string | undefined }) => void} keep
 */
function walk(database, direction, start, keep) {
  let place = start;
  try {
    for (;;) {
      const found = database.salvage(direction, place);
      // Damage can lead in a circle: only onwards.
      if (found === undefined || (direction === '>' ? found.place <= place : found.place >= place)) {
        return { place, isWhole: found === undefined };
      }
      place = found.place;
      keep(found);
    }
  } catch {
    return { place, isWhole: false };
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
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix) && !name.endsWith('-journal'));
  for (const name of names.sort().slice(0, -MAX_ASIDE)) remove(join(folder, name));
}

/** @param {string} file */
function remove(file) {
  rmSync(file, { force: true });
  rmSync(`${file}-journal`, { force: true });
}
