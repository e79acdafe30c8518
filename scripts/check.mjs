// Everything that is checked beside the tests: format, lint, types, unused code, public API, packages.
// Usage: npm run check. Goes on after a failing step, prints its whole output, and exits with 1 in the end.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './setup/run-child.mjs';

const ROOT = join(import.meta.dirname, '..');
const TARBALL_FOLDER = join(ROOT, 'node_modules/.cache/seawall-tarballs');
const PARALLEL_PACKAGES = 2;

/**
 * @typedef {{ readonly exitCode: number, readonly output: string }} Outcome
 * @typedef {{ readonly name: string, readonly run: () => Promise<Outcome>, readonly needs?: string }} Step
 */

/** @type {readonly Step[]} In this order; a step that `needs` a failed one is not run and counts as failed. */
const STEPS = [
  { name: 'setup', run: () => node('scripts/setup.mjs') },
  {
    name: 'format and lint',
    needs: 'setup',
    run: () =>
      node(
        bin('@biomejs/biome', 'biome'),
        'check',
        '--error-on-warnings',
        '--diagnostic-level=warn',
        '--max-diagnostics=none',
        '.',
      ),
  },
  { name: 'source rules', needs: 'setup', run: () => node('scripts/source-rules.mjs') },
  { name: 'build', needs: 'setup', run: () => node(bin('typescript', 'tsc'), '-b') },
  {
    name: 'types of page tools',
    needs: 'setup',
    run: () => node(bin('typescript', 'tsc'), '-p', 'packages/dashboard/tsconfig.tools.json'),
  },
  { name: 'types of tests', needs: 'setup', run: () => node(bin('typescript', 'tsc'), '-p', 'tsconfig.tests.json') },
  { name: 'code in pages', needs: 'setup', run: () => node('scripts/doc-snippets.mjs') },
  {
    name: 'types of scripted servers',
    needs: 'setup',
    run: () => node(bin('typescript', 'tsc'), '-p', 'packages/testkit/servers/tsconfig.json'),
  },
  { name: 'unused code', needs: 'setup', run: () => node(bin('knip', 'knip'), '--no-progress', '--no-config-hints') },
  { name: 'public API', needs: 'build', run: () => node('scripts/api-report.mjs', '--check') },
  { name: 'command', needs: 'build', run: () => node('scripts/build-command.mjs') },
  { name: 'pages', needs: 'command', run: () => node('scripts/build-pages.mjs') },
  { name: 'pack', needs: 'pages', run: pack },
  {
    name: 'publint',
    needs: 'pack',
    run: () => eachTarball((path) => node(bin('publint', 'publint'), 'run', path, '--strict')),
  },
  {
    name: 'attw',
    needs: 'pack',
    run: () =>
      eachTarball((path) =>
        node(bin('@arethetypeswrong/cli', 'attw'), path, '--profile', 'esm-only', '--no-emoji', '--no-color'),
      ),
  },
];

const width = Math.max(...STEPS.map((step) => step.name.length));
/** @type {Set<string>} */
const failed = new Set();
for (const step of STEPS) await runStep(step);
if (failed.size > 0) {
  console.log(`\nFailed: ${[...failed].join(', ')}.`);
  process.exitCode = 1;
}

/** @param {Step} step */
async function runStep(step) {
  const label = step.name.padEnd(width);
  if (step.needs && failed.has(step.needs)) {
    failed.add(step.name);
    console.log(`skip  ${label}  because "${step.needs}" failed`);
    return;
  }
  const startedMs = performance.now();
  const { exitCode, output } = await step.run().catch(toOutcome);
  const time = `${((performance.now() - startedMs) / 1000).toFixed(1).padStart(5)} s`;
  console.log(`${exitCode === 0 ? 'ok  ' : 'FAIL'}  ${label}  ${time}`);
  if (exitCode === 0) return;
  failed.add(step.name);
  console.log(`${output.trimEnd() || `It ended with exit code ${exitCode} and said nothing.`}\n`);
}

/**
 * @param {unknown} error
 * @returns {Outcome}
 */
function toOutcome(error) {
  return { exitCode: 1, output: error instanceof Error ? `${error.stack}` : String(error) };
}

/** @param {...string} args */
function node(...args) {
  return runChild(process.execPath, args, { cwd: ROOT, capture: true });
}

/**
 * The script behind a tool's command, as its package.json names it: works alike on every platform, and without npx.
 *
 * @param {string} packageName
 * @param {string} command
 */
function bin(packageName, command) {
  const folder = join(ROOT, 'node_modules', packageName);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]);
}

/** Packs every public package as it would be published. */
async function pack() {
  rmSync(TARBALL_FOLDER, { recursive: true, force: true });
  mkdirSync(TARBALL_FOLDER, { recursive: true });
  const args = ['pack', '--workspaces', '--ignore-scripts', '--loglevel=error', '--pack-destination', TARBALL_FOLDER];
  const npm = process.env.npm_execpath;
  if (npm && existsSync(npm) && /\.[cm]?js$/.test(npm)) return await node(npm, ...args);
  return await runChild('npm', args, { cwd: ROOT, capture: true, shell: process.platform === 'win32' });
}

/**
 * Runs `check` on the tarball of each package and keeps what failing ones print.
 *
 * @param {(path: string) => Promise<Outcome>} check
 * @returns {Promise<Outcome>}
 */
async function eachTarball(check) {
  const paths = readdirSync(TARBALL_FOLDER).map((name) => join(TARBALL_FOLDER, name));
  if (paths.length === 0) return { exitCode: 1, output: 'npm pack wrote no package.' };
  /** @type {Outcome[]} */
  const bad = [];
  const queue = [...paths];
  const work = async () => {
    for (let path = queue.shift(); path; path = queue.shift()) {
      const outcome = await check(path);
      if (outcome.exitCode !== 0) bad.push({ ...outcome, output: `${path}\n${outcome.output}` });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_PACKAGES }, work));
  return { exitCode: bad.length === 0 ? 0 : 1, output: bad.map((outcome) => outcome.output).join('\n') };
}
