import { describe, expect, it } from 'vitest';
import { MAX_SUGGESTIONS } from '../../src/errors/suggestions/suggest-fixes.ts';
import {
  defaultHint,
  ERROR_CODES,
  ERROR_KINDS,
  type ErrorKind,
  fromThrown,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPServerError,
  MCPTimeoutError,
  suggestFixes,
  toServiceUnavailable,
} from '../../src/index.ts';

const fixes = (error: unknown): string =>
  suggestFixes(error)
    .map(({ fix }) => fix)
    .join('\n');
const causes = (error: unknown): string =>
  suggestFixes(error)
    .map(({ cause }) => cause)
    .join('\n');
const withCode = (code: string): Error => Object.assign(new Error(code), { code });

describe('suggestFixes', () => {
  it.each(Object.keys(ERROR_CODES))('has whole sentences and the page for %s (B80, B84, B91)', (code) => {
    const suggestions = suggestFixes(new MCPError({ message: 'x', code }));
    expect(suggestions.length).toBeGreaterThan(0);
    for (const { cause, fix, docs } of suggestions) {
      expect(cause).toMatch(/^[A-Z].+\.$/);
      expect(fix).toMatch(/^[A-Z].+\.$/);
      expect(docs).toBe(`docs/errors.md#${code.toLowerCase()}`);
    }
  });

  it.each(ERROR_KINDS)('knows what holds for any error of kind %s', (kind: ErrorKind) => {
    const [suggestion] = suggestFixes(new MCPError({ message: 'x', code: 'MY_OWN', kind }));
    expect(suggestion?.fix).toBe(defaultHint('MY_OWN', kind));
    expect(suggestion).not.toHaveProperty('docs');
  });

  it('takes a code for nothing that it is not', () => {
    for (const code of ['constructor', '__proto__', 'toString']) expect(defaultHint(code)).toBe(defaultHint('MY_OWN'));
  });

  it('begins with what the error itself says', () => {
    const error = new MCPError({ message: 'It failed.', code: 'CONNECTION_REFUSED', hint: 'Start "jira".' });
    expect(suggestFixes(error)[0]).toEqual({ cause: 'It failed.', fix: 'Start "jira".' });
    expect(suggestFixes(error)).toHaveLength(2);
  });

  it.each([
    ['ECONNREFUSED', /server is running .+ port/],
    ['ETIMEDOUT', /network/],
    ['EACCES', /file permissions/],
    ['ENOTFOUND', /host name/],
    ['CERT_HAS_EXPIRED', /certificate/],
  ])('goes by the root of the chain: %s (B81, B93, B94, B96)', (code, expected) => {
    const root = new Error('middle', { cause: withCode(code) });
    for (const error of [root, new MCPError({ message: 'It failed.', cause: root })])
      expect(suggestFixes(error)[0]?.fix).toMatch(expected);
  });

  it('says for a timeout of the platform to raise it or to look at the network (B95)', () => {
    expect(fixes(new DOMException('x', 'TimeoutError'))).toMatch(
      /Raise the timeout, or check the network connection\./,
    );
  });

  it('asks for command, permission and environment when a server over stdio fails (B80)', () => {
    const error = new MCPConnectionError({ message: 'x', transportType: 'stdio' });
    expect(fixes(error)).toMatch(/absolute path(.|\n)*chmod \+x(.|\n)*environment variables/);
    expect(fixes(error)).not.toMatch(/certificate/);
  });

  it('asks for port, network and certificate when a server over HTTP fails (B81)', () => {
    const error = new MCPConnectionError({ message: 'x', transportType: 'http' });
    expect(fixes(error)).toMatch(/port in its URL(.|\n)*network(.|\n)*certificate/);
    expect(fixes(error)).not.toMatch(/chmod/);
  });

  it.each([
    [{ serverErrorCode: -32602 }, /format of the arguments/],
    [{ serverErrorCode: -32601 }, /may not be available/],
    [{ httpStatus: 500 }, /Check the log of the server\./],
  ])('goes by what a server answered: %o (B85, B86, B87, B88)', (fields, expected) => {
    expect(suggestFixes(new MCPServerError({ message: 'x', ...fields }))[0]?.fix).toMatch(expected);
  });

  it('names arguments, crashes, resources and rights as causes when a server fails (B84)', () => {
    expect(causes(new MCPServerError({ message: 'x' }))).toMatch(/crashed(.|\n)*arguments(.|\n)*reach(.|\n)*right/);
  });

  it('compares the time that passed with the timeout, and says what else helps (B89, B90)', () => {
    const error = new MCPTimeoutError({ message: 'x', code: 'CALL_TIMEOUT', timeoutMs: 30_000, elapsedMs: 30_500 });
    expect(suggestFixes(error)[0]).toEqual({
      cause: 'There was no answer after 30500 ms; the timeout is 30000 ms.',
      fix: 'Raise the timeout above 30500 ms, or ask for less at a time.',
    });
    expect(causes(error)).toMatch(/too short(.|\n)*overloaded(.|\n)*network(.|\n)*very much data/);
    expect(fixes(error)).toMatch(/smaller parts/);
  });

  it('names missing keys, their file and the expected format (B91, B92)', () => {
    const error = new MCPConfigurationError({
      message: 'x',
      configFile: 'seawall.yaml',
      missingKeys: ['name', 'command'],
    });
    expect(suggestFixes(error)[0]).toEqual({
      cause: '"name", "command" can not be found in "seawall.yaml".',
      fix: 'Add "name", "command" to "seawall.yaml".',
    });
    expect(fixes(error)).toContain(
      '{ "mcpServers": { "NAME": { "command": "python", "args": ["-m", "server_module"] } } }',
    );
    expect(causes(error)).toMatch(/wrong type(.|\n)*malformed(.|\n)*variable/);
  });

  it('goes by the failure that a service passes on', () => {
    const inner = new MCPConnectionError({ message: 'x', code: 'HOST_NOT_FOUND' });
    expect(suggestFixes(toServiceUnavailable(inner))[0]?.fix).toBe(defaultHint('HOST_NOT_FOUND'));
    const waiting = new MCPConnectionError({
      message: 'x',
      code: 'SERVER_NOT_CONNECTED',
      context: { causeCode: 'TLS_FAILED' },
    });
    expect(suggestFixes(waiting)[0]?.fix).toBe(defaultHint('TLS_FAILED'));
  });

  it('says nothing twice, and not too much', () => {
    for (const thrown of [withCode('ECONNREFUSED'), new MCPConnectionError({ message: 'x', transportType: 'stdio' })]) {
      const all = suggestFixes(thrown).map(({ fix }) => fix);
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeLessThanOrEqual(MAX_SUGGESTIONS);
    }
  });

  it('is what hints of converted errors say', () => {
    expect(fromThrown(withCode('ECONNREFUSED')).hint).toBe(defaultHint('CONNECTION_REFUSED'));
  });
});
