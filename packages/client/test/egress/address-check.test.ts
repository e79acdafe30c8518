import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { MCPError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import type { SecurityLevel } from '../../src/config/configuration.ts';
import { createCheckedLookup } from '../../src/egress/address-check.ts';

function lookupTo(...addresses: string[]): LookupFunction {
  return (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    );
}

function resolve(addresses: string[], security: SecurityLevel = 'permissive', hostname = 'mcp.example', all = true) {
  const lookup = createCheckedLookup({ serverName: 'x', security, lookup: lookupTo(...addresses) });
  return new Promise<{ error: Error | null; found: string | LookupAddress[] }>((done) => {
    lookup(hostname, { all }, (error, found) => done({ error, found }));
  });
}
const addressesOf = (found: string | LookupAddress[]) =>
  typeof found === 'string' ? [found] : found.map(({ address }) => address);

const ALWAYS_REFUSED = [
  '169.254.169.254',
  '169.254.0.1',
  'fe80::1',
  'febf::1',
  'fd00:ec2::254',
  '::ffff:169.254.169.254',
  '0.0.0.0',
  '::',
];
const INTERNAL = [
  '127.0.0.1',
  '127.8.8.8',
  '::1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  'fc00::1',
  'fd12::1',
  '::ffff:10.0.0.1',
];
const PUBLIC = ['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1', '169.253.1.1'];

describe('createCheckedLookup', () => {
  it.each(ALWAYS_REFUSED)('refuses %s on every level', async (address) => {
    for (const security of ['permissive', 'moderate', 'strict'] as const) {
      const { error } = await resolve([address], security);
      expect(MCPError.isInstance(error) && error.code).toBe('ADDRESS_REFUSED');
    }
  });

  it.each(INTERNAL)('refuses %s only when strict', async (address) => {
    expect((await resolve([address], 'permissive')).error).toBeNull();
    expect((await resolve([address], 'moderate')).error).toBeNull();
    const { error } = await resolve([address], 'strict');
    expect(MCPError.isInstance(error) && error.code).toBe('ADDRESS_REFUSED');
  });

  it.each(PUBLIC)('takes %s', async (address) => {
    expect(addressesOf((await resolve([address], 'strict')).found)).toEqual([address]);
  });

  it('takes "localhost" when strict: it says by itself where it leads', async () => {
    expect((await resolve(['127.0.0.1', '::1'], 'strict', 'localhost')).error).toBeNull();
    expect((await resolve(['169.254.1.1'], 'strict', 'localhost')).error).not.toBeNull();
  });

  it('leaves out the addresses that it refuses, and gives the rest', async () => {
    expect(addressesOf((await resolve(['169.254.169.254', '93.184.216.34'])).found)).toEqual(['93.184.216.34']);
  });

  it('gives one address to who asks for one', async () => {
    expect((await resolve(['93.184.216.34', '93.184.216.35'], 'strict', 'mcp.example', false)).found).toBe(
      '93.184.216.34',
    );
  });

  it('says what the name points to', async () => {
    const { error } = await resolve(['169.254.169.254']);
    expect(error?.message).toBe(
      'The host "mcp.example" of server "x" points to 169.254.169.254, an address that is not connected to.',
    );
  });

  it('hands on the error of the lookup, and an empty answer as one', async () => {
    const failing: LookupFunction = (_hostname, _options, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    const lookup = createCheckedLookup({ serverName: 'x', security: 'strict', lookup: failing });
    expect(await new Promise((done) => lookup('h', { all: true }, (error) => done(error?.code)))).toBe('ENOTFOUND');
    expect((await resolve([])).error).toMatchObject({ code: 'ENOTFOUND' });
  });
});
