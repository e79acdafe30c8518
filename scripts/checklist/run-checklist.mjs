// The checklist as a function: what it prints, and the code it exits with.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveIds, splitIds } from './behaviour-ids.mjs';
import { readBehaviours } from './behaviours.mjs';
import { coverBehaviours, findTestTitles } from './coverage.mjs';
import { formatCoverage, isTested, summarizeAreas } from './print-coverage.mjs';

/** @typedef {{ readonly exitCode: number, readonly output: string, readonly complaints: readonly string[] }} Result */

const LIST = 'docs/seed-behaviours.json';
const ROOT = join(import.meta.dirname, '../..');

/**
 * Never throws: what is wrong with the arguments is a complaint, with 2 as the exit code.
 *
 * @param {readonly string[]} args
 * @returns {Result}
 */
export function runChecklist(args) {
  try {
    return check(args);
  } catch (error) {
    return { exitCode: 2, output: '', complaints: [error instanceof Error ? error.message : String(error)] };
  }
}

/**
 * @param {readonly string[]} args
 * @returns {Result}
 */
function check(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, ids: { type: 'string' }, require: { type: 'string' } },
    allowPositionals: true,
  });
  if (positionals.length > 1) throw new Error(`One folder at most can be checked, not ${positionals.join(' and ')}.`);
  const root = resolve(positionals[0] ?? ROOT);
  const behaviours = loadBehaviours(root);
  const known = new Set(behaviours.map(({ id }) => id));
  const wanted = values.ids === undefined ? known : new Set(readRanges('--ids', values.ids, known));
  const required = values.require === undefined ? [] : readRanges('--require', values.require, known);

  const found = findTestTitles(root);
  const { covered, faults: unknownIds } = coverBehaviours(behaviours, found.titles);
  const chosen = covered.filter(({ id }) => wanted.has(id));
  const missing = covered.filter((behaviour) => required.includes(behaviour.id) && !isTested(behaviour));
  const faults = [...found.faults, ...unknownIds];
  return {
    exitCode: faults.length + missing.length > 0 ? 1 : 0,
    output: values.json ? toJson(chosen, missing, faults) : formatCoverage(chosen),
    complaints: [
      ...faults.map((fault) => `fault: ${fault}`),
      ...missing.map(({ id, behaviour }) => `required and without a test: ${id} ${behaviour}`),
    ],
  };
}

/**
 * @param {readonly import('./coverage.mjs').Covered[]} chosen
 * @param {readonly import('./coverage.mjs').Covered[]} missing
 * @param {readonly string[]} faults
 */
function toJson(chosen, missing, faults) {
  const summary = { total: chosen.length, tested: chosen.filter(isTested).length, areas: summarizeAreas(chosen) };
  const missingRequired = missing.map(({ id }) => id);
  return JSON.stringify({ ...summary, missingRequired, faults, behaviours: chosen }, null, 2);
}

/** @param {string} root */
function loadBehaviours(root) {
  try {
    return readBehaviours(join(root, LIST));
  } catch (error) {
    throw new Error(`${LIST} in ${root} can not be used. ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
}

/**
 * @param {string} option
 * @param {string} ranges
 * @param {ReadonlySet<string>} known
 */
function readRanges(option, ranges, known) {
  const items = splitIds(ranges);
  if (!items) throw new Error(`${option} takes ids and ranges as A1-A14,B1, not "${ranges}".`);
  const { ids, faults } = resolveIds(items, known);
  if (faults.length > 0) throw new Error(`${option}: ${faults.join('; ')} in ${LIST}.`);
  return ids;
}
