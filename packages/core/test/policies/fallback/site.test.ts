import { describe, expect, it } from 'vitest';
import type { Pack } from '../../../src/index.ts';
import { servesSite, siteOfCall } from '../../../src/policies/fallback/site.ts';
import { failedCall, settingsOf } from './failed-calls.ts';

const PACK: Pack = {
  name: 'harbour',
  title: 'Harbour',
  servers: ['harbour'],
  baseUrlSettings: ['HARBOUR_URL', 'HARBOUR_SITE'],
  siteArguments: ['siteId', 'site'],
};
const siteOf = (args: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, string>> = {}) =>
  siteOfCall(PACK, failedCall({ arguments: args, setting: settingsOf(settings) }));

describe('the site of a call', () => {
  it.each([
    ['https://a.example', { host: 'a.example', path: '' }],
    ['http://a.example', { host: 'a.example', path: '' }],
    ['HTTPS://A.example/', { host: 'a.example', path: '' }],
    ['a.example', { host: 'a.example', path: '' }],
    ['a.example/b', { host: 'a.example', path: '/b' }],
    ['a.example/https://b', { host: 'a.example', path: '/https://b' }],
    ['https://a.example/one/two/', { host: 'a.example', path: '/one/two' }],
    ['https://a.example/one//', { host: 'a.example', path: '/one' }],
    ['https://a.example/wiki', { host: 'a.example', path: '' }],
    ['https://a.example/wiki/spaces/TIDE', { host: 'a.example', path: '' }],
    ['https://a.example/wikipedia', { host: 'a.example', path: '/wikipedia' }],
  ])('is what an address names: %s', (address, site) => {
    expect(siteOf({ site: address })).toEqual(site);
    expect(siteOf({}, { HARBOUR_URL: address })).toEqual(site);
  });

  it.each(['TIDE', '36ea6c2f-5b1a-4d0e-9a51-0d5c2a7f5f10', '', 7, null, 'not an.address'])(
    'is not told by %j',
    (value) => {
      expect(siteOf({ site: value })).toBeUndefined();
    },
  );

  it('is an address of 500 characters at most', () => {
    const address = (length: number): string => 'https://a.example/'.padEnd(length, 'b');
    expect(siteOf({ site: address(500) })?.host).toBe('a.example');
    expect(siteOf({ site: address(501) })).toBeUndefined();
  });

  it('comes from the first setting that names one, before any argument', () => {
    expect(siteOf({ site: 'b.example' }, { HARBOUR_SITE: 'a.example' })?.host).toBe('a.example');
    expect(siteOf({ site: 'b.example' }, { HARBOUR_URL: 'TIDE', HARBOUR_SITE: 'a.example' })?.host).toBe('a.example');
  });

  it('comes from the first argument that is there, and from none that every object has', () => {
    expect(siteOf({ site: 'b.example' })?.host).toBe('b.example');
    expect(siteOf({ siteId: 'TIDE', site: 'b.example' })).toBeUndefined();
    expect(siteOf(Object.create({ site: 'b.example' }))).toBeUndefined();
  });

  it('is served by a server that is configured with the same one', () => {
    const serves = (url: string): boolean =>
      servesSite(PACK, { name: 'other', setting: settingsOf({ HARBOUR_URL: url }) }, { host: 'a.example', path: '/x' });
    expect(['https://a.example/x', 'a.example/x/wiki', 'a.example', 'b.example/x', 'TIDE'].map(serves)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
