import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was installed, written after each installation. It lies in node_modules, so it goes when they go. */
const STAMP = 'node_modules/.seawall-setup';
const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * Says why dependencies have to be installed, or `null` when node_modules is what package-lock.json asks for.
 *
 * An installation that someone made by hand counts when it holds the same versions.
 *
 * @param {string} root
 * @returns {string | null}
 * @throws {Error} when there is no readable package-lock.json
 */
export function findInstallReason(root) {
  const lockfileHash = hashLockfile(root);
  if (!existsSync(join(root, 'node_modules'))) return 'node_modules is missing';
  const stamp = readJson(join(root, STAMP));
  if (stamp?.platform && stamp.platform !== PLATFORM) return `node_modules was installed for ${stamp.platform}`;
  if (stamp?.lockfileHash === lockfileHash) return null;
  const difference = findDifference(root);
  if (difference === null) writeInstallStamp(root);
  return difference;
}

/** @param {string} root */
export function writeInstallStamp(root) {
  const content = { lockfileHash: hashLockfile(root), platform: PLATFORM };
  writeFileSync(join(root, STAMP), `${JSON.stringify(content)}\n`);
}

/** @param {string} root */
function hashLockfile(root) {
  try {
    return createHash('sha256')
      .update(readFileSync(join(root, 'package-lock.json')))
      .digest('hex');
  } catch (cause) {
    throw new Error('package-lock.json cannot be read. It is part of the repository: restore it with git.', { cause });
  }
}

/**
 * Compares package-lock.json with npm's own record of what it installed.
 *
 * @param {string} root
 * @returns {string | null}
 */
function findDifference(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (!wanted) throw new Error('package-lock.json is not valid. Restore it with git.');
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!installed) return 'node_modules was not installed completely';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    // Optional packages of other platforms are locked but not installed.
    if (!found && (entry.optional || entry.devOptional)) continue;
    if (!found) return `${path} is missing`;
    if (found.version !== entry.version)
      return `${path} is ${found.version} and package-lock.json says ${entry.version}`;
  }
  const extra = Object.keys(installed).find((path) => !wanted[path]);
  return extra ? `${extra} is not in package-lock.json` : null;
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Absent and unreadable mean the same here: unknown, so the work is done again.
    return null;
  }
}
