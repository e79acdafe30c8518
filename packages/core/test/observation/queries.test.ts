import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertSeriesQuery,
  MCPValidationError,
  type Observation,
  readPageQuery,
  toPageCursor,
  toSearchText,
  toSearchWords,
} from '../../src/base.ts';

/** What a function throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the cursor of a page', () => {
  it('leads back to the place for which it was made, whatever the id is', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string({ unit: 'binary', maxLength: 100 }), (atMs, id) => {
        const cursor = toPageCursor('errors', { atMs, id });
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readPageQuery('errors', { limit: 1, cursor })).toEqual({ atMs, id });
      }),
    );
  });

  it('is refused where it is not one of this list', () => {
    const cursor = toPageCursor('errors', { atMs: 1, id: 'a' });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(cursor), fc.base64String()), (text) => {
        const error = thrownBy(() => readPageQuery('calls', { limit: 1, cursor: text }));
        expect(MCPValidationError.isInstance(error) && error.code).toBe('PARAMETER_INVALID');
      }),
    );
  });
});

describe('what sums are asked for', () => {
  it('is refused beyond whole minutes and 2000 steps', () => {
    const day = { fromMs: 0, toMs: 86_400_000 };
    expect(thrownBy(() => assertSeriesQuery({ ...day, stepMs: 60_000 }))).toBe(undefined);
    expect(thrownBy(() => assertSeriesQuery({ ...day, stepMs: 61_000 }))).toMatchObject({ field: 'stepMs' });
    expect(thrownBy(() => assertSeriesQuery({ ...day, toMs: 2001 * 60_000, stepMs: 60_000 }))).toMatchObject({
      code: 'PARAMETER_INVALID',
      kind: 'validation',
    });
  });
});

describe('the text of a record in which words are looked for', () => {
  const call = (server: string, target: string): Observation => ({
    kind: 'call',
    record: {
      id: 'a',
      startedAtMs: 0,
      durationMs: 1,
      server,
      method: 'tools/call',
      target,
      principal: 'anonymous',
      safety: 'read',
      attempts: 1,
      outcome: 'failed',
      code: 'CALL_TIMEOUT',
      tries: [],
    },
  });

  it('has server, target and code in lower case', () => {
    expect(toSearchText(call('Jira', 'Suche_ÄÖ'))).toBe('jira suche_äö call_timeout');
  });

  it('has what every database takes, and is bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(3000), (target, length) => {
        const text = toSearchText(call('x'.repeat(length), target));
        expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
        // A character may become two in lower case.
        expect(text.length).toBeLessThanOrEqual(2000);
      }),
    );
  });

  it('has each word that it is made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 10 }), (words) => {
        const text = toSearchText(call('jira', words.join(' ')));
        for (const word of toSearchWords(words.join(' '))) expect(text).toContain(word);
      }),
    );
  });
});
