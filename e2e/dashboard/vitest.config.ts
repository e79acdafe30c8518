import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

// In Debian's Chromium: install-debian.mjs gets it.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['e2e/dashboard/*.e2e.ts'],
    globalSetup: ['e2e/global-setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // A browser each.
    maxWorkers: 2,
    passWithNoTests: false,
    restoreMocks: true,
  },
});
