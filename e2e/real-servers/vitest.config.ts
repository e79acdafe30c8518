import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

// Published servers as they are on npm: install.mjs puts them into this folder.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['e2e/real-servers/*.e2e.ts'],
    globalSetup: ['e2e/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    passWithNoTests: false,
    restoreMocks: true,
  },
});
