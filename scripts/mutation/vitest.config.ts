import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { KEPT_THREADS, KeptThread } from './kept-thread.ts';

const ROOT = join(import.meta.dirname, '../..');
const conditions = ['@seawall/source'];
const folder = process.env.MUTATION_FOLDER ?? '';

/** The first test that fails ends the run of a mutant, so those that try thousands of cases come last. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}

/** Its own tests know a policy best. */
function rank({ moduleId }: TestSpecification): number {
  if (/\.(model|property)\.test\.ts$/.test(moduleId)) return 2;
  return moduleId.includes('/pipeline/') ? 1 : 0;
}

/** Stryker insists on one of Vitest's own pools, so this one is set after that. */
const keepThreads: Plugin = {
  name: 'keep-threads',
  configureVitest: ({ project }) => {
    if (process.env.MUTATION_FRESH_THREADS === '1') return;
    project.config.pool = KEPT_THREADS;
    project.config.poolRunner = { name: KEPT_THREADS, createPoolWorker: (options) => new KeptThread(options) };
  },
};

export default defineConfig({
  root: ROOT,
  plugins: [keepThreads],
  resolve: {
    conditions,
    // The packages in node_modules are those of the repository, not of the copy that is mutated. Of the testkit only what
    // these tests use is loaded: the rest brings SDKs along, and a second or more for each mutant.
    alias: [
      { find: /^@seawall\/testkit$/, replacement: join(import.meta.dirname, 'testkit.ts') },
      { find: /^@seawall\/core$/, replacement: join(ROOT, 'packages/core/src/index.ts') },
      { find: /^@seawall\/core\/(.*)$/, replacement: join(ROOT, 'packages/core/src/$1.ts') },
    ],
  },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      `packages/core/test/policies/${folder === 'shared' ? '**' : folder}/**/*.test.ts`,
      'packages/core/test/pipeline/*.test.ts',
    ],
    // It talks over HTTP.
    exclude: ['**/*-http.test.ts'],
    setupFiles: [join(import.meta.dirname, 'before-each-file.ts')],
    // Long, so that a busy machine is not taken for a test that waits for ever.
    testTimeout: 30_000,
    isolate: false,
    sequence: { sequencer: QuickFirst },
    restoreMocks: true,
  },
});
