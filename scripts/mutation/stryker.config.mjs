// @ts-check
// What StrykerJS does with one folder of policies. scripts/mutation/main.mjs names the folder in MUTATION_FOLDER.
import { OUTPUT, sourcesOf } from './folders.mjs';

const folder = process.env.MUTATION_FOLDER ?? '';
const output = `${OUTPUT}/${folder}`;

/** The options that StrykerJS reads. */
export default {
  mutate: sourcesOf(folder),
  // The sandbox is a copy of what these tests need; everything else is left where it is.
  ignorePatterns: [
    '**',
    '!packages/core/**',
    '!packages/testkit/**',
    '!packages/*/tsconfig.json',
    '!tsconfig.base.json',
    '!docs/**',
    '!scripts/mutation/*.ts',
    'dist',
    '*.tgz',
  ],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  // Long, so that a busy machine is not taken for an endless loop. Loops that only spin are found by their count.
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 15,
  incremental: true,
  incrementalFile: `${output}/incremental.json`,
  tempDirName: `${output}/sandbox`,
  reporters: ['json', 'html', 'progress-append-only'],
  jsonReporter: { fileName: `${output}/report.json` },
  htmlReporter: { fileName: `${output}/report.html` },
  // The figures of all folders together decide, in main.mjs.
  thresholds: { high: 95, low: 95, break: null },
  checkers: [],
  disableTypeChecks: false,
  allowConsoleColors: false,
};
