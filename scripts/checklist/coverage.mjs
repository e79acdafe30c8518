// Which behaviours have a test.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { findIds, resolveIds } from './behaviour-ids.mjs';
import { readTitles } from './test-titles.mjs';

/** @typedef {import('./behaviours.mjs').Behaviour} Behaviour */
/** @typedef {{ readonly path: string, readonly line: number, readonly title: string }} TestTitle */
/** @typedef {Behaviour & { readonly tests: readonly TestTitle[] }} Covered */

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const NOT_SEARCHED = new Set(['node_modules', 'dist', 'fixtures']);

/**
 * The titles of all tests of a checkout, and the files that could not be read.
 *
 * @param {string} root
 * @returns {{ readonly titles: readonly TestTitle[], readonly faults: readonly string[] }}
 */
export function findTestTitles(root) {
  /** @type {TestTitle[]} */
  const titles = [];
  /** @type {string[]} */
  const faults = [];
  for (const file of listTestFolders(root).flatMap(listSources).sort()) {
    const path = relative(root, file).split(sep).join('/');
    try {
      titles.push(...readTitles(readFileSync(file, 'utf8'), path).map((title) => ({ path, ...title })));
    } catch (error) {
      faults.push(`${path} can not be read: ${String(error).split('\n')[0]}`);
    }
  }
  return { titles, faults };
}

/**
 * The behaviours with the tests that name them, and the titles that name ids that there are not.
 *
 * @param {readonly Behaviour[]} behaviours
 * @param {readonly TestTitle[]} titles
 * @returns {{ readonly covered: readonly Covered[], readonly faults: readonly string[] }}
 */
export function coverBehaviours(behaviours, titles) {
  /** @type {Map<string, TestTitle[]>} */
  const tests = new Map(behaviours.map(({ id }) => [id, []]));
  const known = new Set(tests.keys());
  /** @type {string[]} */
  const faults = [];
  for (const test of titles) {
    const resolved = resolveIds(findIds(test.title), known);
    faults.push(...resolved.faults.map((fault) => `${test.path}:${test.line} ${fault}: "${test.title}"`));
    for (const id of resolved.ids) tests.get(id)?.push(test);
  }
  return { covered: behaviours.map((behaviour) => ({ ...behaviour, tests: tests.get(behaviour.id) ?? [] })), faults };
}

/** @param {string} root */
function listTestFolders(root) {
  const packages = join(root, 'packages');
  const names = existsSync(packages) ? readdirSync(packages) : [];
  return [...names.map((name) => join(packages, name, 'test')), join(root, 'e2e'), join(root, 'scripts/test')];
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SEARCHED.has(entry.name) ? [] : listSources(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}
