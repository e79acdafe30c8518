import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactText } from '../../src/redaction/redact.ts';
import { fakeSecret } from './fake-secret.ts';

const secrets = fc.integer({ min: 1, max: 1_000_000 }).map((seed) => fakeSecret(seed, 20));

const places: readonly ((secret: string) => unknown)[] = [
  (secret) => ({ password: secret }),
  (secret) => `token=${secret}`,
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => ['--api-key', secret],
  (secret) => ({ headers: { 'x-acme': secret } }),
  (secret) => ({ env: { ACME: secret } }),
  (secret) => new Map([['client_secret', secret]]),
  (secret) => new Error(`password is ${secret}`),
  (secret) => `https://bob:${secret}@example.com/`,
  (secret) => ({ name: 'API_KEY', value: secret }),
];

const wrappers: readonly ((value: unknown) => unknown)[] = [
  (value) => value,
  (value) => ({ inner: value }),
  (value) => [value, 1],
  (value) => new Map([['x', value]]),
  (value) => new Set([value]),
  (value) => Object.assign(new Error('failed'), { details: value }),
  (value) => (value instanceof Error || value instanceof Map ? value : JSON.stringify({ body: value })),
  (value) => (value instanceof Error || value instanceof Map ? value : { text: JSON.stringify(value) }),
];

describe('redaction', () => {
  it('leaves no secret in any place, however deep it lies (B2, B61, B63)', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom(...places),
        fc.array(fc.constantFrom(...wrappers), { maxLength: 4 }),
        (secret, place, layers) => {
          const value = layers.reduce((inner, wrap) => wrap(inner), place(secret));
          const shown = inspect(redact(value), { depth: 20, maxStringLength: null });
          expect(shown).not.toContain(secret);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never throws on texts of the signs that rules look at, and changes nothing the second time', () => {
    const piece = fc.constantFrom(
      ...[
        'token',
        'password',
        '=',
        ':',
        ' ',
        '"',
        "'",
        '\\',
        '[',
        ']',
        '{',
        '}',
        '<',
        '>',
        '/',
        '@',
        '://',
        '%3D',
        '&',
        '?',
        ';',
      ],
      ...[
        ',',
        '\n',
        'Bearer',
        'Basic',
        'abc',
        'x1y2z3w4',
        '-----',
        '--',
        '-',
        '.',
        '[REDACTED:x]',
        '&quot;',
        '\\u0022',
        'eyJ',
        'is',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const clean = redactText(text);
        expect(redactText(clean)).toBe(clean);
      }),
      { numRuns: 3000 },
    );
  });
});
