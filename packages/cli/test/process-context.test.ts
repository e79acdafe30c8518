import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = JSON.stringify(new URL('../src/process-context.ts', import.meta.url).href);
const FOLDER = fileURLToPath(new URL('..', import.meta.url));

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `script` in a Node process of its own, with the functions of the module in reach. */
function run(script: string, options: { readonly closesStdout?: boolean } = {}): Promise<Ended> {
  const source = `import { createProcessContext, endProcess } from ${MODULE};\n${script}`;
  const args = ['--import', 'tsx', '--conditions=@seawall/source', '--input-type=module', '--eval', source];
  const child = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  if (options.closesStdout === true) child.stdout.destroy();
  else child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

describe('createProcessContext', () => {
  it('leaves stdout to the one who took it, whatever others print', async () => {
    const ended = await run(`
      const output = createProcessContext().takeStdout();
      console.log('stray one');
      console.info('stray two');
      process.stdout.write('stray three\\n');
      output.write('MCP\\n');
      await endProcess(0);`);
    expect(ended).toEqual({ exitCode: 0, stdout: 'MCP\n', stderr: 'stray one\nstray two\nstray three\n' });
  });

  it('ends quietly when nobody reads stdout', async () => {
    const ended = await run(
      `const { stdout } = createProcessContext(); setInterval(() => stdout.write('x'.repeat(10000)), 5);`,
      { closesStdout: true },
    );
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('says what nobody caught, and fails', async () => {
    const ended = await run(
      `createProcessContext(); setTimeout(() => { throw new Error('boom'); }, 1); setTimeout(() => undefined, 60000);`,
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(/^error: .*\n {2}Error: boom/);
  });
});
