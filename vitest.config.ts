import { defineConfig } from 'vitest/config';

const conditions = ['@seawall/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/test/**/*.test.ts', 'e2e/*/test/**/*.test.ts'],
    passWithNoTests: false,
    restoreMocks: true,
  },
});
