import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

// Real processes: the packages are built first, the tests themselves import from source.
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // They have configurations and an installation of their own.
    exclude: [
      ...configDefaults.exclude,
      'e2e/dashboard/**',
      'e2e/observing/**',
      'e2e/real-servers/**',
      'e2e/vendor-faults/**',
    ],
    globalSetup: ['e2e/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    fileParallelism: true,
    maxWorkers: 2,
    passWithNoTests: false,
    restoreMocks: true,
  },
});
