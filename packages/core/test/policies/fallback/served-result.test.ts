import { describe, expect, it } from 'vitest';
import { SERVED_BY_META_KEY } from '../../../src/index.ts';
import { toFallbackResult } from '../../../src/policies/fallback/served-result.ts';
import { textOf } from '../../../src/policies/fallback/structured-content.ts';
import { failedCall } from './failed-calls.ts';

const step = { server: 'brave', tool: 'brave_web_search', arguments: { query: 'tide' }, leftOut: ['topic', 'days'] };
const found = { content: [{ type: 'text', text: 'High water at noon.' }], _meta: { other: 1 }, extra: true };
const note =
  'This answer comes from tool "brave_web_search" on server "brave" instead of "tavily_search" on server "tavily", ' +
  'which failed: Server "tavily" could not be reached. It does not consider these arguments: topic, days.';

describe('the result of another tool', () => {
  it('says in a text at its end who answered, why, and what was left out (A122, A192)', () => {
    const { content } = toFallbackResult(found, step, failedCall());
    expect(content).toEqual([...found.content, { type: 'text', text: note }]);
  });

  it('says the same to programs, and keeps what the tool gave (A122, A192)', () => {
    expect(toFallbackResult(found, step, failedCall())).toMatchObject({
      extra: true,
      _meta: {
        other: 1,
        [SERVED_BY_META_KEY]: {
          servedBy: 'fallback',
          server: 'brave',
          tool: 'brave_web_search',
          error: { kind: 'connection', message: 'Server "tavily" could not be reached.' },
        },
      },
    });
  });

  it('leaves the result that came as it is', () => {
    const before = JSON.stringify(found);
    toFallbackResult(found, step, failedCall());
    expect(JSON.stringify(found)).toBe(before);
  });

  it('has no text where it has structured content, which hosts compare with it', () => {
    const structured = { ...found, structuredContent: { hits: 1 } };
    const result = toFallbackResult(structured, step, failedCall());
    expect([result.content, result.structuredContent]).toEqual([structured.content, structured.structuredContent]);
    expect(result._meta).toHaveProperty([SERVED_BY_META_KEY, 'server'], 'brave');
  });

  it('has the text as structured content where the tool that was called is listed with one', () => {
    const outputSchema = { type: 'object', properties: { result: { type: 'string' } }, required: ['result'] };
    const result = toFallbackResult(found, step, failedCall({ outputSchema }));
    expect(result.structuredContent).toEqual({ result: `High water at noon.\n${note}` });
  });

  it.each([undefined, null, 'text', [], { content: 'no list' }])('bears a result that is none: %j', (result) => {
    expect(toFallbackResult(result, step, failedCall()).content).toEqual([{ type: 'text', text: note }]);
  });

  it('shows names of servers and tools without what terminals act upon, and cut', () => {
    const odd = {
      ...step,
      server: `b\u001b[2J${'x'.repeat(5000)}`,
      leftOut: Array.from({ length: 500 }, () => 'y'.repeat(500)),
    };
    const text = textOf(toFallbackResult({}, odd, failedCall()));
    expect(text).not.toContain('\u001b');
    expect(text.length).toBeLessThanOrEqual(2000);
  });
});
