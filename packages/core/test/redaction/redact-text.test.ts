import { describe, expect, it, vi } from 'vitest';
import { MIN_SECRET_LENGTH, registerSecrets } from '../../src/redaction/configured-secrets.ts';
import { CONFIGURED_MARKER, redactText } from '../../src/redaction/redact.ts';
import { fakeToken, withSecrets } from './secrets.ts';

/** Every character here is escaped by somebody. */
const AWKWARD = `p&s"w' /+<é>=%\\k~(1)*!$`;

const LETTERS = 'SmplLttrs9';

describe('redactText', () => {
  const spellings: readonly (readonly [string, (secret: string) => string])[] = [
    ['plain', (secret) => secret],
    ['JSON', (secret) => JSON.stringify(secret)],
    ['JSON in JSON', (secret) => JSON.stringify(JSON.stringify({ key: secret }))],
    ['JSON in ASCII only', (secret) => JSON.stringify(secret).replaceAll('é', '\\u00e9')],
    ['JSON with escaped slashes', (secret) => JSON.stringify(secret).replaceAll('/', '\\/')],
    [
      'JSON with escaped HTML',
      (secret) =>
        JSON.stringify(secret).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'),
    ],
    ['encodeURIComponent', encodeURIComponent],
    [
      'encodeURIComponent in lower case',
      (secret) => encodeURIComponent(secret).replace(/%../g, (c) => c.toLowerCase()),
    ],
    ['encodeURIComponent with +', (secret) => encodeURIComponent(secret).replaceAll('%20', '+')],
    ['encodeURI', encodeURI],
    ['a form', (secret) => new URLSearchParams({ key: secret }).toString()],
    ['HTML', (secret) => escapeHtml(secret, '&quot;', '&#39;')],
    ['HTML of Python', (secret) => escapeHtml(secret, '&quot;', '&#x27;')],
    ['HTML of Go', (secret) => escapeHtml(secret, '&#34;', '&#39;')],
    ['hex', (secret) => Buffer.from(secret).toString('hex')],
    ['hex in upper case', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ];

  it.each(spellings)('hides a secret spelled as %s', (_name, encode) => {
    withSecrets(AWKWARD);
    const text = `before ${encode(AWKWARD)} after`;
    const clean = redactText(text);
    expect(clean).toContain(CONFIGURED_MARKER);
    expect(clean).not.toContain(encode(AWKWARD));
    expect(clean).toMatch(/^before .* after$/);
  });

  it.each(['username', 'password', 'search', 'hash'] as const)('hides a secret in the %s of a URL', (part) => {
    const secret = `pa$s/wo rd;"x^y'z`;
    withSecrets(secret);
    const url = new URL('https://example.com/');
    url[part] = secret;
    expect(redactText(url.href)).toContain(CONFIGURED_MARKER);
  });

  it('hides a secret in the path of a URL', () => {
    const secret = 'a b$c,d{e}f';
    withSecrets(secret);
    expect(redactText(new URL(`https://example.com/x/${secret}/y`).href)).toBe(
      `https://example.com/x/${CONFIGURED_MARKER}/y`,
    );
  });

  it.each(['', 'u', 'us', 'use', 'user', 'a longer user'])('hides the secret in the base64 of "%s:secret"', (user) => {
    for (const secret of [LETTERS, LETTERS.slice(0, MIN_SECRET_LENGTH), AWKWARD]) {
      using registration = registerSecrets([secret]);
      for (const encoding of ['base64', 'base64url'] as const) {
        for (const tail of ['', '1', '12']) {
          const encoded = Buffer.from(`${user}:${secret}${tail}`).toString(encoding);
          const clean = redactText(`Basic ${encoded}`);
          expect(clean).toContain(CONFIGURED_MARKER);
          expect(Buffer.from(clean, 'base64').toString()).not.toContain(secret);
        }
      }
      registration.update([]);
    }
  });

  it('hides a form-encoded secret in a Basic header, as OAuth clients send it', () => {
    withSecrets(AWKWARD);
    const form = new URLSearchParams({ x: AWKWARD }).toString().slice(2);
    expect(redactText(Buffer.from(`client:${form}`).toString('base64'))).toContain(CONFIGURED_MARKER);
  });

  it('hides each line of a secret of several lines, and not the frame around it', () => {
    const [first, second] = ['MIIEvQ'.padEnd(64, 'Ab0'), 'zqYKoZ'.padEnd(64, 'Cd1')];
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE ${'KEY'}-----`);
    withSecrets([begin, first, second, end].join('\n'));
    expect(redactText(`line: ${second}`)).toBe(`line: ${CONFIGURED_MARKER}`);
    expect(redactText([begin, first, second, end].join('\r\n'))).not.toContain(first);
    expect(redactText(JSON.stringify({ key: [begin, first, second, end].join('\n') }))).toBe(
      `{"key":"${CONFIGURED_MARKER}"}`,
    );
    expect(redactText(`expected ${begin}`)).toBe(`expected ${begin}`);
  });

  it('hides the trimmed form of a secret with blanks around it', () => {
    const token = fakeToken();
    withSecrets(`  ${token}\n`);
    expect(redactText(`got ${token}.`)).toBe(`got ${CONFIGURED_MARKER}.`);
  });

  it('hides the longest of several secrets that start at one place', () => {
    withSecrets('alpha-beta', 'alpha-beta-gamma');
    expect(redactText('x alpha-beta-gamma y')).toBe(`x ${CONFIGURED_MARKER} y`);
  });

  it('hides overlapping secrets as a whole', () => {
    withSecrets('abcdefgh', 'efghijkl');
    expect(redactText('<abcdefghijkl>')).toBe(`<${CONFIGURED_MARKER}>`);
  });

  it('hides a secret that overlaps itself', () => {
    withSecrets('abcabcabc');
    expect(redactText('<abcabcabcabc>')).toBe(`<${CONFIGURED_MARKER}>`);
  });

  it('hides secrets that overlap over registration and options', () => {
    withSecrets('abcdefgh');
    expect(redactText('<abcdefghijkl>', { configuredSecrets: ['efghijkl'] })).toBe(`<${CONFIGURED_MARKER}>`);
  });

  it('hides each of several secrets side by side', () => {
    withSecrets('abcdefgh');
    expect(redactText('abcdefghabcdefgh')).toBe(CONFIGURED_MARKER + CONFIGURED_MARKER);
  });

  it('leaves its own marker alone even when a part of it is a secret', () => {
    withSecrets('configured', 'REDACTED', CONFIGURED_MARKER);
    const clean = redactText('it was REDACTED here');
    expect(clean).toBe(`it was ${CONFIGURED_MARKER} here`);
    expect(redactText(clean)).toBe(clean);
  });

  it('takes a secret with a lone surrogate', () => {
    const secret = `abc\ud800defgh`;
    withSecrets(secret);
    expect(redactText(`x${secret}x`)).toBe(`x${CONFIGURED_MARKER}x`);
    expect(redactText(`x${JSON.stringify(secret)}x`)).toContain(CONFIGURED_MARKER);
  });

  it('goes through a text of a million characters', () => {
    const token = fakeToken();
    withSecrets(token, 'a'.repeat(40));
    const filler = 'aab'.repeat(333_333);
    expect(redactText(filler)).toBe(filler);
    expect(redactText(filler + token + filler)).toBe(filler + CONFIGURED_MARKER + filler);
  });

  it('looks at each place a fixed number of times, however long the text', () => {
    withSecrets(`${'a'.repeat(40)}b`, 'a'.repeat(30), 'aaaaab');
    const looks = vi.spyOn(String.prototype, 'startsWith');
    const looksAt = (text: string): number => {
      looks.mockClear();
      redactText(text);
      return looks.mock.calls.length;
    };
    const short = looksAt('aaaaaaaac'.repeat(400));
    expect(short).toBeGreaterThan(0);
    expect(looksAt('aaaaaaaac'.repeat(800))).toBeLessThanOrEqual(2 * short + 100);
    const hidden = looksAt('a'.repeat(2000));
    expect(looksAt('a'.repeat(4000))).toBeLessThanOrEqual(2 * hidden + 100);
  });

  it('is the same string when nothing is registered', () => {
    expect(redactText('anything at all')).toBe('anything at all');
  });
});

function escapeHtml(text: string, double: string, single: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', double)
    .replaceAll("'", single);
}
