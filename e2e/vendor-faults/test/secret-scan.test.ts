import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findLeaks } from '../../support/secret-scan.ts';

const SECRET = `key/${randomBytes(20).toString('hex')}+&"`;
const BASIC = Buffer.from(`keeper@example.com:${SECRET}`).toString('base64');

describe('the search for secrets', () => {
  it.each([
    ['as it is', SECRET],
    ['in capitals', SECRET.toUpperCase()],
    ['in the middle of a word', `x${SECRET}y`],
    ['cut off', SECRET.slice(0, 20)],
    ['without its beginning', SECRET.slice(20)],
    ['backwards', [...SECRET].reverse().join('')],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ SECRET }))],
    ['in a URL', `https://example.com/?key=${encodeURIComponent(encodeURIComponent(SECRET))}`],
    ['in HTML', SECRET.replaceAll(/./g, (char) => `&#${char.charCodeAt(0)};`)],
    ['with every character escaped', SECRET.replaceAll(/./g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)],
    ['in base64 with a user before it', `Basic ${BASIC}`],
    ['in base64 for URLs', Buffer.from(`user:${SECRET}`).toString('base64url')],
    ['in base64 of several lines', (BASIC.match(/.{1,16}/g) ?? []).join('\r\n')],
    ['in base64 in a URL', encodeURIComponent(BASIC)],
    ['in hex', Buffer.from(SECRET).toString('hex')],
  ])('finds one %s', (_how, told) => {
    const leaks = findLeaks([{ where: 'the log', text: `The tide comes in. ${told} High water.` }], [SECRET]);
    expect(leaks).not.toEqual([]);
    expect(leaks[0]?.where).toBe('the log');
    expect(JSON.stringify(leaks)).not.toContain(SECRET.slice(4, 24));
  });

  it('finds nothing where there is nothing', () => {
    const other = randomBytes(400);
    const text = `${other.toString('hex')} ${other.toString('base64')} ${SECRET.slice(0, 11)}`;
    expect(findLeaks([{ where: 'the log', text }], [SECRET])).toEqual([]);
  });

  it('refuses a secret that is too short to be told from chance', () => {
    expect(() => findLeaks([], ['hunter2'])).toThrow('7 characters');
  });
});
