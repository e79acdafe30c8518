import type { MCPError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { Fingerprints, fingerprintOf } from '../../src/groups/fingerprint.ts';
import { messageTemplate } from '../../src/groups/message-template.ts';
import { errorOf } from '../support/tracked.ts';
import { CAUSES } from './causes.ts';

function idOf(error: MCPError, where: { readonly server?: string; readonly target?: string } = {}): string {
  return fingerprintOf({ error: error.toJSON(), server: 'any', target: 'search', method: 'tools/call', ...where }).id;
}

describe('the template of a message', () => {
  it.each(CAUSES.filter((messages) => messages.length > 1))('is the same for %j', (...messages) => {
    expect(new Set(messages.map((message) => messageTemplate(message)))).toHaveLength(1);
  });

  it('is another one for each cause', () => {
    const templates = CAUSES.map(([message = '']) => messageTemplate(message));
    expect(templates.filter((template, index) => templates.indexOf(template) !== index)).toEqual([]);
  });

  it('leaves the names of server and tool out, as whole words', () => {
    expect(messageTemplate('Tool create_issue of jira failed: create_issue_2 is gone', ['create_issue', 'jira'])).toBe(
      'Tool <name> of <name> failed: create_issue_<n> is gone',
    );
    expect(messageTemplate('An apple', ['a'])).toBe('An apple');
  });

  it('has at most 200 characters', () => {
    expect(messageTemplate('word '.repeat(10_000)).length).toBeLessThanOrEqual(200);
  });

  it('takes no longer for texts that are made to be slow', () => {
    const hostile = [
      '"',
      "'",
      '/',
      'a/',
      '1:',
      '::',
      '{"a":"',
      '0x',
      '[A',
      '\\',
      '-1-',
      'a@',
      'Mon ',
      '“',
      '((((',
      '\n at ',
    ];
    // A pattern that backtracks over this takes hours.
    for (const part of hostile) expect(messageTemplate(part.repeat(500_000)).length).toBeLessThan(10_000);
  });
});

describe('the group of an error', () => {
  it('is the same whether the error was met before or not, of each server, tool and method', () => {
    const known = new Fingerprints();
    const error = errorOf('SERVER_ERROR', 'It broke.').toJSON();
    const places = [
      { server: 'any', target: 'search', method: 'tools/call' },
      { server: 'any', target: 'search', method: 'prompts/get' },
      { server: 'any', target: 'find', method: 'tools/call' },
      { server: 'other', target: 'search', method: 'tools/call' },
      { server: 'other' },
    ];
    for (const place of [...places, ...places])
      expect(known.of({ error, ...place })).toEqual(fingerprintOf({ error, ...place }));
    // More than are kept: those that were forgotten are found again.
    for (let count = 0; count < 1000; count += 1) {
      const words = 'x'.repeat(count);
      known.of({ error: errorOf('SERVER_ERROR', words).toJSON(), server: 'any' });
    }
    expect(known.of({ error, server: 'any' })).toEqual(fingerprintOf({ error, server: 'any' }));
  });

  it('is the same for one cause, whatever varies', () => {
    for (const [first = '', ...others] of CAUSES) {
      for (const other of others)
        expect(idOf(errorOf('SERVER_ERROR', other))).toBe(idOf(errorOf('SERVER_ERROR', first)));
    }
  });

  it('goes by the words of the server where the diagnosis quotes them', () => {
    const said = (quote: string): MCPError =>
      errorOf('SERVER_ERROR', 'The server failed.', { context: { diagnosis: { quote } } });
    expect(idOf(said('Row 17 is locked'))).toBe(idOf(said('Row 4 is locked')));
    expect(idOf(said('Row 17 is locked'))).not.toBe(idOf(said('Table is gone')));
  });

  it.each(['CONNECTION_REFUSED', 'HOST_NOT_FOUND', 'RATE_LIMITED', 'HANDSHAKE_TIMEOUT', 'SESSION_LOST'])(
    'leaves the tool and the words out for %s, which concerns the whole server',
    (code) => {
      const one = idOf(errorOf(code, 'One way to say it', { context: { httpStatus: 502 } }), { target: 'search' });
      const other = idOf(errorOf(code, 'Said in another way', { context: { httpStatus: 503 } }), { target: 'create' });
      expect(other).toBe(one);
    },
  );

  it.each(['CREDENTIALS_INVALID', 'SERVER_UNAVAILABLE', 'QUOTA_EXCEEDED', 'VARIABLE_MISSING'])(
    'leaves the tool out for %s too, but not the words: there are several causes with that code',
    (code) => {
      const locked = errorOf(code, 'account_inactive');
      expect(idOf(locked, { target: 'search' })).toBe(idOf(locked, { target: 'create' }));
      expect(idOf(locked)).not.toBe(idOf(errorOf(code, 'invalid_auth')));
    },
  );

  it('tells tools apart where the cause is a matter of the tool', () => {
    const error = errorOf('CALL_TIMEOUT', 'No answer.');
    expect(idOf(error, { target: 'search' })).not.toBe(idOf(error, { target: 'create' }));
  });

  it('tells servers, codes and HTTP statuses apart', () => {
    const with404 = errorOf('HTTP_ERROR', 'No.', { context: { httpStatus: 404 } });
    const with410 = errorOf('HTTP_ERROR', 'No.', { context: { httpStatus: 410 } });
    const ids = [
      idOf(with404),
      idOf(with410),
      idOf(with404, { server: 'another' }),
      idOf(errorOf('SERVER_ERROR', 'No.', { context: { httpStatus: 404 } })),
    ];
    expect(new Set(ids)).toHaveLength(4);
  });

  it('never changes: groups of earlier versions are found again', () => {
    expect(idOf(errorOf('SERVER_ERROR', 'Row 17 of "users" is locked'))).toMatchInlineSnapshot(
      `"b2196d92a17c7bd725448b8d84bf0c47"`,
    );
    expect(idOf(errorOf('CONNECTION_REFUSED', 'Refused.'))).toMatchInlineSnapshot(`"dd385bfa1a121467b8d497e4725f64f6"`);
  });

  it('says in words why errors stand together', () => {
    const { because, title } = fingerprintOf({
      error: errorOf('SERVER_ERROR', 'Row 17 is locked', { context: { serverErrorCode: -32603 } }).toJSON(),
      server: 'pg',
      target: 'query',
      method: 'tools/call',
    });
    expect(title).toBe('SERVER_ERROR: Row <n> is locked');
    expect(because).toEqual([
      'server "pg"',
      'tool "query"',
      'kind server_error',
      'code SERVER_ERROR',
      'JSON-RPC code -32603',
      'words like “Row <n> is locked”',
    ]);
  });

  it('holds no secret, not in its title and not in why', () => {
    const secret = `sk-ant-${'a1B2c3'.repeat(8)}`;
    const fingerprint = fingerprintOf({ error: errorOf('SERVER_ERROR', `Key ${secret} is bad`).toJSON(), server: 'x' });
    expect(JSON.stringify(fingerprint)).not.toContain(secret);
    expect(fingerprint.title).toBe('SERVER_ERROR: Key <secret> is bad');
  });
});
