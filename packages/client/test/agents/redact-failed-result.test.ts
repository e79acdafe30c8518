import { describe, expect, it } from 'vitest';
import { MAX_FAILED_TEXT_LENGTH, redactFailedResult } from '../../src/agents/redact-failed-result.ts';

const SECRET = ['ghp', 'x7Kp2mQ9vR4tW8yB3nF6hJ1sD5gL0zAcEuIo'].join('_');
/** As far as a text is searched. */
const SEARCHED = MAX_FAILED_TEXT_LENGTH + 1_048_576;
const WORDS = 'It failed, and here is why. ';

function failing(text: string) {
  return { isError: true, content: [{ type: 'text', text }, { type: 'image' }] };
}

function textOf({ content }: { readonly content: readonly object[] }): string {
  return String(Reflect.get(content[0] ?? {}, 'text'));
}

describe('the result of a failed call, as it is passed on', () => {
  it('is the very same where nothing of it is endless or secret', () => {
    const result = failing(WORDS.repeat(10_000));
    expect(redactFailedResult(result)).toBe(result);
    expect(redactFailedResult({ content: 'none' })).toEqual({ content: 'none' });
    expect(textOf(redactFailedResult(failing(`token ${SECRET}`)))).not.toContain(SECRET);
  });

  it('has the beginning of an endless text, what else is in it, and how long the text was', () => {
    const result = failing(WORDS.repeat(300_000));
    const shown = redactFailedResult(result);
    expect(textOf(shown).length).toBeLessThan(MAX_FAILED_TEXT_LENGTH + 100);
    expect(textOf(shown).slice(0, MAX_FAILED_TEXT_LENGTH)).toBe(textOf(result).slice(0, MAX_FAILED_TEXT_LENGTH));
    expect(textOf(shown)).toMatch(/… \[cut: it has 8400000 characters\]$/);
    expect(shown.content[1]).toEqual({ type: 'image' });
    expect(textOf(result)).toHaveLength(8_400_000);
  });

  it.each([MAX_FAILED_TEXT_LENGTH, SEARCHED])('shows no half of a secret where it is cut: %i', (border) => {
    for (const before of [1, 4, 10, 20, SECRET.length - 1]) {
      const filler = WORDS.repeat(60_000).slice(0, border - before - 1);
      const text = `${filler} ${SECRET} ${WORDS.repeat(100_000)}`;
      expect(textOf(redactFailedResult(failing(text)))).not.toContain(SECRET.slice(0, 5));
    }
  });

  it('shows no half of a secret where so much was hidden that the end would be shown', () => {
    const hidden = `${SECRET} `.repeat(Math.ceil((SEARCHED - 20) / (SECRET.length + 1)));
    for (let shift = 0; shift < SECRET.length; shift += 3) {
      const text = `${'x '.repeat(shift)}${hidden}${WORDS.repeat(100_000)}`;
      expect(textOf(redactFailedResult(failing(text)))).not.toContain(SECRET.slice(0, 5));
    }
  });

  it('sees JSON within the text whole, also where the text is cut in it', () => {
    const value = 'correct horse battery';
    const pair = JSON.stringify({ env: [{ name: 'DB_PASSWORD', value }], more: 'x '.repeat(200_000) });
    const text = `${WORDS.repeat(9_000)}${pair}${WORDS.repeat(100_000)}`;
    expect(text.indexOf(value)).toBeLessThan(MAX_FAILED_TEXT_LENGTH);
    expect(textOf(redactFailedResult(failing(text)))).not.toContain(value);
  });
});
