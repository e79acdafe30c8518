import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import buildFirst from '../global-setup.ts';

/**
 * Builds the gateway, installs the hosts and checks the types of this suite, whoever starts it.
 *
 * The checks of the repository leave this folder out, because they run without its packages.
 */
export default function prepare(): void {
  buildFirst();
  run('The hosts could not be installed', join(import.meta.dirname, 'install.mjs'));
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  run('The types of the suite are wrong', join(typescript, 'bin/tsc'), '--noEmit', '-p', import.meta.dirname);
}

function run(whatElse: string, script: string, ...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${whatElse}; the reason stands above.`);
}
