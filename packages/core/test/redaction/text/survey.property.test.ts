import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText } from '../../../src/redaction/redact.ts';
import { survey } from '../../../src/redaction/text/survey.ts';
import { fakeSecret } from '../fake-secret.ts';

const RUNS = { numRuns: 300 };
/** A text is read in windows of this length. */
const WINDOW = 8192;

const texts = fc
  .array(
    fc.constantFrom(
      ...[
        'password',
        'tok',
        'en',
        'AKIA',
        'ghp_',
        '-----BEGIN',
        'eyJ',
        'u+',
        'ABCDEFGHIJKLMNOP',
        'qrstuvwx',
        'contrase',
      ],
      ...[
        ' ',
        '=',
        'x',
        '0',
        '/',
        '@',
        '%41',
        '&amp;',
        '\u001b[0m',
        '{',
        '\n',
        '\\',
        'ä',
        '密',
        '😀',
        '\ud800',
        '…',
        'ñ',
      ],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
const offsets = fc.integer({ min: WINDOW - 70, max: WINDOW + 5 });
/** What stands before: of ASCII, which is read fast, or not. */
const paddings = fc.constantFrom(' ', '§');

describe('the first look at a text', () => {
  it('finds the same wherever the text lies in a longer one', () => {
    fc.assert(
      fc.property(texts, offsets, paddings, (text, offset, padding) => {
        const alone = survey(text);
        const { has, names, vendors, runs } = survey(padding.repeat(offset) + text);
        const moved = (places: readonly number[]) => places.map((place) => place + offset);
        expect({ has, names, vendors, runs: runs.length }).toEqual({
          has: alone.has,
          names: moved(alone.names),
          vendors: moved(alone.vendors),
          runs: alone.runs.length,
        });
      }),
      RUNS,
    );
  });

  it('leaves a secret hidden as before when a long text is put in front of it', () => {
    const secret = fakeSecret(7, 30);
    const places = fc.constantFrom(
      `password: ${secret}`,
      `see ghp_${secret} there`,
      `{"api_key":"${secret}"}`,
      `https://bob:${secret}@x.example/`,
    );
    fc.assert(
      fc.property(places, offsets, paddings, (text, offset, padding) => {
        expect(redactText(`${padding.repeat(offset)}\n${text}`).slice(offset + 1)).toBe(redactText(text));
      }),
      RUNS,
    );
  });

  it('misses nothing in a text that says the same over and over', () => {
    const units = fc.array(fc.constantFrom('a=', 'x.y.', ' ', '<a ', 'ABCDE', 'tok', '-', 'ä', '"'), {
      minLength: 1,
      maxLength: 6,
    });
    const counts = fc.integer({ min: 1, max: 3 * WINDOW });
    fc.assert(
      fc.property(units, texts, counts, counts, (parts, text, before, behind) => {
        const unit = parts.join('');
        const whole = (unit.repeat(before) + text + unit.repeat(behind)).slice(0, 6 * WINDOW);
        const { names, vendors, runs } = survey(whole);
        // A short text is read as a whole, and no place depends on what stands farther away.
        for (let from = 0; from < whole.length; from += WINDOW / 2) {
          const part = survey(whole.slice(Math.max(0, from - 8), from + WINDOW / 2));
          const within = (places: readonly number[]) => places.filter((at) => at >= from && at < from + WINDOW / 2);
          const moved = (places: readonly number[]) => within(places.map((at) => at + Math.max(0, from - 8)));
          expect([within(names), within(vendors)]).toEqual([moved(part.names), moved(part.vendors)]);
        }
        const expected = [...whole.matchAll(/[\w+/-]{20,}/g)].map(({ index, 0: run }) => [index, index + run.length]);
        expect(runs.map((at) => expected.findIndex(([start = 0, end = 0]) => at >= start && at < end))).toEqual([
          ...expected.keys(),
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([19, 20, 21, 22, 23])('tells a run of twenty characters of base64 from a shorter one: %d', (length) => {
    for (const before of ['', ' ', '  ', '   ', '    ']) {
      expect(survey(`${before}${'A'.repeat(length)} `).runs.length).toBe(length < 20 ? 0 : 1);
    }
  });
});
