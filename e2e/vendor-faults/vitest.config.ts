import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

// Published servers against services that fail. They are those of the real-servers suite, from its installation.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['e2e/vendor-faults/*.e2e.ts'],
    globalSetup: ['e2e/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    passWithNoTests: false,
    restoreMocks: true,
  },
});
