import { describe, expect, it } from 'vitest';
import { errorOf, openTracked } from '../support/tracked.ts';

const WORDS = 'The ledger of Alice is locked';

describe('what is purged', () => {
  it('is in the memory of the tracker no more, nor written later; what servers are like stays', async () => {
    await using tracked = await openTracked();
    const { tracker, store, clock } = tracked;
    tracked.ready('jira');
    for (const server of ['wiki', 'jira']) tracked.call({ server, errors: [errorOf('CONNECTION_RESET', WORDS)] });
    for (let count = 0; count < 5; count += 1) tracked.call({ errors: [errorOf('SERVER_ERROR', WORDS)] });
    expect(tracker.server('jira')?.reason).toContain(WORDS);
    expect(tracker.findings()).not.toEqual([]);
    tracker.forget({ what: 'everything' });
    const kept = JSON.stringify([tracker.servers(), tracker.tools('jira'), tracker.groups.list(), tracker.findings()]);
    expect(kept).not.toContain(WORDS);
    expect(tracker.recentErrors('jira')).toEqual([]);
    expect(tracker.server('jira')).toMatchObject({ health: 'unhealthy', counters: { errors: 6 } });
    const before = store.observations.length;
    await clock.advance(120_000);
    await tracker.close();
    expect(store.observations.slice(before).map(({ kind }) => kind)).not.toContain('group');
    expect(store.observations.slice(before).map(({ kind }) => kind)).not.toContain('minute');
  });

  it('is that of one server only where one is named, and nothing where calls or payloads go', async () => {
    await using tracked = await openTracked();
    const { tracker } = tracked;
    for (const server of ['jira', 'wiki']) tracked.call({ server, errors: [errorOf('SERVER_ERROR', WORDS)] });
    tracker.forget({ what: 'payloads' });
    tracker.forget({ what: 'calls' });
    expect(tracker.groups.list()).toHaveLength(2);
    tracker.forget({ what: 'errors', server: 'jira' });
    expect(tracker.groups.list().map(({ server }) => server)).toEqual(['wiki']);
    expect([tracker.recentErrors('jira'), tracker.recentErrors('wiki')].map(({ length }) => length)).toEqual([0, 1]);
    // Its next error is one that nobody knows.
    tracked.call({ errors: [errorOf('SERVER_ERROR', WORDS)] });
    expect(tracker.groups.list()).toMatchObject([{ server: 'jira', count: 1 }, { server: 'wiki' }]);
  });
});
