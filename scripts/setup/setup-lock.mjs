import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;
const HEARTBEAT_MS = 5_000;
/** A lock without a heartbeat for so long is nobody's, whatever its process id says. */
const STALE_MS = 60_000;
/** Between making the folder and naming the owner lie milliseconds; after this its maker is dead. */
const UNNAMED_MS = 10_000;
const MAX_WAIT_MS = 20 * 60_000;

/**
 * Takes the lock of this checkout, so that two setups do not install into one node_modules. Waits while another holds it.
 *
 * A lock whose owner died, or stopped its heartbeat, is taken over.
 *
 * @param {string} folder the lock: a folder that exists while it is held
 * @param {{ readonly say: (text: string) => void, readonly staleMs?: number }} options
 * @returns {Promise<{ readonly release: () => void }>}
 * @throws {Error} when the lock is held for more than 20 minutes
 */
export async function acquireSetupLock(folder, { say, staleMs = STALE_MS }) {
  const token = randomUUID();
  const startedMs = performance.now();
  let told = false;
  while (!tryCreate(folder, token)) {
    const holder = inspect(folder, staleMs);
    if (holder.kind === 'stale') {
      takeAway(folder, holder.token);
      continue;
    }
    if (!told && holder.kind === 'held') say(`waiting for another setup of this checkout (process ${holder.pid}).`);
    told ||= holder.kind === 'held';
    if (performance.now() - startedMs > MAX_WAIT_MS) {
      throw new Error(
        `another setup has held "${folder}" for 20 minutes. End that process, delete the folder and run the command again.`,
      );
    }
    await delay(POLL_MS);
  }
  const heartbeat = setInterval(() => beat(folder, token), HEARTBEAT_MS);
  heartbeat.unref();
  return {
    release: () => {
      clearInterval(heartbeat);
      if (readOwner(folder)?.token === token) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} folder
 * @param {string} token
 */
function tryCreate(folder, token) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ token, pid: process.pid, host: hostname() }));
  return true;
}

/**
 * @param {string} folder
 * @param {number} staleMs
 * @returns {{ kind: 'free' } | { kind: 'held', pid: number } | { kind: 'stale', token: string | undefined }}
 */
function inspect(folder, staleMs) {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats) return { kind: 'free' };
  const ageMs = Date.now() - stats.mtimeMs;
  const owner = readOwner(folder);
  if (!owner) return ageMs > Math.min(UNNAMED_MS, staleMs) ? { kind: 'stale', token: undefined } : { kind: 'free' };
  const isDead = owner.host === hostname() && !isAlive(owner.pid);
  return isDead || ageMs > staleMs ? { kind: 'stale', token: owner.token } : { kind: 'held', pid: owner.pid };
}

/**
 * Moves a stale lock out of the way. Of several that try, one succeeds; a lock that was fresh after all is put back.
 *
 * @param {string} folder
 * @param {string | undefined} staleToken
 */
function takeAway(folder, staleToken) {
  const aside = `${folder}.${randomUUID()}`;
  try {
    renameSync(folder, aside);
    if (readOwner(aside)?.token === staleToken) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, folder);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

/**
 * @param {string} folder
 * @param {string} token
 */
function beat(folder, token) {
  if (readOwner(folder)?.token !== token) return;
  const now = new Date();
  utimesSync(folder, now, now);
}

/**
 * @param {string} folder
 * @returns {{ token: string, pid: number, host: string } | null}
 */
function readOwner(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));
  } catch {
    // Not written yet, or gone: its age decides.
    return null;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return isErrno(error, 'EPERM');
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isErrno(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
