import { afterEach, beforeEach, expect, it } from 'vitest';
import { licencesOf } from '../setup/licences.mjs';
import { createTemporaryTree, type TemporaryTree } from './temporary-tree.ts';

let tree: TemporaryTree;

beforeEach(() => {
  tree = createTemporaryTree();
});
afterEach(() => tree[Symbol.dispose]());

function plant(folder: string, manifest: object, files: Readonly<Record<string, string>> = {}): void {
  tree.write(`${folder}/package.json`, JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) tree.write(`${folder}/${name}`, text);
}

it('tells the licence and the notice of each package of others once, and nothing of ours', () => {
  plant(
    'node_modules/@scope/b',
    { name: '@scope/b', version: '2.0.0', license: 'Apache-2.0' },
    { LICENSE: 'B', NOTICE: 'NB' },
  );
  plant('node_modules/a', { name: 'a', version: '1.0.0', license: 'MIT' }, { 'license.md': 'A', 'index.js': '' });
  const files = [
    'node_modules/a/index.js',
    'node_modules/a/lib/x.js',
    'node_modules/@scope/b/b.js',
    'packages/core/c.js',
  ];
  expect(licencesOf(tree.root, files)).toBe(
    '@scope/b 2.0.0 (Apache-2.0)\n===========================\n\nB\n\nNB\n\n\na 1.0.0 (MIT)\n=============\n\nA\n\n',
  );
});

it('takes a package inside another one for itself', () => {
  plant('node_modules/a/node_modules/b', { name: 'b', version: '3.0.0', license: 'ISC' });
  expect(licencesOf(tree.root, ['node_modules/a/node_modules/b/b.js'])).toMatch(/^b 3\.0\.0 \(ISC\)\n/);
});

it('refuses a package that says nothing of a licence', () => {
  plant('node_modules/a', { name: 'a', version: '1.0.0' });
  expect(() => licencesOf(tree.root, ['node_modules/a/index.js'])).toThrow('a does not say under which licence it is.');
});
