// Joins the modules of the command, which "tsc -b" only compiles. `npm run build` calls it after the compiler.
import { join } from 'node:path';
import { buildCommand } from './setup/build-command.mjs';

try {
  await buildCommand(join(import.meta.dirname, '..'), (text) => process.stderr.write(`build: ${text}\n`));
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
