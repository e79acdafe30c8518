import { fileURLToPath } from 'node:url';
import type { Logger } from '@seawall/core/base';
import { createSeededRandom } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { openObservationStore } from '../../src/index.ts';
import { killAfter } from '../killed-process.ts';
import { createTempFolder } from '../temp-folder.ts';

const OBSERVER = fileURLToPath(new URL('observer-main.ts', import.meta.url));
const ROUNDS = 4;

describe('a process that is killed while it observes', () => {
  it('leaves a file that opens, with every alert and silence that was confirmed, again and again', async () => {
    using folder = createTempFolder();
    const file = folder.file('observations.db');
    const random = createSeededRandom(20_260_101);
    const confirmed = new Set<string>();
    const warnings: string[] = [];
    const logger: Logger = { log: (_level, message) => void warnings.push(message) };
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const id of await killAfter(20 + Math.floor(random() * 150), OBSERVER, file)) confirmed.add(id);
      const store = await openObservationStore({ file, logger });
      const kept = new Set((await store.silences({ endsAfterMs: 0 })).map(({ id }) => id));
      let cursor: string | undefined;
      do {
        const page = await store.alerts({ limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
        for (const { id } of page.items) kept.add(id);
        cursor = page.next;
      } while (cursor !== undefined);
      expect([...confirmed].filter((id) => !kept.has(id))).toEqual([]);
      expect((await store.calls({ limit: 1000 })).items.length).toBeGreaterThan(0);
      await store.close();
    }
    expect(confirmed.size).toBeGreaterThan(20);
    expect(warnings).toEqual([]);
  });
});
