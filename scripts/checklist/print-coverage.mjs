// What the checklist prints for people.

/** @typedef {import('./coverage.mjs').Covered} Covered */

/**
 * How many behaviours of each area have a test, and those without one.
 *
 * @param {readonly Covered[]} covered
 * @returns {string}
 */
export function formatCoverage(covered) {
  const areas = summarizeAreas(covered);
  const rows = [...areas, { area: 'all', tested: covered.filter(isTested).length, total: covered.length }];
  const width = Math.max(...rows.map(({ area }) => area.length));
  const digits = String(covered.length).length;
  const table = rows.map(
    ({ area, tested, total }) =>
      `${area.padEnd(width)}  ${String(tested).padStart(digits)} of ${String(total).padStart(digits)}`,
  );
  const open = areas.flatMap(({ area }) => {
    const untested = covered.filter((behaviour) => behaviour.area === area && !isTested(behaviour));
    return untested.length > 0
      ? ['', area, ...untested.map(({ id, behaviour }) => `  ${id.padEnd(4)}  ${behaviour}`)]
      : [];
  });
  return ['Behaviours with a test', '', ...table, ...(open.length > 0 ? ['', 'Without a test', ...open] : [])].join(
    '\n',
  );
}

/**
 * @param {readonly Covered[]} covered
 * @returns {{ readonly area: string, readonly tested: number, readonly total: number }[]} in the order of the list
 */
export function summarizeAreas(covered) {
  return [...new Set(covered.map(({ area }) => area))].map((area) => {
    const inArea = covered.filter((behaviour) => behaviour.area === area);
    return { area, tested: inArea.filter(isTested).length, total: inArea.length };
  });
}

/** @param {Covered} behaviour */
export function isTested(behaviour) {
  return behaviour.tests.length > 0;
}
