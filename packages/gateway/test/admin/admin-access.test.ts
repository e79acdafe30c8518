import { createSystemId, silentLogger } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { ACCESS_LIMITS, AdminAccess, type Credentials, type OpenedSession } from '../../src/admin/admin-access.ts';
import { ADMIN_CODE_MS, createAdminCodes } from '../../src/admin/admin-codes.ts';
import { MAX_FAILURES } from '../../src/admin/attempt-limit.ts';
import { AdminTokens } from '../../src/admin/tokens/admin-tokens.ts';

const TOKEN = ['admin', 'token', 'of', 'this', 'test'].join('-');

function open() {
  const clock = createFakeClock();
  const codes = createAdminCodes({ clock });
  let token = TOKEN;
  const tokens = new AdminTokens({ file: undefined, clock, createId: createSystemId, logger: silentLogger });
  const access = new AdminAccess({ clock, token: () => token, codes, tokens });
  const from = { address: '10.0.0.1', isSecure: false };
  return {
    clock,
    codes,
    access,
    openByCode: (code: string): OpenedSession => access.open({ by: { code }, ...from }),
    openByToken: (given = TOKEN): OpenedSession => access.open({ by: { token: given }, ...from }),
    changeToken: (next: string): void => {
      token = next;
    },
  };
}

function request(overrides: Partial<Credentials> = {}): Credentials {
  return {
    method: 'GET',
    authorization: undefined,
    cookie: undefined,
    csrf: undefined,
    address: '10.0.0.1',
    ...overrides,
  };
}

function refusalOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

function cookieOf({ setCookie }: { readonly setCookie: string }): string {
  return setCookie.split(';')[0] ?? '';
}

describe('who may use the admin API', () => {
  it('is whoever has the token, and nobody without', () => {
    const { access } = open();
    expect(access.check(request({ authorization: `Bearer ${TOKEN}` }))).toMatchObject({ name: 'token' });
    for (const authorization of [undefined, '', 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`])
      expect(refusalOf(() => access.check(request({ authorization })))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is a browser that opened a link, whose code works once', () => {
    const { access, codes, openByCode } = open();
    const { code } = codes.create();
    const session = openByCode(code);
    expect(session.setCookie).toMatch(/^[^;]+; HttpOnly; SameSite=Strict$/);
    expect(access.check(request({ cookie: `other=1; ${cookieOf(session)}` })).name).toMatch(/^browser [0-9a-f]{8}$/);
    expect(refusalOf(() => openByCode(code))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('gets a cookie that never goes in the clear where it came over HTTPS', () => {
    const { access } = open();
    const { setCookie } = access.open({ by: { token: TOKEN }, address: '', isSecure: true });
    expect(setCookie).toMatch(/; Secure$/);
  });

  it('is no longer the one whose code is older than ten minutes', async () => {
    const { codes, clock, openByCode } = open();
    const { code } = codes.create();
    await clock.advance(ADMIN_CODE_MS + 1);
    expect(refusalOf(() => openByCode(code))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('has to show that a change with a cookie comes from the page itself', () => {
    const { access, openByToken } = open();
    const cookie = cookieOf(openByToken());
    expect(refusalOf(() => access.check(request({ method: 'POST', cookie })))).toMatchObject({ code: 'FORBIDDEN' });
    expect(access.check(request({ method: 'POST', cookie, csrf: '1' })).name).toMatch(/^browser /);
    expect(access.check(request({ method: 'POST', authorization: `Bearer ${TOKEN}` })).name).toBe('token');
  });

  it('ends with the session: when it is closed, and when nobody used it for half a day', async () => {
    const { access, clock, openByToken } = open();
    const session = openByToken();
    const cookie = cookieOf(session);
    await clock.advance(ACCESS_LIMITS.sessionMs - 1);
    expect(access.check(request({ cookie })).name).toMatch(/^browser /);
    await clock.advance(ACCESS_LIMITS.sessionMs - 1);
    expect(session.actor.isAdmitted()).toBe(true);
    expect(access.check(request({ cookie })).name).toMatch(/^browser /);
    await clock.advance(ACCESS_LIMITS.sessionMs + 1);
    expect(session.actor.isAdmitted()).toBe(false);
    expect(refusalOf(() => access.check(request({ cookie })))).toMatchObject({ code: 'UNAUTHENTICATED' });
    const other = cookieOf(openByToken());
    expect(access.close(other)).toContain('Path=/api; Max-Age=0');
    expect(refusalOf(() => access.check(request({ cookie: other })))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is nobody from before once the token was changed', () => {
    const { access, openByToken, changeToken } = open();
    const session = openByToken();
    const before = access.check(request({ authorization: `Bearer ${TOKEN}` }));
    changeToken(`${TOKEN}-of-now`);
    expect(session.actor.isAdmitted()).toBe(false);
    expect(before.isAdmitted()).toBe(false);
    expect(refusalOf(() => access.check(request({ cookie: cookieOf(session) })))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('is not found out by guessing, which locks out nobody who has what nobody guesses', async () => {
    const { access, clock, codes, openByCode, openByToken } = open();
    const guess = (given: string): unknown =>
      refusalOf(() => access.check(request({ authorization: `Bearer ${given}` })));
    for (let count = 0; count < MAX_FAILURES; count += 1)
      expect(guess('guess')).toMatchObject({ code: 'UNAUTHENTICATED' });
    const refused = { code: 'TOO_MANY_REQUESTS', options: { headers: { 'retry-after': '60' } } };
    expect(guess('guess')).toMatchObject(refused);
    expect(guess(`${TOKEN}-almost`)).toMatchObject(refused);
    expect(refusalOf(() => openByCode('guess'))).toMatchObject(refused);
    expect(refusalOf(() => openByToken('guess'))).toMatchObject(refused);
    // Everybody else may come from the same address.
    expect(access.check(request({ authorization: `Bearer ${TOKEN}` })).name).toBe('token');
    expect(access.check(request({ cookie: cookieOf(openByToken()) })).name).toMatch(/^browser /);
    expect(access.check(request({ cookie: cookieOf(openByCode(codes.create().code)) })).name).toMatch(/^browser /);
    // It was let in, which makes nobody else's guesses fewer.
    expect(guess('guess')).toMatchObject(refused);
    await clock.advance(60_000);
    expect(guess('guess')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is not told whether a short token is right while somebody guesses, but at another address', async () => {
    const { access, clock, changeToken } = open();
    const short = 'x'.repeat(15);
    changeToken(short);
    const ask = (given: string, address = '10.0.0.1') =>
      access.check(request({ authorization: `Bearer ${given}`, address }));
    for (let count = 0; count < MAX_FAILURES; count += 1)
      expect(refusalOf(() => ask(`wrong-${count}`))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(refusalOf(() => ask(short))).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(ask(short, '10.0.0.2').name).toBe('token');
    await clock.advance(60_000);
    expect(ask(short).name).toBe('token');
  });

  it('locks nobody out with a page that goes on asking after its session ended, but with changes', () => {
    const { access, openByToken } = open();
    const cookie = cookieOf(openByToken());
    access.close(cookie);
    const ask = (method: string): unknown => refusalOf(() => access.check(request({ method, cookie, csrf: '1' })));
    for (let count = 0; count <= MAX_FAILURES; count += 1)
      expect(ask('GET')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(access.check(request({ authorization: `Bearer ${TOKEN}` })).name).toBe('token');
    for (let count = 0; count < MAX_FAILURES; count += 1)
      expect(ask('POST')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(ask('POST')).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });

  it('keeps so many sessions and codes at the most, and forgets the oldest', () => {
    const { access, codes, openByCode, openByToken } = open();
    const first = cookieOf(openByToken());
    const { code } = codes.create();
    for (let count = 0; count < ACCESS_LIMITS.sessions; count += 1) {
      openByToken();
      codes.create();
    }
    expect(refusalOf(() => access.check(request({ cookie: first })))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(refusalOf(() => openByCode(code))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
