import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { listFiles } from './list-files.mjs';

/** The sources of the last build that succeeded. */
const STAMP = 'node_modules/.seawall-build';
/** A package with this file is a web app: one build makes one page of all its sources. */
const PAGE_CONFIG = 'vite.config.ts';
/** Sources that have an output: examples are compiled with the tests only. */
const COMPILED = /(?<!\.d|\.examples)\.ts$/;
/** A package with this file is a command: what it loads is joined into few files. */
const COMMAND_SOURCE = 'src/command-main.ts';
const COMMAND_OUTPUT = 'dist/bundle/command-main.mjs';
const SHARED_INPUTS = ['tsconfig.base.json', 'tsconfig.json', 'package-lock.json'];

/**
 * Says why the packages have to be built, or `null` when every dist/ is that of the present sources.
 *
 * @param {string} root
 * @returns {string | null}
 */
export function findBuildReason(root) {
  const missing = findMissingOutput(root);
  if (missing !== null) return `${missing} is missing`;
  return readText(join(root, STAMP)) === fingerprintSources(root) ? null : 'sources changed since the last build';
}

/**
 * The first file that a build should have written and that is not there.
 *
 * @param {string} root
 * @returns {string | null}
 */
export function findMissingOutput(root) {
  for (const folder of packageFolders(root)) {
    if (existsSync(join(folder, PAGE_CONFIG))) {
      const page = join(folder, 'dist/index.html');
      if (!existsSync(page)) return relative(root, page);
      continue;
    }
    for (const source of listFiles(join(folder, 'src'))) {
      if (!COMPILED.test(source)) continue;
      const output = join(folder, 'dist', relative(join(folder, 'src'), source)).replace(/\.ts$/, '.js');
      if (!existsSync(output)) return relative(root, output);
    }
    const joined = join(folder, COMMAND_OUTPUT);
    if (existsSync(join(folder, COMMAND_SOURCE)) && !existsSync(joined)) return relative(root, joined);
  }
  return null;
}

/**
 * Records that the sources with this fingerprint were built.
 *
 * @param {string} root
 * @param {string} fingerprint taken before the build: a source that changes while it runs is built the next time
 */
export function writeBuildStamp(root, fingerprint) {
  writeFileSync(join(root, STAMP), fingerprint);
}

/**
 * A digest of path, size and time of each input of the build.
 *
 * @param {string} root
 */
export function fingerprintSources(root) {
  return fingerprintFolders(root, packageFolders(root));
}

/**
 * A digest of path, size and time of each input of the build of some packages.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 */
export function fingerprintFolders(root, folders) {
  const inputs = SHARED_INPUTS.map((name) => join(root, name));
  for (const folder of folders) {
    const names = ['package.json', 'tsconfig.json', PAGE_CONFIG, 'index.html'];
    inputs.push(...names.map((name) => join(folder, name)));
    for (const name of ['src', 'public', 'build', 'worker']) inputs.push(...listFiles(join(folder, name)));
  }
  const hash = createHash('sha256');
  for (const path of inputs.sort()) {
    const stats = statSync(path, { throwIfNoEntry: false });
    hash.update(`${relative(root, path)}\0${stats?.size}\0${stats?.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * The packages that are web apps.
 *
 * @param {string} root
 */
export function pageFolders(root) {
  return packageFolders(root).filter((folder) => existsSync(join(folder, PAGE_CONFIG)));
}

/** @param {string} root */
function packageFolders(root) {
  const folder = join(root, 'packages');
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'tsconfig.json')));
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
