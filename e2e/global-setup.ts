import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds what the tests start, so that they run the same when vitest is called by hand. */
export default function buildFirst(): void {
  const script = join(import.meta.dirname, '../scripts/setup.mjs');
  const { status } = spawnSync(process.execPath, [script, '--build'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The packages could not be built; the reason stands above.');
}
