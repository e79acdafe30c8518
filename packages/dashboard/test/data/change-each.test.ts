import { AdminApiError } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { changeEach } from '../../src/data/change-each.ts';

function refusal(status: number): AdminApiError {
  return new AdminApiError({ type: 'about:blank', title: 'No', status, detail: `Refused with ${status}.`, code: 'X' });
}

async function run(things: readonly string[], failing: Readonly<Record<string, Error>>) {
  const [tried, done]: [string[], string[]] = [[], []];
  const change = async (thing: string): Promise<void> => {
    tried.push(thing);
    const failure = failing[thing];
    if (failure !== undefined) throw failure;
  };
  const error: unknown = await changeEach(things, change, (thing) => done.push(thing)).catch((failure) => failure);
  return { tried, done, error };
}

describe('a change of several things', () => {
  it('is made to each, one after the other', async () => {
    expect(await run(['a', 'b', 'c'], {})).toEqual({ tried: ['a', 'b', 'c'], done: ['a', 'b', 'c'], error: undefined });
  });

  it('goes on where one is refused, and says for how many it was done', async () => {
    const { tried, done, error } = await run(['a', 'b', 'c'], { a: refusal(404) });
    expect(tried).toEqual(['a', 'b', 'c']);
    expect(done).toEqual(['b', 'c']);
    expect(error).toMatchObject({
      problem: { status: 404, detail: '2 of 3 are done. The first that failed: Refused with 404.' },
    });
  });

  it.each([
    ['the gateway is gone', new TypeError('no network')],
    ['nobody is signed in', refusal(401)],
  ])('ends at once when %s', async (_why, failure) => {
    expect(await run(['a', 'b', 'c'], { b: failure })).toMatchObject({ tried: ['a', 'b'], done: ['a'] });
  });

  it('keeps the words of a refusal where it was one thing only', async () => {
    const failure = refusal(409);
    expect((await run(['a'], { a: failure })).error).toBe(failure);
  });
});
