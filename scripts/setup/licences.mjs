import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(?:licen[cs]e|notice|copying)(?:[.-]|$)/i;

/**
 * The licences of the packages of others that some files belong to, with the notices that have to go along with copies.
 *
 * @param {string} root
 * @param {readonly string[]} files relative to `root`
 * @throws Error when a package says nothing of a licence
 */
export function licencesOf(root, files) {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  return [...folders]
    .sort()
    .map((folder) => licenceOf(join(root, folder)))
    .join('\n');
}

/**
 * The innermost package of others that a file lies in.
 *
 * @param {string} file
 */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && license === undefined) throw new Error(`${name} does not say under which licence it is.`);
  const title = `${name} ${version}${license === undefined ? '' : ` (${license})`}`;
  return [`${title}\n${'='.repeat(title.length)}`, ...texts, ''].join('\n\n');
}
