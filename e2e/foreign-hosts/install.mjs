// Installs the hosts in this folder when they are missing or others than its package-lock.json asks for. They stand
// apart from the workspace, because their versions must not decide which versions Seawall gets.
import { join } from 'node:path';
import { findInstallReason, writeInstallStamp } from '../../scripts/setup/install-state.mjs';
import { endWithSignals, runChild } from '../../scripts/setup/run-child.mjs';
import { acquireSetupLock } from '../../scripts/setup/setup-lock.mjs';

const HERE = import.meta.dirname;
const INSTALL = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** @param {string} text */
const say = (text) => void process.stderr.write(`foreign-hosts: ${text}\n`);

if (findInstallReason(HERE) !== null) {
  const lock = await acquireSetupLock(join(HERE, '.setup-lock'), { say });
  endWithSignals(() => lock.release());
  // Whoever held the lock before may have installed what was missing.
  const reason = findInstallReason(HERE);
  if (reason !== null) {
    say(`installing the hosts, because ${reason}.`);
    const { exitCode } = await runChild('npm', INSTALL, { cwd: HERE, shell: process.platform === 'win32' });
    if (exitCode === 0) writeInstallStamp(HERE);
    else say(`npm ended with exit code ${exitCode}; its own words stand above.`);
    process.exitCode = exitCode;
  }
  lock.release();
}
