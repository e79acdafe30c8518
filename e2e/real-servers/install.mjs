// Installs the published servers of this folder when they are missing or not those of its package-lock.json. They have a
// lockfile of their own, because some can't be built here: no script of theirs runs.
import { join } from 'node:path';
import { findInstallReason, writeInstallStamp } from '../../scripts/setup/install-state.mjs';
import { endWithSignals, runChild } from '../../scripts/setup/run-child.mjs';
import { acquireSetupLock } from '../../scripts/setup/setup-lock.mjs';

const FOLDER = import.meta.dirname;

if (findInstallReason(FOLDER) !== null) {
  const lock = await acquireSetupLock(join(FOLDER, '.setup-lock'), { say });
  endWithSignals(() => lock.release());
  try {
    // Asked again under the lock: another one may have done the work meanwhile.
    const reason = findInstallReason(FOLDER);
    if (reason !== null) await install(reason);
  } finally {
    lock.release();
  }
}

/** @param {string} reason */
async function install(reason) {
  say(`installing the servers with "npm ci", because ${reason}.`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { exitCode } = await runChild('npm', args, { cwd: FOLDER, shell: process.platform === 'win32' });
  if (exitCode === 0) return writeInstallStamp(FOLDER);
  say(`"npm ci" failed with exit code ${exitCode}; its own words stand above. Check that the registry can be reached.`);
  process.exitCode = 1;
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`real-servers: ${text}\n`);
}
