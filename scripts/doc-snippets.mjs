// Compiles every block of TypeScript in the README files and in docs/, so that what they show is true.
// Usage: node scripts/doc-snippets.mjs. Prints each fault with its place in the page, and exits with 1 when there is one.
// What blocks use and don't declare themselves stands in doc-snippets/.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { listFiles } from './setup/list-files.mjs';
import { runChild } from './setup/run-child.mjs';

const ROOT = join(import.meta.dirname, '..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const FOLDER = 'artifacts/doc-snippets';

/**
 * What the compiler says about the blocks of a tree, each as `docs/store.md:12: Cannot find …`.
 *
 * @param {string} root
 * @returns {Promise<readonly string[]>}
 */
export async function findFaults(root) {
  const folder = join(root, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  const snippets = listPages(root).flatMap((page) => findSnippets(page, readFileSync(join(root, page), 'utf8')));
  if (snippets.length === 0) throw new Error('There is no block of TypeScript in any page.');
  const files = snippets.map((snippet) => writeSnippet(folder, snippet));
  const config = join(folder, 'tsconfig.json');
  const surroundings = listFiles(join(import.meta.dirname, 'doc-snippets'));
  writeFileSync(config, JSON.stringify(configOf([...files, ...surroundings])));
  const { output } = await runChild(process.execPath, [TSC, '-p', config, '--pretty', 'false'], {
    cwd: root,
    capture: true,
  });
  return output.split('\n').flatMap((line) => toFault(line));
}

/**
 * A block of TypeScript; `line` is that of its first line in the page, from 1.
 *
 * @typedef {{ readonly page: string, readonly line: number, readonly code: string }} Snippet
 */

/** What is indented belongs to a list, and is code as well. */
const BLOCK = /^( *)```ts *\n([\s\S]*?)^ *```$/gm;

/**
 * @param {string} page
 * @param {string} text
 * @returns {readonly Snippet[]}
 */
export function findSnippets(page, text) {
  return [...text.matchAll(BLOCK)].map(({ index, 2: code = '' }) => ({
    page,
    line: text.slice(0, index).split('\n').length + 1,
    code,
  }));
}

/** @param {string} root */
function listPages(root) {
  const packages = join(root, 'packages');
  const names = existsSync(packages) ? readdirSync(packages) : [];
  const readmes = ['README.md', ...names.map((name) => `packages/${name}/README.md`)];
  const docs = listFiles(join(root, 'docs')).map((path) => relative(root, path));
  return [...readmes, ...docs.sort()].filter((page) => page.endsWith('.md') && existsSync(join(root, page)));
}

/**
 * Each in a file of its own, with as many empty lines before it as there are lines in the page: a fault has the same line.
 *
 * @param {string} folder
 * @param {Snippet} snippet
 */
function writeSnippet(folder, { page, line, code }) {
  const path = join(folder, `${page}.${line}.mts`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${'\n'.repeat(line - 1)}${code}export {};\n`);
  return path;
}

/** @param {readonly string[]} files */
function configOf(files) {
  const typeRoots = [join(ROOT, 'node_modules/@types')];
  return { extends: join(ROOT, 'tsconfig.tests.json'), compilerOptions: { typeRoots }, files, include: [] };
}

/** Some blocks are a part of a function, and show what it returns. */
const OUTSIDE_A_FUNCTION = 'error TS1108:';

/**
 * @param {string} line
 * @returns {readonly string[]}
 */
function toFault(line) {
  if (line.trim() === '' || line.startsWith(' ') || line.includes(OUTSIDE_A_FUNCTION)) return [];
  const found = /^(?:.*\/)?artifacts\/doc-snippets\/(.+)\.\d+\.mts\((\d+),\d+\): (.*)$/.exec(line);
  return [found === null ? line : `${found[1]}:${found[2]}: ${found[3]}`];
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const faults = await findFaults(ROOT);
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
}
