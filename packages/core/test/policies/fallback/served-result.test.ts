import { describe, expect, it } from 'vitest';
import { SERVED_BY_META_KEY } from '../../../src/index.ts';
import {
  asSentence,
  toBoundedRecord,
  toFallbackResult,
  toLastResortResult,
} from '../../../src/policies/fallback/served-result.ts';
import { canStandIn, textFieldOf, textOf } from '../../../src/policies/fallback/structured-content.ts';
import { failedCall, outage } from './failed-calls.ts';

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

  it('says nothing of arguments where none was left out, and of twenty at most', () => {
    const text = (leftOut: readonly string[]) =>
      String(textOf(toFallbackResult({}, { ...step, leftOut }, failedCall())));
    expect(text([])).toMatch(/could not be reached\.$/);
    const many = Array.from({ length: 25 }, (_, index) => `argument${index + 1}`);
    expect(text(many)).toContain('argument20.');
  });

  it('gets no structured content where the tool that was called is listed without a schema', () => {
    expect(toFallbackResult(found, step, failedCall())).not.toHaveProperty('structuredContent');
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

describe('what a record of an error may take', () => {
  it('is 4096 characters of its context, of which nothing is left beyond but the wait', () => {
    const lengthOf = (context: object): number => JSON.stringify(context).length;
    const room = 4_096 - lengthOf(outage().addContext({ large: '' }).toJSON().context);
    const fits = outage().addContext({ large: 'x'.repeat(room) });
    expect(toBoundedRecord(fits).context.large).toHaveLength(room);
    const over = outage().addContext({ large: 'x'.repeat(room + 1) });
    expect(toBoundedRecord(over).context).toStrictEqual({ leftOut: 'The context has more than 4096 characters.' });
    expect(toBoundedRecord(over.addContext({ retryAfterMs: 5 })).context).toMatchObject({ retryAfterMs: 5 });
  });
});

describe('a sentence', () => {
  it.each([
    ['It failed', 'It failed.'],
    ['It failed.', 'It failed.'],
    ['It failed!', 'It failed!'],
    ['Why?', 'Why?'],
    ['It failed…', 'It failed…'],
    ['a.b', 'a.b.'],
  ])('ends as one: %s', (text, expected) => {
    expect(asSentence(text)).toBe(expected);
  });
});

describe('what the text of a failed call holds', () => {
  const textAfter = (context: Readonly<Record<string, unknown>>): string =>
    textOf(toLastResortResult({ message: 'm', answer: {} }, failedCall({ error: outage().addContext(context) })));

  it('is what the server itself said, where it said something', () => {
    expect(textAfter({ diagnosis: { quote: 'no space left' } })).toContain(' The server said: "no space left". ');
    for (const diagnosis of [{ quote: '' }, { quote: 5 }, {}, 'text'])
      expect(textAfter({ diagnosis })).not.toContain('The server said');
    expect(textAfter({ diagnosis: { quote: 'x'.repeat(900) } })).toContain(`"${'x'.repeat(499)}…"`);
  });

  it('is when it is worth trying again, where that is known', () => {
    expect(textAfter({ retryAfterMs: 1 })).toMatch(/ It is worth trying again in 1 s\.$/);
    for (const retryAfterMs of [0, -1, '5']) expect(textAfter({ retryAfterMs })).not.toContain('worth trying');
  });

  it('ends after 2000 characters', () => {
    expect(textOf(toLastResortResult({ message: 'm'.repeat(5_000), answer: {} }, failedCall()))).toHaveLength(2_000);
  });
});

describe('a schema that wants no more than a text', () => {
  const text = { type: 'object', properties: { result: { type: 'string' }, more: { type: 'string' } } };

  it('is known by the one field that it requires', () => {
    expect(textFieldOf({ ...text, required: ['result'] })).toBe('result');
    expect(textFieldOf({ ...text, required: ['more'] })).toBe('more');
  });

  it('is not known by a name that is none', () => {
    expect(textFieldOf({ properties: { 0: { type: 'string' } }, required: [0] })).toBeUndefined();
  });

  it.each([
    undefined,
    'text',
    { required: ['result'] },
    { ...text },
    { ...text, required: 'result' },
    { ...text, required: [] },
    { ...text, required: [5] },
    { ...text, required: ['toString'] },
    { ...text, required: ['result', 'more'] },
    { properties: { result: 'text' }, required: ['result'] },
    { properties: { result: { type: 'number' } }, required: ['result'] },
    ...['enum', 'const', 'pattern', 'format', 'maxLength', 'minLength'].map((key) => ({
      properties: { result: { type: 'string', [key]: 1 } },
      required: ['result'],
    })),
  ])('is not %j', (schema) => {
    expect(textFieldOf(schema)).toBeUndefined();
    expect(canStandIn(undefined, schema)).toBe(schema === undefined);
  });
});

describe('the text of a result', () => {
  it('is that of its texts, a line each', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'image', text: 'b' },
      { type: 'text', text: 5 },
      'c',
      { type: 'text', text: 'd' },
    ];
    expect(textOf({ content })).toBe('a\nd');
    expect(textOf({})).toBe('');
    expect(textOf({ content: 'text' })).toBe('');
  });
});
