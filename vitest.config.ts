import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/test/**/*.test.ts', 'e2e/*/test/**/*.test.ts'],
    // No test waits for time to pass: this only ends one that hangs, also where the machine has other work.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    // Vitest leaves one core to itself, which on two cores would be half of them.
    maxWorkers: '100%',
    passWithNoTests: false,
    restoreMocks: true,
  },
});
