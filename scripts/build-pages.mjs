// Builds the web apps, which "tsc -b" only checks. `npm run build` calls it after the compiler.
import { join } from 'node:path';
import { buildPages } from './setup/build-pages.mjs';

try {
  await buildPages(join(import.meta.dirname, '..'), (text) => process.stderr.write(`build: ${text}\n`));
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
