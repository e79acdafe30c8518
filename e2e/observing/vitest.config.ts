import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

// Beside Prometheus and Alertmanager as Debian has them: install-debian.mjs gets them.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['e2e/observing/*.e2e.ts'],
    globalSetup: ['e2e/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    passWithNoTests: false,
    restoreMocks: true,
  },
});
