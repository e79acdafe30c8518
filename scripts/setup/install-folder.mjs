// Installs the packages of a folder that has a lockfile of its own, beside the workspace.
import { basename, join } from 'node:path';
import { findInstallReason, writeInstallStamp } from './install-state.mjs';
import { endWithSignals, runChild } from './run-child.mjs';
import { acquireSetupLock } from './setup-lock.mjs';

const NPM_CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs what a folder's package-lock.json asks for, when that is missing or something else is there. No script of a
 * package runs. Ends the process with 1 in the end when npm fails.
 *
 * @param {string} folder
 */
export async function installFolder(folder) {
  const say = (/** @type {string} */ text) => void process.stderr.write(`${basename(folder)}: ${text}\n`);
  if (findInstallReason(folder) === null) return;
  const lock = await acquireSetupLock(join(folder, '.setup-lock'), { say });
  endWithSignals(() => lock.release());
  try {
    // Asked again under the lock: another one may have done the work meanwhile.
    const reason = findInstallReason(folder);
    if (reason === null) return;
    say(`installing with "npm ci", because ${reason}.`);
    const { exitCode } = await runChild('npm', NPM_CI, { cwd: folder, shell: process.platform === 'win32' });
    if (exitCode === 0) {
      writeInstallStamp(folder);
      return;
    }
    say(`"npm ci" failed with exit code ${exitCode}; its own words stand above. Check that packages can be fetched.`);
    process.exitCode = 1;
  } finally {
    lock.release();
  }
}
