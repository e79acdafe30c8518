import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Opens so many streams of changes of a gateway, in a process of their own. @throws Error at the end when nothing was told */
export async function openWatchers(dataDir: string, count: number): Promise<AsyncDisposable> {
  const file = join(import.meta.dirname, 'watchers-main.mjs');
  const env = { ...process.env, GATEWAY_DATA_DIR: dataDir };
  const child = spawn(process.execPath, [file, String(count)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (String(first) !== 'open\n') throw new Error('The streams of changes could not be opened.');
  return {
    [Symbol.asyncDispose]: async () => {
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
      child.stdin.end();
      await once(child, 'close');
      if (!(Number(told) > 0)) throw new Error('Nobody who watched was told of anything.');
    },
  };
}
