import { Worker } from 'node:worker_threads';
import { createScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { scratchFolder } from '../scratch-folder.ts';
import { openWatchedWorld } from './watched-world.ts';

const CALLS = 100;
const WAIT = { timeout: 60_000 };

describe('a store whose thread hangs', () => {
  it('makes no call wait, good or bad, and gets what waited once it has another thread', async () => {
    await using folder = await scratchFolder();
    await using server = await createScriptedHttpServer({
      tools: [
        { name: 'well', behaviour: { kind: 'echo' } },
        { name: 'ill', behaviour: { kind: 'tool-error', text: 'Internal server error' } },
      ],
    });
    const place = { kind: 'folder', dataDir: folder.path } as const;
    await using watched = await openWatchedWorld({
      place,
      configuration: { mcpServers: { jira: { url: server.url } } },
    });
    const { seawall, observing, clock } = watched;
    await seawall.connect();
    const { store, tracker, metrics } = await observing.open();
    {
      // Nothing that it is asked for reaches the thread, so nothing is ever answered; the clock of the store stands still.
      using _hung = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(() => undefined);
      const flushed = vi.fn();
      for (let count = 0; count < CALLS; count += 1) {
        await seawall.callTool({ server: 'jira', name: 'well', arguments: { count } });
        await expect(seawall.callTool({ server: 'jira', name: 'ill', arguments: { count } })).rejects.toThrow();
        if (count === 0) void store.flush().then(flushed);
      }
      expect(flushed).not.toHaveBeenCalled();
      expect(store.status).toMatchObject({ written: 0, dropped: 0 });
      expect(store.status.waiting).toBeGreaterThanOrEqual(2 * CALLS);
      expect(tracker.server('jira')?.counters.calls).toBe(2 * CALLS);
      expect(await metrics.scrape()).toMatch(new RegExp(`^seawall_calls_total\\{.*tool="ill".*\\} ${CALLS}$`, 'm'));
    }
    await expect
      .poll(async () => {
        // By steps in which another thread has time to answer.
        await clock.advance(500);
        return store.status.waiting;
      }, WAIT)
      .toBe(0);
    expect(store.status.dropped).toBe(0);
    expect((await store.errors({ limit: 1000 })).items).toHaveLength(CALLS);
  });
});
