import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

// Hosts of others against the built gateway. Apart from the other suites, because they are installed apart.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['e2e/foreign-hosts/*.hosts.ts'],
    globalSetup: ['e2e/foreign-hosts/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: true,
    maxWorkers: 2,
    passWithNoTests: false,
    restoreMocks: true,
  },
});
