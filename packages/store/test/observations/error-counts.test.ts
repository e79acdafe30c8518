import { describe, expect, it } from 'vitest';
import { openObservationStore } from '../../src/index.ts';
import { createTempFolder } from '../temp-folder.ts';
import { error, observed, START_MS } from './observation-records.ts';

const MAX_COUNTED = 20_000;

describe('counts of errors', () => {
  it('are of the latest errors that have the words, and of all errors without words', async () => {
    using folder = createTempFolder();
    const limits = { maxWaiting: 2 * MAX_COUNTED, maxWaitingCharacters: 1e9 };
    const store = await openObservationStore({ file: folder.file('observations.db'), limits });
    const oldest = Array.from({ length: 100 }, (_, index) => error({ id: `old-${index}`, server: 'wiki' }));
    const latest = Array.from({ length: MAX_COUNTED }, (_, index) => error({ id: `${index}`, atMs: START_MS + 1 }));
    store.append(observed('error', ...oldest, ...latest));
    await store.flush();
    expect(await store.countErrors({ by: 'server', limit: 9, text: 'answer' })).toEqual([
      { value: 'jira', count: MAX_COUNTED },
    ]);
    expect(await store.countErrors({ by: 'server', limit: 9, text: 'answer', servers: ['wiki'] })).toEqual([
      { value: 'wiki', count: 100 },
    ]);
    expect(await store.countErrors({ by: 'server', limit: 9 })).toEqual([
      { value: 'jira', count: MAX_COUNTED },
      { value: 'wiki', count: 100 },
    ]);
    await store.close();
  });
});
