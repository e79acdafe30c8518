/**
 * What became of the mutants of one folder: `noticed` by a test that fails, `endless` where a test or the whole run waited in
 * vain, and `survived`, those that no test runs included.
 *
 * @typedef {{ readonly noticed: number, readonly endless: number, readonly survived: number }} Figures
 */

/**
 * What Stryker writes down, as far as it is read here.
 *
 * @typedef {{ readonly status: string, readonly statusReason?: string }} Mutant
 * @typedef {{ readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>> }} Report
 */

/**
 * @param {Report} report
 * @returns {Figures}
 */
export function countReport({ files }) {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (/** @type {string[]} */ ...wanted) => mutants.filter(({ status }) => wanted.includes(status)).length;
  const late = mutants.filter(({ status, statusReason }) => status === 'Killed' && isLate(statusReason)).length;
  return {
    noticed: count('Killed') - late,
    endless: count('Timeout') + late,
    survived: count('Survived', 'NoCoverage'),
  };
}

/** @param {string | undefined} reason */
function isLate(reason) {
  return reason?.startsWith('Test timed out') === true;
}

/**
 * @param {readonly Figures[]} all
 * @returns {Figures}
 */
export function addFigures(all) {
  const sum = (/** @type {keyof Figures} */ name) => all.reduce((total, each) => total + each[name], 0);
  return { noticed: sum('noticed'), endless: sum('endless'), survived: sum('survived') };
}

/**
 * Which part of the mutants was noticed, in percent.
 *
 * @param {Figures} figures
 */
export function scoreOf({ noticed, endless, survived }) {
  return (100 * (noticed + endless)) / (noticed + endless + survived);
}

/**
 * The figures as a table in Markdown.
 *
 * @param {ReadonlyMap<string, Figures>} folders
 */
export function formatFigures(folders) {
  const rows = [...folders, /** @type {const} */ (['all', addFigures([...folders.values()])])];
  const lines = rows.map(([name, figures]) => {
    const { noticed, endless, survived } = figures;
    const all = noticed + endless + survived;
    return `| ${name} | ${all} | ${noticed} | ${endless} | ${survived} | ${scoreOf(figures).toFixed(1)} |`;
  });
  return [
    '| folder | mutants | noticed | endless | survived | % |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
