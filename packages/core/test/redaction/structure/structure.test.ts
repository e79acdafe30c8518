import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { redact } from '../../../src/redaction/redact.ts';
import { fakeSecret } from '../fake-secret.ts';

const SECRET = fakeSecret(3);

function shown(value: unknown): string {
  return inspect(value, { depth: 40, showHidden: true, maxStringLength: null });
}

describe('values that only their place gives away', () => {
  it('hides short codes of a second factor, whatever they are called', () => {
    for (const name of ['two_factor_code', 'tfaCode', 'totpCode', 'activation_code'])
      expect(redact({ [name]: '959861', other: 959_861 })).toEqual({ [name]: '[REDACTED:code]', other: 959_861 });
  });

  it('keeps counts and rates of tokens, and hides a password that is a number', () => {
    const counts = { tokensPerMinute: 60_000, tokens_used_today: 17, credentials_per_user: 3 };
    expect(redact(counts)).toBe(counts);
    expect(redact({ pass: 12_345_678 })).toEqual({ pass: '[REDACTED:password]' });
  });

  it('takes lists of two in a row for pairs', () => {
    const list = [
      ['password', 'correcthorse'],
      ['user', 'bob'],
    ];
    expect(redact(list)).toEqual([
      ['password', '[REDACTED:password]'],
      ['user', 'bob'],
    ]);
    const names = ['password', 'token'];
    expect(redact(names)).toBe(names);
  });

  it('finds simple values in prose by the sign or the quotes around them', () => {
    const value = ['Trbit', '45340'].join('');
    for (const text of [`-H 'PRIVATE-TOKEN: ${value}'`, `the api key is ${value}.`, `Invalid token "${value}"`])
      expect(redact(text)).not.toContain(value);
  });
});

describe('a secret in a value (B2, B16, B24, B60, B61, B63)', () => {
  const places: readonly (readonly [string, unknown])[] = [
    ['a field', { password: SECRET }],
    ['a field far below', { a: [{ b: { client_secret: SECRET } }] }],
    ['a list below a field', { tokens: [SECRET] }],
    ['an object below a field', { credentials: { foo: SECRET } }],
    ['the value of a token', { token: { value: SECRET } }],
    ['the id of a session', { session: { id: SECRET } }],
    ['a header that is not known', { headers: { 'x-acme': SECRET } }],
    ['a map of headers', { headers: new Map([['x-acme', SECRET]]) }],
    ['pairs of headers', { headers: [['Authorization', `Bearer ${SECRET}`]] }],
    ['named headers', { headers: [{ name: 'X-Acme', value: SECRET }] }],
    ['lines of headers', { headers: [`X-Acme: ${SECRET}`] }],
    ['raw headers', { rawHeaders: ['Accept', 'x', 'Authorization', `Bearer ${SECRET}`] }],
    ['raw headers by themselves', ['Host', 'x', 'X-Api-Key', SECRET]],
    ['Headers', { sent: new Headers({ 'x-api-key': SECRET }) }],
    ['a cookie', { cookies: { theme: SECRET } }],
    ['a variable', { env: { ACME: SECRET } }],
    ['a list of variables', { Env: ['A=b', `ACME=${SECRET}`] }],
    ['named variables', { env: [{ name: 'ACME', value: SECRET }] }],
    ['an argument', { args: ['--token', SECRET] }],
    ['an argument with its option', { args: [`--token=${SECRET}`] }],
    ['a user in arguments', { args: ['-u', `bob:${SECRET}`] }],
    ['a header in arguments', { args: ['-H', `X-Api-Key: ${SECRET}`] }],
    ['a pair', { name: 'API_KEY', value: SECRET }],
    ['a failed field', { field: 'password', value: SECRET }],
    ['a failed path', { loc: ['body', 'password'], input: SECRET }],
    ['a list of two', ['api_key', SECRET]],
    ['a map', new Map([['api_key', SECRET]])],
    ['a set', new Set([`password=${SECRET}`])],
    ['a secret of Kubernetes', { kind: 'Secret', data: { foo: SECRET } }],
    ['parameters', new URLSearchParams({ code: SECRET })],
    ['a URL', { url: new URL(`https://example.com/?api_key=${SECRET}`) }],
    ['a boxed text', { text: Object(`token=${SECRET}`) }],
    ['an error', new Error(`token=${SECRET}`)],
    ['a field of an error', Object.assign(new Error('x'), { config: { headers: { Authorization: SECRET } } })],
    ['an error of several', new AggregateError([new Error(`password=${SECRET}`)], 'x')],
    ['a cause', new Error('x', { cause: { password: SECRET } })],
    ['a text that holds JSON', { body: JSON.stringify({ env: { ACME: SECRET } }) }],
    ['a key', { [`token=${SECRET}`]: 1 }],
    ['another place where nothing gives it away', { password: SECRET, message: `could not use ${SECRET}` }],
    ['bytes below a field', { password: Buffer.from(SECRET) }],
    ['lines of a key', { pem: [`-----BEGIN PRIVATE ${'KEY'}-----`, fakeSecret(3, 64), SECRET] }],
  ];

  it.each(places)('is hidden in %s, and stays so', (_place, value) => {
    const before = shown(value);
    const clean = redact(value);
    expect(shown(clean)).not.toContain(SECRET);
    expect(shown(clean)).not.toContain(fakeSecret(3, 64));
    expect(redact(clean)).toBe(clean);
    expect(shown(value)).toBe(before);
  });

  it('is hidden as a number or a big one, while yes, no and nothing are kept', () => {
    expect(redact({ pin: 12_345_678, password: 123_456_789n, token: null, secret: true })).toEqual({
      pin: '[REDACTED:code]',
      password: '[REDACTED:password]',
      token: null,
      secret: true,
    });
  });

  it('keeps Headers what they are', () => {
    const clean = redact(new Headers({ authorization: `Bearer ${SECRET}`, accept: 'text/html' }));
    expect(clean).toBeInstanceOf(Headers);
    expect([...clean.entries()]).toEqual([
      ['accept', 'text/html'],
      ['authorization', '[REDACTED:authorization]'],
    ]);
  });

  it('does not ask for the Headers of the platform, which Node loads its HTTP client for, without need', () => {
    const ofPlatform = Headers;
    let reads = 0;
    const get = (): typeof Headers => {
      reads += 1;
      return ofPlatform;
    };
    vi.stubGlobal('Headers', undefined);
    Object.defineProperty(globalThis, 'Headers', { get, configurable: true });
    redact({
      map: new Map([['a', 1]]),
      error: new Error('x'),
      list: [new Set([1])],
      url: new URL('https://a.example'),
    });
    expect(reads).toBe(0);
    redact(new ofPlatform({ accept: 'text/html' }));
    expect(reads).toBeGreaterThan(0);
    vi.unstubAllGlobals();
  });

  it('gives a second key that is hidden a name of its own', () => {
    const value = { [`https://a:${fakeSecret(1)}@b.c/`]: 1, [`https://a:${fakeSecret(2)}@b.c/`]: 2 };
    expect(Object.values(redact(value))).toEqual([1, 2]);
  });
});

describe('a value without secrets (B27, B28, B61, B63)', () => {
  it.each<readonly [string, unknown]>([
    ['a schema', { type: 'object', properties: { password: { type: 'string', description: 'The password' } } }],
    ['counts of tokens', { usage: { prompt_tokens: 1, tokens: { input: 1, output: 2 } }, max_tokens: 5 }],
    ['names of fields', { missing_keys: ['API_KEY', 'TOKEN'], required: ['password', 'token'] }],
    ['a call of a tool', { type: 'tool_use', name: 'create_token', input: { scope: 'repo', title: 'hello' } }],
    ['a file', { path: '/src/auth/token.ts', content: 'export const x = 1' }],
    ['two names', ['password', 'token']],
    ['harmless variables', { env: { NODE_ENV: 'production', PATH: '/usr/bin', LOG_LEVEL: 'debug', PORT: '3000' } }],
    ['harmless headers', { headers: { 'content-type': 'application/json', 'retry-after': '3' } }],
    ['settings of a login', { auth: { type: 'oauth2', url: 'https://example.com', enabled: true } }],
    ['what only speaks of secrets', { authType: 'bearer', tokenUrl: 'https://x/y', secretName: 'a', keyId: 'kid-1' }],
    ['errors about fields', { errors: { password: 'must be at least 8 characters' } }],
    ['issues', { issues: [{ key: 'PROJ-1', id: '10001' }] }],
    ['objects of a store', { Contents: [{ Key: 'path/to/file.txt', ETag: '"abc"', Size: 3 }] }],
    ['placeholders', { password: '<password>', token: '${TOKEN}', apiKey: 'YOUR_API_KEY', secret: '' }],
    ['an authentication', { auth_type: 'api_key', username: 'bob', server_url: 'https://example.com', timeout: 3 }],
  ])('is the very same: %s', (_name, value) => {
    expect(redact(value)).toBe(value);
  });

  it('keeps what is clean beside what is not', () => {
    const clean = { list: [1, 2] };
    const value = { clean, password: SECRET };
    expect(redact(value).clean).toBe(clean);
  });

  it('takes a wide value with many paths to the same objects', () => {
    let value: object = { leaf: 'x' };
    for (let level = 0; level < 30; level += 1) value = { a: value, b: value, c: [value, value] };
    expect(redact(value)).toBe(value);
  });
});
