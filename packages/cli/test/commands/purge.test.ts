import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallRecord } from '@seawall/core';
import { openObservationStore } from '@seawall/store';
import { describe, expect, it } from 'vitest';
import { lockDataDir } from '../../src/data-dir/data-dir-lock.ts';
import { runCommandLine } from '../../src/program.ts';
import { fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';

const call = (server: string): CallRecord => ({
  id: server,
  startedAtMs: 1,
  durationMs: 1,
  server,
  method: 'tools/call',
  target: 'search',
  principal: 'anonymous',
  safety: 'read',
  attempts: 1,
  outcome: 'succeeded',
  servedBy: 'upstream',
  tries: [],
  argumentsText: '{"q":1}',
});

async function withCalls(scratch: ScratchFolder): Promise<string> {
  await scratch.write('mcp.json', { mcpServers: {} });
  const dataDir = join(scratch.path, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  const store = await openObservationStore({ file: join(dataDir, 'observations.db') });
  store.append(['jira', 'wiki'].map((server) => ({ kind: 'call', record: call(server) }) as const));
  await store.flush();
  await store.close();
  return dataDir;
}

async function kept(dataDir: string): Promise<readonly CallRecord[]> {
  const store = await openObservationStore({ file: join(dataDir, 'observations.db') });
  const { items } = await store.calls({ limit: 10 });
  await store.close();
  return items;
}

async function purge(scratch: ScratchFolder, ...args: readonly string[]) {
  const fake = fakeProcess({ folder: scratch.path });
  return {
    fake,
    exitCode: await runCommandLine(fake.context, [
      'purge',
      '--what',
      ...args,
      '--reason',
      'test',
      '--yes',
      '--data-dir',
      'data',
    ]),
  };
}

describe('seawall purge', () => {
  it('forgets the arguments of the calls of one server, and tells of how many', async () => {
    await using scratch = await scratchFolder();
    const dataDir = await withCalls(scratch);
    const { fake, exitCode } = await purge(scratch, 'payloads', '--server', 'jira');
    expect(exitCode).toBe(0);
    expect(fake.stdout.text).toBe('Records removed: 1. The audit stays.\n');
    const calls = await kept(dataDir);
    const texts = calls.map(({ server, argumentsText }) => [server, argumentsText]);
    expect(new Map(texts.map(([server = '', text]) => [server, text]))).toEqual(
      new Map([
        ['jira', undefined],
        ['wiki', '{"q":1}'],
      ]),
    );
  });

  it('forgets everything, and tells it as JSON', async () => {
    await using scratch = await scratchFolder();
    const dataDir = await withCalls(scratch);
    const { fake, exitCode } = await purge(scratch, 'everything', '--json');
    expect([exitCode, JSON.parse(fake.stdout.text)]).toEqual([0, { removed: 2 }]);
    expect(await kept(dataDir)).toEqual([]);
  });

  it('has nothing to forget where nothing was kept, and makes no file', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    const { fake, exitCode } = await purge(scratch, 'errors');
    expect([exitCode, fake.stdout.text]).toEqual([0, 'Records removed: 0. The audit stays.\n']);
    expect(existsSync(join(scratch.path, 'data', 'observations.db'))).toBe(false);
  });

  it('refuses while a gateway has the data folder, and forgets nothing', async () => {
    await using scratch = await scratchFolder();
    const dataDir = await withCalls(scratch);
    const taken = await lockDataDir(dataDir);
    if (taken.kind === 'taken') throw new Error('Nobody else has it.');
    const { fake, exitCode } = await purge(scratch, 'everything');
    await taken.lock.release();
    expect([exitCode, fake.stderr.text]).toEqual([3, expect.stringContaining('code: DATA_DIR_IN_USE')]);
    expect(await kept(dataDir)).toHaveLength(2);
  });

  it.each([[[]], [['all']], [['everything', 'calls']]])('refuses %j, and forgets nothing', async (args) => {
    await using scratch = await scratchFolder();
    const dataDir = await withCalls(scratch);
    expect((await purge(scratch, ...args)).exitCode).toBe(2);
    expect(await kept(dataDir)).toHaveLength(2);
  });
});
