import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildCommand } from './build-command.mjs';
import { buildPages } from './build-pages.mjs';
import { findBuildReason, findMissingOutput, fingerprintSources, writeBuildStamp } from './build-state.mjs';
import { findInstallReason, writeInstallStamp } from './install-state.mjs';
import { endWithSignals, runChild } from './run-child.mjs';
import { acquireSetupLock } from './setup-lock.mjs';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Brings the checkout into a state in which it runs; does nothing, and says nothing, when it is in that state.
 *
 * @param {{ readonly build: boolean }} options
 * @returns {Promise<number>} the exit code
 */
export async function prepareCheckout({ build }) {
  try {
    if (findInstallReason(ROOT) === null && (!build || findBuildReason(ROOT) === null)) return 0;
    const lock = await acquireSetupLock(join(ROOT, '.setup-lock'), { say });
    endWithSignals(() => lock.release());
    try {
      // Asked again under the lock: another setup may have done the work meanwhile.
      await install();
      if (build) await buildPackages();
    } finally {
      lock.release();
    }
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function install() {
  const reason = findInstallReason(ROOT);
  if (reason === null) return;
  say(`installing the dependencies with "npm ci", because ${reason}.`);
  const npm = npmCommand();
  // Development tools are always needed here, whatever NODE_ENV says.
  const args = [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { exitCode } = await runChild(npm.command, args, { cwd: ROOT, shell: npm.shell });
  if (exitCode !== 0) {
    throw new Error(
      `"npm ci" failed with exit code ${exitCode}; its own words stand above.\n` +
        'setup: Check that the npm registry can be reached (npm ping) and that package-lock.json fits the package.json files ' +
        '(npm install mends it), then run the command again.',
    );
  }
  writeInstallStamp(ROOT);
}

async function buildPackages() {
  const reason = findBuildReason(ROOT);
  if (reason === null) return;
  say(`building with "tsc -b", because ${reason}.`);
  const fingerprint = fingerprintSources(ROOT);
  await compile([]);
  // tsc trusts its build info and does not notice that an output was deleted.
  if (findMissingOutput(ROOT) !== null) await compile(['--force']);
  await buildCommand(ROOT, say);
  await buildPages(ROOT, say);
  const missing = findMissingOutput(ROOT);
  if (missing !== null)
    throw new Error(`"tsc -b" succeeded but did not write ${missing}. Check the tsconfig.json of its package.`);
  writeBuildStamp(ROOT, fingerprint);
}

/** @param {readonly string[]} flags */
async function compile(flags) {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  if (!existsSync(tsc)) {
    throw new Error('the TypeScript compiler is not installed. Delete node_modules and run the command again.');
  }
  const { exitCode } = await runChild(process.execPath, [tsc, '-b', ...flags], { cwd: ROOT });
  if (exitCode !== 0) {
    throw new Error(
      `"tsc -b" failed with exit code ${exitCode}; the errors stand above.\n` +
        'setup: Fix them and run the command again. If you changed nothing, run "npm ci" and then "npm run build".',
    );
  }
}

/** The npm that started us, else the one on PATH; never npx. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && /^npm-cli\.[cm]?js$/.test(basename(running)) && existsSync(running)) {
    return { command: process.execPath, args: [running], shell: false };
  }
  // On Windows npm is a .cmd file, which only a shell can start.
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}
