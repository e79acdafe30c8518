import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScriptedHttpServer, type ScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { ObservingPlace } from '../../src/observing/observing-options.ts';
import { AUDIT_FOLDER } from '../../src/observing/written-records.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { openWatchedWorld } from './watched-world.ts';

interface Played {
  readonly folder: ScratchFolder;
  readonly server: ScriptedHttpServer;
  readonly seawall?: object;
  readonly place?: ObservingPlace;
}

/** Calls one tool that works and one that does not, and ends. */
async function play({ folder, server, seawall = {}, place }: Played): Promise<void> {
  await using watched = await openWatchedWorld({
    place: place ?? { kind: 'folder', dataDir: folder.path },
    configuration: { mcpServers: { jira: { url: server.url } }, seawall },
  });
  await watched.seawall.connect();
  await watched.seawall.callTool({ server: 'jira', name: 'well', arguments: { word: 'tide' } });
  await expect(watched.seawall.callTool({ server: 'jira', name: 'ill' })).rejects.toThrow();
}

function startServer(): Promise<ScriptedHttpServer> {
  return createScriptedHttpServer({
    tools: [{ name: 'well' }, { name: 'ill', behaviour: { kind: 'tool-error', text: 'Internal server error' } }],
  });
}

async function linesBelow(folder: string): Promise<readonly Record<string, unknown>[]> {
  const files = (await readdir(folder)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('what a gateway writes beside its store', () => {
  it('is an audit trail with a row for each call, from the first on, that outlives it', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await play({ folder, server });
    await play({ folder, server });
    const rows = await linesBelow(join(folder.path, AUDIT_FOLDER));
    const pair = [
      { action: 'tools/call', server: 'jira', target: 'well', decision: 'allowed', outcome: 'success' },
      { action: 'tools/call', server: 'jira', target: 'ill', decision: 'allowed', outcome: 'failure' },
    ];
    expect(rows).toMatchObject([...pair, ...pair]);
    expect(JSON.stringify(rows)).not.toContain('tide');
    expect(rows[0]?.argumentsDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has the calls of a gateway that came second in the same trail', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await play({ folder, server, place: { kind: 'memory', isSecond: true, dataDir: folder.path } });
    expect(await linesBelow(join(folder.path, AUDIT_FOLDER))).toHaveLength(2);
  });

  it.each([
    ['the trail is turned off', { audit: { enabled: false } }],
    ['calls are left out of it', { audit: { calls: false } }],
  ])('is nothing where %s', async (_what, seawall) => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await play({ folder, server, seawall });
    expect(existsSync(join(folder.path, AUDIT_FOLDER))).toBe(false);
  });

  it('takes actions where calls are left out, and forgets them where it is turned off', async () => {
    await using folder = await scratchFolder();
    const action = { actor: 'admin', action: 'reload', decision: 'allowed', outcome: 'accepted' } as const;
    for (const audit of [{ calls: false }, { enabled: false }]) {
      await using watched = await openWatchedWorld({
        place: { kind: 'folder', dataDir: folder.path },
        configuration: { mcpServers: {}, seawall: { audit } },
      });
      const observed = await watched.observing.open();
      await observed.audit.append(action);
      expect((await observed.audit.entries({ limit: 10 })).items).toHaveLength(audit.enabled === false ? 0 : 1);
    }
  });

  it('is missed in the metrics where it can not be written', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    const errors = join(folder.path, 'errors');
    await writeFile(errors, 'in the way');
    await using watched = await openWatchedWorld({
      place: { kind: 'folder', dataDir: folder.path },
      configuration: { mcpServers: { jira: { url: server.url } }, seawall: { export: { folder: errors } } },
    });
    await watched.seawall.connect();
    await expect(watched.seawall.callTool({ server: 'jira', name: 'ill' })).rejects.toThrow();
    const { metrics } = await watched.observing.open();
    await expect.poll(() => metrics.scrape()).toMatch(/^seawall_events_dropped_total\{where="export"\} [1-9]/m);
    expect(await metrics.scrape()).toContain('seawall_events_dropped_total{where="audit"} 0\n');
  });

  it('is a file of errors for each server where a folder for that is named (A134, A146)', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    const errors = join(folder.path, 'errors');
    await play({ folder, server, seawall: { export: { folder: errors } } });
    const lines = await linesBelow(errors);
    expect(lines.filter(({ tool }) => tool !== undefined)).toMatchObject([
      { server: 'jira', tool: 'ill', outcome: 'failed', error_type: expect.any(String) },
    ]);
    expect(await readdir(errors)).toContain('jira_errors.jsonl');
  });
});
