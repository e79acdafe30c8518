import { readdirSync, statSync } from 'node:fs';

/**
 * The command as few files, which load quicker and take less memory, where they were made of what is there now; else there are the
 * modules as they were compiled.
 *
 * @param folder where the compiled command lies, with a slash at the end
 */
export function bundledEntry(folder: URL): URL | undefined {
  const entry = new URL('bundle/command-main.mjs', folder);
  const madeMs = timeOf(entry);
  if (madeMs === undefined) return undefined;
  // Published packages hold none of that, and do not change.
  if (timeOf(new URL('.tsbuildinfo', folder)) === undefined) return entry;
  return sourcesOf(new URL('../../', folder)).every((file) => (timeOf(file) ?? 0) <= madeMs) ? entry : undefined;
}

/** What `tsc -b` writes last in each package that the command consists of, and what of it is not compiled. */
function sourcesOf(packages: URL): URL[] {
  const workers = new URL('store/worker/', packages);
  const names = readdirSync(workers, { recursive: true, encoding: 'utf8' });
  return [
    ...PACKAGES.map((name) => new URL(`${name}/dist/.tsbuildinfo`, packages)),
    ...names.filter((name) => name.endsWith('.mjs')).map((name) => new URL(name, workers)),
  ];
}

const PACKAGES = ['core', 'client', 'store', 'telemetry', 'admin-api', 'gateway', 'cli'];

function timeOf(file: URL): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
