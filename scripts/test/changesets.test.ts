import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './temporary-tree.ts';

const FOLDER = join(ROOT, '.changeset');
const PACKAGES = join(ROOT, 'packages');

const names: readonly string[] = readdirSync(PACKAGES).map((folder) => {
  // Each has a name: npm would not install it otherwise.
  const { name } = JSON.parse(readFileSync(join(PACKAGES, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
  };
  return name;
});

describe('notes for the next release', () => {
  it('are of packages that there are, and say something', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md') && file !== 'README.md');
    const faults = files.flatMap((file) => {
      const [, head = '', text = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(FOLDER, file), 'utf8')) ?? [];
      const bumps = head.split('\n').map((line) => /^(['"]?)(.+)\1: (?:major|minor|patch)$/.exec(line)?.[2] ?? line);
      const strange = bumps.filter((name) => !names.includes(name)).map((name) => `${file}: "${name}" is no package`);
      return text.trim() === '' ? [...strange, `${file}: says nothing`] : strange;
    });
    expect(faults).toEqual([]);
  });
});
