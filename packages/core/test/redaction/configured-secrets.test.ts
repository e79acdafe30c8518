import { describe, expect, it } from 'vitest';
import { MIN_SECRET_LENGTH, registerSecrets } from '../../src/redaction/configured-secrets.ts';
import { CONFIGURED_MARKER, redact, redactText } from '../../src/redaction/redact.ts';
import { fakeToken, withSecrets } from './secrets.ts';

describe('registerSecrets', () => {
  it('hides the values until the registration is disposed of', () => {
    const token = fakeToken();
    const registration = registerSecrets([token]);
    expect(redactText(token)).toBe(CONFIGURED_MARKER);
    registration[Symbol.dispose]();
    registration[Symbol.dispose]();
    expect(redactText(token)).toBe(token);
  });

  it('replaces the values on update', () => {
    const [before, after] = [fakeToken('old'), fakeToken('new')];
    const registration = withSecrets(before);
    expect(redactText(`${before} ${after}`)).toBe(`${CONFIGURED_MARKER} ${after}`);
    registration.update([after]);
    expect(redactText(`${before} ${after}`)).toBe(`${before} ${CONFIGURED_MARKER}`);
  });

  it('ignores an update after it was disposed of', () => {
    const registration = registerSecrets([fakeToken()]);
    registration[Symbol.dispose]();
    registration.update([fakeToken()]);
    expect(redactText(fakeToken())).toBe(fakeToken());
  });

  it('keeps a value that another registration still has', () => {
    const token = fakeToken();
    withSecrets(token);
    registerSecrets([token])[Symbol.dispose]();
    expect(redactText(token)).toBe(CONFIGURED_MARKER);
  });

  it('hides a value in texts that were clean before it was registered, and shows it when it is no secret any more', () => {
    const token = fakeToken();
    const text = `call ${token}`;
    const nested = { message: text, cause: [text] };
    for (let time = 0; time < 3; time += 1) expect([redactText(text), redact(nested)]).toEqual([text, nested]);
    const registration = registerSecrets([token]);
    const hidden = `call ${CONFIGURED_MARKER}`;
    for (let time = 0; time < 3; time += 1)
      expect([redactText(text), redact(nested)]).toEqual([hidden, { message: hidden, cause: [hidden] }]);
    registration.update([]);
    expect(redactText(text)).toBe(text);
    registration.update([token]);
    expect(redactText(text)).toBe(hidden);
    registration[Symbol.dispose]();
    expect(redactText(text)).toBe(text);
  });

  it('hides the values of one call in texts that are clean for others', () => {
    const token = fakeToken();
    expect(redactText(`call ${token}`)).toBe(`call ${token}`);
    expect(redactText(`call ${token}`, { configuredSecrets: [token] })).toBe(`call ${CONFIGURED_MARKER}`);
    expect(redactText(`call ${token}`)).toBe(`call ${token}`);
  });

  it('takes any iterable, once', () => {
    const token = fakeToken();
    const registration = withSecrets();
    registration.update(new Map([[token, 1]]).keys());
    expect(redactText(token)).toBe(CONFIGURED_MARKER);
    expect(redactText(`${token} ${token}`)).toBe(`${CONFIGURED_MARKER} ${CONFIGURED_MARKER}`);
  });

  it('leaves out values that are too short', () => {
    const short = 'q7Zx0pL'.slice(0, MIN_SECRET_LENGTH - 1);
    const longEnough = 'q7Zx0pL'.slice(0, MIN_SECRET_LENGTH);
    withSecrets(short, `  ${short}   `, '', ' '.repeat(20));
    expect(redactText(`${short}!${' '.repeat(30)}`)).toBe(`${short}!${' '.repeat(30)}`);
    withSecrets(longEnough);
    expect(redactText(`${longEnough}!`)).toBe(`${CONFIGURED_MARKER}!`);
  });

  it.each(['production', 'Production', ' localhost ', 'undefined', 'verbose'])(
    'leaves out the everyday word "%s"',
    (word) => {
      withSecrets(word);
      expect(redactText(`in ${word} here`)).toBe(`in ${word} here`);
    },
  );

  it('is shared by all copies of the package in a process', async () => {
    const token = fakeToken();
    const copy: typeof import('../../src/redaction/redact.ts') = await import(
      // @ts-expect-error The query makes a second copy of the module.
      '../../src/redaction/redact.ts?copy'
    );
    withSecrets(token);
    expect(copy.redact).not.toBe(undefined);
    expect(copy.redactText(token)).toBe(CONFIGURED_MARKER);
  });
});
