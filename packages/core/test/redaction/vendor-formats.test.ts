import { describe, expect, it } from 'vitest';
import { redactText } from '../../src/redaction/redact.ts';
import { SECRET_URLS, type TailKind, VENDOR_FORMATS } from '../../src/redaction/vendor-formats.ts';
import { fakeSecret } from './fake-secret.ts';

const ALPHABETS: Readonly<Record<TailKind, string | undefined>> = {
  alnum: undefined,
  word: undefined,
  url: undefined,
  dotted: undefined,
  base64: undefined,
  hash: undefined,
  hex: '7a0c3e9f1b5d8246',
  upper: 'K7MQ2XR9VT4NB8WZ3P',
};

const cases = VENDOR_FORMATS.flatMap(({ name, prefixes, tail, minTail }) =>
  prefixes.map((prefix) => [name, prefix, fakeSecret(prefix.length, minTail + 8, ALPHABETS[tail])] as const),
);

describe('a credential of a vendor (B61)', () => {
  it.each(cases)('of %s is known by "%s"', (_name, prefix, tail) => {
    const clean = redactText(`the server refused ${prefix}${tail} at once`);
    expect(clean).not.toContain(tail);
    expect(clean).toMatch(/^the server refused .* at once$/);
  });

  it.each(SECRET_URLS)('is the address of a webhook of %s at %s', (_name, start) => {
    const path = fakeSecret(start.length, 40);
    expect(redactText(`POST https://${start.startsWith('.') ? 'acme' : ''}${start}${path} failed`)).not.toContain(path);
  });

  it.each(['sk-learn', 'hf_hub_download', 'npm_config_registry', 'task-1234567890', 'api-gateway-7d9f8b6c5d-abcde'])(
    'is not what only begins like one: %s',
    (word) => {
      expect(redactText(`could not load ${word} here`)).toBe(`could not load ${word} here`);
    },
  );
});
