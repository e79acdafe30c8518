import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '../..');
const POLICIES = 'packages/core/src/policies';

/** Where reports, the memory of earlier runs and the copies that are mutated go, from the root of the repository. */
export const OUTPUT = 'artifacts/mutation';

/** The name for the files that belong to no one policy. */
const SHARED = 'shared';

/** What can be mutated on its own: each policy, and what they share. */
export function listFolders() {
  const folders = readdirSync(join(ROOT, POLICIES), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...folders.map((entry) => entry.name).sort(), SHARED];
}

/**
 * The files of a folder that are mutated, as patterns from the root of the repository. Types and examples hold nothing that
 * runs.
 *
 * @param {string} folder
 */
export function sourcesOf(folder) {
  const place = folder === SHARED ? POLICIES : `${POLICIES}/${folder}`;
  return [`${place}/*.ts`, `!${place}/*.examples.ts`];
}
