import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';

/** Runs a program that writes a line for each confirmed step, kills it after some of them, and gives back these lines. */
export async function killAfter(steps: number, program: string, file: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@seawall/source', program, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > steps) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  // What comes after the last line end was not told whole.
  return output.split('\n').slice(0, -1);
}
