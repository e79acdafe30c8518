import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fingerprintFolders, pageFolders } from './build-state.mjs';
import { runChild } from './run-child.mjs';

/** Packages whose sources become part of a page. */
const PARTS = ['packages/admin-api', 'packages/core'];

/**
 * Builds the web apps whose sources changed since the last time; says so first.
 *
 * @param {string} root
 * @param {(text: string) => void} say
 * @returns {Promise<void>}
 * @throws Error when one can't be built
 */
export async function buildPages(root, say) {
  for (const folder of pageFolders(root)) {
    const stamp = join(root, 'node_modules/.cache/seawall-pages', basename(folder));
    const fingerprint = fingerprintFolders(root, [folder, ...PARTS.map((part) => join(root, part))]);
    const isBuilt = existsSync(join(folder, 'dist/index.html')) && existsSync(stamp);
    if (isBuilt && readFileSync(stamp, 'utf8') === fingerprint) continue;
    say(`building ${basename(folder)} with "vite build".`);
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const { exitCode, output } = await runChild(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: folder,
      capture: true,
    });
    if (exitCode !== 0) throw new Error(`"vite build" failed with exit code ${exitCode}:\n${output.trimEnd()}`);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, fingerprint);
  }
}
