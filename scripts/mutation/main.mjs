// Changes the code of core's policies piece by piece, and tells which changes no test notices. docs/mutation.md explains it.
// Usage: npm run mutation [-- FOLDER...]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNewerNode } from '../setup/find-newer-node.mjs';
import { installFolder } from '../setup/install-folder.mjs';
import { runChild } from '../setup/run-child.mjs';
import { addFigures, countReport, formatFigures, scoreOf } from './figures.mjs';
import { listFolders, OUTPUT, ROOT } from './folders.mjs';

/** In percent, over all folders that were run. */
const LEAST_SCORE = 95;
/** What Stryker needs. */
const MINIMUM_MAJOR = 22;
const STRYKER = 'scripts/mutation/node_modules/@stryker-mutator/core/bin/stryker.js';

const known = listFolders();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) fail(`There is no folder "${unknown.join('", "')}". There are: ${known.join(', ')}.`);
else await mutate(wanted.length > 0 ? wanted : known);

/** @param {readonly string[]} folders */
async function mutate(folders) {
  await installFolder(import.meta.dirname);
  const node = findNewerNode(import.meta.dirname, MINIMUM_MAJOR);
  if (node === undefined)
    return fail(`Stryker needs Node ${MINIMUM_MAJOR}, and npm has none for this platform. Run this with a newer Node.`);
  /** @type {Map<string, import('./figures.mjs').Figures>} */
  const figures = new Map();
  for (const folder of folders) {
    process.env.MUTATION_FOLDER = folder;
    const { exitCode } = await runChild(node, [STRYKER, 'run', 'scripts/mutation/stryker.config.mjs'], { cwd: ROOT });
    if (exitCode !== 0) return fail(`Stryker could not test ${folder}; its own words stand above.`);
    figures.set(folder, countReport(JSON.parse(readFileSync(join(ROOT, OUTPUT, folder, 'report.json'), 'utf8'))));
  }
  console.log(formatFigures(figures));
  const score = scoreOf(addFigures([...figures.values()]));
  if (score < LEAST_SCORE) fail(`${score.toFixed(1)} % of the changes were noticed, and ${LEAST_SCORE} % must be.`);
}

/** @param {string} text */
function fail(text) {
  console.error(`mutation: ${text}`);
  process.exitCode = 1;
}
