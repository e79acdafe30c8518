import { describe, expect, it } from 'vitest';
import { redactText } from '../../../src/redaction/redact.ts';
import { fakeSecret } from '../fake-secret.ts';

const SECRET = fakeSecret(7);

describe('what is left of a text (B17)', () => {
  it.each([
    ['a string', { token: SECRET, id: 7 }],
    ['a number', { pin: 92_837_465, id: 7 }],
    ['a list', { tokens: [SECRET, SECRET], id: 7 }],
    ['a block of headers', { headers: { 'x-acme': SECRET, accept: 'text/html' }, id: 7 }],
    ['a pair', [{ value: SECRET, name: 'API_KEY' }]],
    ['a text that holds JSON', { body: JSON.stringify({ password: SECRET, n: 1 }) }],
  ])('can still be parsed as JSON when %s was hidden', (_name, value) => {
    const clean = redactText(JSON.stringify(value));
    expect(clean).not.toContain(SECRET);
    expect(clean).toContain('[REDACTED:');
    expect(() => JSON.parse(clean)).not.toThrow();
    const pretty = redactText(JSON.stringify(value, undefined, 2));
    expect(() => JSON.parse(pretty)).not.toThrow();
    expect(pretty).not.toContain(SECRET);
  });

  it('names the rule, and nothing of the secret', () => {
    expect(redactText(`password=${SECRET}`)).toBe('password=[REDACTED:password]');
    expect(redactText(`Authorization: Bearer ${SECRET} was rejected`)).toBe(
      'Authorization: Bearer [REDACTED:authorization] was rejected',
    );
    expect(redactText(`https://bob:${SECRET}@example.com/x`)).toBe('https://bob:[REDACTED:url-password]@example.com/x');
    expect(redactText(`Set-Cookie: sid=${SECRET}; Path=/; HttpOnly`)).toBe(
      'Set-Cookie: sid=[REDACTED:cookie]; Path=/; HttpOnly',
    );
  });

  it('hides a value that was given away once wherever it stands', () => {
    expect(redactText(`token=${SECRET}\ncould not use ${SECRET} here`)).toBe(
      'token=[REDACTED:token]\ncould not use [REDACTED:repeated] here',
    );
  });

  it.each(['in full', 'without its end', 'without its beginning', 'with escaped line ends'])(
    'hides a private key %s',
    (form) => {
      const lines = [0, 1, 2, 3].map((seed) => fakeSecret(seed, 64));
      const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} RSA PRIVATE ${'KEY'}-----`);
      const whole = [begin, ...lines, end];
      const texts: Readonly<Record<string, string>> = {
        'in full': whole.join('\n'),
        'without its end': whole.slice(0, -1).join('\n'),
        'without its beginning': whole.slice(1).join('\n'),
        'with escaped line ends': JSON.stringify({ data: whole.join('\n') }),
      };
      const clean = redactText(`could not read ${texts[form]} of the file`);
      for (const line of lines) expect(clean).not.toContain(line);
      expect(clean).toContain('could not read');
    },
  );

  it('cuts off what goes beyond the limit, so that nobody sees what nobody looked at', async () => {
    const { MAX_TEXT_LENGTH } = await import('../../../src/redaction/redact.ts');
    const clean = redactText(`${' '.repeat(MAX_TEXT_LENGTH)}password=${SECRET}`);
    expect(clean.endsWith('[TOO LONG]')).toBe(true);
    expect(clean).not.toContain(SECRET);
  });
});
