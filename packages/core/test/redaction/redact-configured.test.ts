import { describe, expect, it } from 'vitest';
import { CONFIGURED_MARKER, redactConfigured } from '../../src/redaction/redact.ts';
import { MAX_TEXT_LENGTH } from '../../src/redaction/text/clean-text.ts';
import { fakeSecret } from './fake-secret.ts';
import { fakeToken, withSecrets } from './secrets.ts';

describe('redactConfigured', () => {
  it('hides registered values in texts, keys, maps, sets and errors', () => {
    const token = fakeToken();
    withSecrets(token);
    const clean = redactConfigured({
      text: `Bearer ${token}!`,
      [`key ${token}`]: 1,
      list: [token, 'other'],
      map: new Map([[token, { token }]]),
      set: new Set([token]),
      error: new Error(`no ${token}`),
      base64: Buffer.from(`user:${token}`).toString('base64'),
      url: new URL(`https://example.com/?q=${token}`),
    });
    expect(clean).toMatchObject({
      text: `Bearer ${CONFIGURED_MARKER}!`,
      [`key ${CONFIGURED_MARKER}`]: 1,
      list: [CONFIGURED_MARKER, 'other'],
      map: new Map([[CONFIGURED_MARKER, { token: CONFIGURED_MARKER }]]),
      set: new Set([CONFIGURED_MARKER]),
      url: `https://example.com/?q=${CONFIGURED_MARKER}`,
    });
    expect(clean.error).toBeInstanceOf(Error);
    expect(clean.error.message).toBe(`no ${CONFIGURED_MARKER}`);
    expect(clean.base64).toContain(CONFIGURED_MARKER);
  });

  it('asks no name and no pattern, and gives back the very same value', () => {
    withSecrets(fakeToken());
    const value = {
      password: fakeSecret(1),
      headers: { authorization: `Bearer ${fakeSecret(2)}` },
      text: `ghp_${fakeSecret(3, 36)} https://user:${fakeSecret(4)}@example.com`,
    };
    expect(redactConfigured(value)).toBe(value);
  });

  it('does not even read a value while nothing is registered', () => {
    const value = {
      get text(): string {
        throw new Error('was read');
      },
    };
    const unread = new Proxy(value, {
      ownKeys: () => {
        throw new Error('was listed');
      },
    });
    expect(redactConfigured(unread)).toBe(unread);
  });

  it('finds a value in other letter case if it is long', () => {
    const [long, short] = [fakeSecret(5, 24), 'q7Zx0pL'];
    withSecrets(long, short);
    expect(redactConfigured(`${long.toUpperCase()} ${long.toLowerCase()} ${short.toLowerCase()}`)).toBe(
      `${CONFIGURED_MARKER} ${CONFIGURED_MARKER} ${short.toLowerCase()}`,
    );
  });

  it('keeps the shape of cycles and of deep values', () => {
    const token = fakeToken();
    withSecrets(token);
    const cycle: { self?: unknown; token: string } = { token };
    cycle.self = cycle;
    const clean = redactConfigured(cycle);
    expect(clean.self).toBe(clean);
    expect(clean.token).toBe(CONFIGURED_MARKER);
    const deep = nest(token, 400);
    expect(JSON.stringify(redactConfigured(deep))).toBe(JSON.stringify(nest(CONFIGURED_MARKER, 400)));
    expect(JSON.stringify(redactConfigured(nest(token, 2000)))).not.toContain(token);
  });

  it('searches texts of any length to their end', () => {
    const token = fakeToken();
    withSecrets(token);
    const filling = 'x'.repeat(MAX_TEXT_LENGTH);
    expect(redactConfigured(filling + token)).toBe(filling + CONFIGURED_MARKER);
  });
});

function nest(value: unknown, levels: number): unknown {
  let nested = value;
  for (let level = 0; level < levels; level += 1) nested = { inner: nested };
  return nested;
}
