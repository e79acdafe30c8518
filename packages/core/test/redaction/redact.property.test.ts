import fc from 'fast-check';
import { describe, it } from 'vitest';
import { MIN_SECRET_LENGTH, registerSecrets } from '../../src/redaction/configured-secrets.ts';
import { redact, redactText } from '../../src/redaction/redact.ts';

const RUNS = { numRuns: 300 };

// Letters of its own: no spelling of it can come about from the surroundings, and it is no part of a marker.
const secrets = fc
  .string({
    unit: fc.constantFrom(...'QZXJqzxj0123456789-_/+=&%$#"\'\\<> éß漢🔑\n'),
    minLength: MIN_SECRET_LENGTH,
    maxLength: 40,
  })
  .filter((text) => text.trim().length >= MIN_SECRET_LENGTH && /[QZXJqzxj]{3}/.test(text));
const surroundings = fc.string({ unit: fc.constantFrom(...'abcdefghikl :;,.{}[]()'), maxLength: 40 });

const encodings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
  encodeURIComponent,
  encodeURI,
  (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase()),
  (text) => new URLSearchParams({ x: text }).toString().slice(2),
  (text) => Buffer.from(text).toString('hex'),
];

describe('redaction', () => {
  it('leaves no secret in any encoding in any surroundings', () => {
    fc.assert(
      fc.property(
        secrets,
        surroundings,
        surroundings,
        fc.constantFrom(...encodings),
        (secret, before, after, encode) => {
          using _registration = registerSecrets([secret]);
          const clean = redactText(before + encode(secret) + after);
          return clean.startsWith(before) && clean.endsWith(after) && !clean.includes(encode(secret.trim()));
        },
      ),
      RUNS,
    );
  });

  it('leaves no secret in base64, whatever stands around it', () => {
    const wrappers = fc.constantFrom<BufferEncoding>('base64', 'base64url');
    fc.assert(
      fc.property(secrets, surroundings, surroundings, wrappers, (secret, before, after, encoding) => {
        using _registration = registerSecrets([secret]);
        const clean = redactText(Buffer.from(before + secret + after).toString(encoding));
        return clean.includes('[') && !Buffer.from(clean, encoding).includes(secret);
      }),
      RUNS,
    );
  });

  it('leaves none of several secrets that overlap', () => {
    const words = fc.string({ unit: fc.constantFrom('q', 'z'), minLength: 6, maxLength: 9 });
    const texts = fc.string({ unit: fc.constantFrom('q', 'z', ' '), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), texts, (values, text) => {
        using _registration = registerSecrets(values);
        const clean = redactText(text);
        return values.every((value) => !clean.includes(value)) && redactText(clean) === clean;
      }),
      RUNS,
    );
  });

  it('never throws, never changes its input, and changes nothing the second time', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
      key: fc.oneof(fc.string(), fc.constant('zqxj-zqxj')),
      values: [fc.string(), fc.double(), fc.constant('zqxj-zqxj'), fc.constant(new Error('zqxj-zqxj'))],
    });
    using _registration = registerSecrets(['zqxj-zqxj']);
    fc.assert(
      fc.property(anything, (value) => {
        const before = fc.stringify(value);
        const clean = redact<unknown>(value);
        const after = fc.stringify(clean);
        const isUntouched = fc.stringify(value) === before;
        const isClean = !after.includes('zqxj-zqxj') && redact<unknown>(clean) === clean;
        return isUntouched && isClean && (before.includes('zqxj-zqxj') || clean === value);
      }),
      RUNS,
    );
  });
});
