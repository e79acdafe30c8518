import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The checkout that these tests belong to. */
export const ROOT: string = join(import.meta.dirname, '../..');

/** A folder of planted files. */
export interface TemporaryTree extends Disposable {
  readonly root: string;
  readonly write: (path: string, content: string) => void;
}

/** Makes an empty folder outside the checkout, which goes when it is disposed of. */
export function createTemporaryTree(): TemporaryTree {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'seawall-planted-')));
  return {
    root,
    write: (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
