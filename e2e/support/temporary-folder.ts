import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when its test is over. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** The path of something in it. */
  file(name: string): string;
  /** Writes a file and gives its path; objects as JSON. */
  write(name: string, content: string | object): Promise<string>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'seawall-e2e-'));
  const file = (name: string): string => join(path, name);
  return {
    path,
    file,
    write: async (name, content) => {
      await writeFile(file(name), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
      return file(name);
    },
    // A process that is about to end may still write into it.
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
}

/** Everything that stands in the files of a folder and below, one text. */
export async function textBelow(folder: string): Promise<string> {
  return (await filesBelow(folder)).map(({ text }) => text).join('\n');
}

/** The files of a folder and below, and what stands in them. */
export async function filesBelow(
  folder: string,
): Promise<readonly { readonly where: string; readonly text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ where: file, text: await readFile(file, 'utf8') })));
}
