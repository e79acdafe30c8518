import type { SeawallEvent } from '@seawall/core/base';
import { describe, expect, it } from 'vitest';
import { answering, silence } from '../support/fake-connector.ts';
import { type FakeSeawall, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const read = { method: 'resources/read', params: { uri: 'doc://1' } } as const;
const page = { contents: [{ uri: 'doc://1', text: 'found' }] };

/** What was told of the ends of calls, in order. */
function endsOf({ events }: FakeSeawall): readonly Extract<SeawallEvent, { kind: 'callFinished' }>[] {
  return events.filter((event) => event.kind === 'callFinished');
}

function readsOf(fake: FakeSeawall): number {
  return fake.connector('docs').last.requests.filter(({ method }) => method === 'resources/read').length;
}

describe('a read that several wait for', () => {
  it('is sent once, and its attempt is counted for the one that began it', async () => {
    await using fake = await openFake({ docs: { answer: answering({ 'resources/read': page }) } });
    await fake.seawall.connect();
    const both = await Promise.all([fake.seawall.request('docs', read), fake.seawall.request('docs', read)]);
    expect(both).toEqual([page, page]);
    expect(readsOf(fake)).toBe(1);
    expect(endsOf(fake).map(({ attempts }) => attempts)).toEqual([1, 0]);
  });

  it('goes on when the one that began it leaves, who is told to have made the attempts until then', async () => {
    let answer: (result: unknown) => void = () => undefined;
    const answered = new Promise((resolve) => {
      answer = resolve;
    });
    await using fake = await openFake({ docs: { answer: answering({ 'resources/read': () => answered }) } });
    await fake.seawall.connect();
    const leaving = new AbortController();
    const first = rejectionOf(fake.seawall.request('docs', read, { signal: leaving.signal }));
    const second = fake.seawall.request('docs', read);
    await expect.poll(() => readsOf(fake)).toBe(1);
    leaving.abort();
    expect(await first).toMatchObject({ kind: 'cancelled' });
    expect(endsOf(fake)).toMatchObject([{ attempts: 1, outcome: { kind: 'failure' } }]);
    answer(page);
    expect(await second).toEqual(page);
    expect(endsOf(fake)[1]).toMatchObject({ attempts: 0, outcome: { kind: 'success' } });
  });

  it('is cancelled when nobody waits for it any more, and counted all the same', async () => {
    await using fake = await openFake({ docs: { answer: answering({ 'resources/read': silence }) } });
    await fake.seawall.connect();
    const leaving = new AbortController();
    const only = rejectionOf(fake.seawall.request('docs', read, { signal: leaving.signal }));
    await expect.poll(() => readsOf(fake)).toBe(1);
    leaving.abort();
    expect(await only).toMatchObject({ kind: 'cancelled' });
    expect(endsOf(fake)).toMatchObject([{ attempts: 1 }]);
  });
});
