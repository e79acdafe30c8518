import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretMatcher } from '../../src/redaction/secret-matcher.ts';

const MARKER = '[qz]';
const RUNS = { numRuns: 2000 };
// Few letters, so that needles overlap, hold one another, and stand across markers.
const letters = fc.constantFrom('q', 'z', 'Q', '[', ']', 'é');

describe('the search for many values', () => {
  it('finds what the plainest search finds', () => {
    const needles = fc.array(fc.string({ unit: letters, minLength: 2, maxLength: 7 }), { maxLength: 5 });
    const ownCase = fc.array(fc.string({ unit: fc.constantFrom('q', 'Z'), minLength: 3, maxLength: 5 }), {
      maxLength: 2,
    });
    const texts = fc.array(fc.oneof(fc.constant(MARKER), fc.string({ unit: letters, maxLength: 20 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(needles, ownCase, texts, (exact, anyCase, parts) => {
        const text = parts.join('');
        expect(createSecretMatcher(exact, anyCase).replace(text, MARKER)).toBe(plainSearch(text, exact, anyCase));
      }),
      RUNS,
    );
  });

  it('finds values that differ in length and in what they begin with', () => {
    const needles = fc.array(fc.string({ minLength: 6, maxLength: 60 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(needles, fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 30 }))), (exact, parts) => {
        const text = parts.map(([index, before]) => before + exact[index % exact.length]).join('');
        expect(createSecretMatcher(exact).replace(text, MARKER)).toBe(plainSearch(text, exact, []));
      }),
      { numRuns: 300 },
    );
  });

  it('gives back the same text where there is nothing, and finds nothing without needles', () => {
    expect(createSecretMatcher(['secret-one']).replace('nothing to see here', MARKER)).toBe('nothing to see here');
    expect(createSecretMatcher(['', 'x']).isEmpty).toBe(true);
    expect(createSecretMatcher([]).replace('anything', MARKER)).toBe('anything');
  });
});

/** Each character is hidden or not; places that begin within a marker are none. */
function plainSearch(text: string, exact: readonly string[], anyCase: readonly string[]): string {
  let output = '';
  let copiedTo = 0;
  let hiddenTo = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith(MARKER, at)) {
      if (hiddenTo > at) copiedTo = hiddenTo = Math.max(hiddenTo, at + MARKER.length);
      at += MARKER.length - 1;
      continue;
    }
    const lengths = [
      ...exact.filter((needle) => text.startsWith(needle, at)),
      ...anyCase.filter((needle) => text.slice(at).toLowerCase().startsWith(needle.toLowerCase())),
    ].map((needle) => needle.length);
    const end = at + Math.max(0, ...lengths);
    if (lengths.length === 0 || end <= hiddenTo) continue;
    if (at >= hiddenTo) output += text.slice(copiedTo, at) + MARKER;
    copiedTo = hiddenTo = end;
  }
  return output + text.slice(copiedTo);
}
