import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for configurations, data folders and files of process ids. */
export interface Scratch extends Disposable {
  /** A path that nothing else has. */
  path(name: string): string;
  /** Writes a configuration and gives its path. */
  config(mcpServers: Readonly<Record<string, object>>): string;
}

/** Makes a temporary folder, which is removed with all that is in it. */
export function createScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'seawall-bench-'));
  let count = 0;
  const path = (name: string): string => {
    count += 1;
    return join(folder, `${count}-${name}`);
  };
  return {
    path,
    config: (mcpServers) => {
      const file = path('mcp.json');
      writeFileSync(file, JSON.stringify({ mcpServers }));
      return file;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
