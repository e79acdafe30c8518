import { configDefaults, defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

/** They need modules of their own: replaced ones, two versions of one, or one that nobody has used yet. */
const APART = [
  'packages/ai-sdk/test/**/*.test.ts',
  'packages/dashboard/test/**/*.test.ts',
  'packages/core/test/diagnosis/prepare-diagnosis.test.ts',
];
const ALL = ['packages/*/test/**/*.test.ts', 'scripts/test/**/*.test.ts', 'e2e/*/test/**/*.test.ts'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // No test waits for time to pass: this only ends one that hangs, also where the machine has other work.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    // Vitest leaves one core to itself, which on two cores would be half of them.
    maxWorkers: '100%',
    passWithNoTests: false,
    restoreMocks: true,
    projects: [
      // Loading every module anew for every file would take most of the time.
      {
        extends: true,
        test: { name: 'together', include: ALL, exclude: [...configDefaults.exclude, ...APART], isolate: false },
      },
      { extends: true, test: { name: 'apart', include: APART } },
    ],
  },
});
