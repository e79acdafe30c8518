// Sums the JSON reports of vitest in a folder and prints "N passed, N failed", with ", N skipped" when there are any.
// Usage: node scripts/count-tests.mjs <folder>
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'artifacts/test-reports';
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests + countBrokenFiles(report.testResults);
  total.skipped += report.numPendingTests + report.numTodoTests;
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);

/**
 * Files that failed without a failed test in them, for example because they could not be loaded: each counts as one.
 *
 * @param {readonly { status: string, assertionResults: readonly { status: string }[] }[]} files
 */
function countBrokenFiles(files) {
  return files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
}
