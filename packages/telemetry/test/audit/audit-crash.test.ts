import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSeededRandom } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { openAudit, restart } from './audit-world.ts';

const WRITER = fileURLToPath(new URL('audit-writer-main.ts', import.meta.url));

/** Runs a process that writes rows, kills it after some of them, and gives back what it was told of them. */
async function write(
  folder: string,
  options: { killAfter?: number; maxBytes: number; shell: string },
): Promise<readonly string[]> {
  const { killAfter = Number.POSITIVE_INFINITY, maxBytes, shell } = options;
  const program = [process.execPath, '--import', 'tsx', '--conditions=@seawall/source', WRITER];
  const child = spawn('bash', ['-c', `${shell} exec "$@"`, 'bash', ...program, folder, String(maxBytes)], {
    // What tsx keeps on the disk is no part of this.
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > killAfter) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe(killAfter === Number.POSITIVE_INFINITY ? null : 'SIGKILL');
  return output.split('\n').filter((line) => line !== '');
}

describe('a process that writes the audit trail', () => {
  it('loses no confirmed row when it is killed, and the next one goes on behind them', async () => {
    await using audit = await openAudit();
    const random = createSeededRandom(20_260_101);
    const confirmed: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const killAfter = 5 + Math.floor(random() * 100);
      confirmed.push(...(await write(audit.folder, { killAfter, maxBytes: 20_000, shell: '' })));
      await audit.trail.append({ ...restart(round), target: `round-${round}` });
      confirmed.push(`round-${round}`);
      const rows = await audit.rows({ action: 'servers.restart' });
      const targets = rows.map(({ target }) => target).toReversed();
      // The row after the last confirmed one may have been written as well.
      expect(targets.filter((target) => confirmed.includes(target ?? ''))).toEqual(confirmed);
      expect(targets.length).toBeLessThanOrEqual(confirmed.length + round + 1);
    }
  });

  it('refuses an action when the disk is full, and keeps all rows that were confirmed', async () => {
    await using audit = await openAudit();
    // A limit on the size of files, in blocks of 1024 bytes, stands for the end of the disk.
    const told = await write(audit.folder, { maxBytes: 10_000_000, shell: 'ulimit -f 16;' });
    expect(told.at(-1)).toBe('STORE_FAILED');
    const confirmed = told.slice(0, -1);
    expect(confirmed.length).toBeGreaterThan(20);
    await audit.trail.append({ ...restart(1), target: 'later' });
    const rows = await audit.rows({ action: 'servers.restart' });
    expect(rows.map(({ target }) => target).toReversed()).toEqual([...confirmed, 'later']);
  });
});
