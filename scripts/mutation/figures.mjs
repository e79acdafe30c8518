/**
 * What became of the mutants of one folder: `noticed` by a failing test, `endless` loops that were ended, and `survived`,
 * those that no test runs included.
 *
 * @typedef {{ readonly noticed: number, readonly endless: number, readonly survived: number }} Figures
 */

/**
 * @param {{ readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>> }} report
 * @returns {Figures}
 */
export function countReport({ files }) {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (/** @type {string[]} */ ...wanted) => statuses.filter((status) => wanted.includes(status)).length;
  return { noticed: count('Killed'), endless: count('Timeout'), survived: count('Survived', 'NoCoverage') };
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
