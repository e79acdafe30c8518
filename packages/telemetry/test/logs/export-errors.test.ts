import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLevel } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { type ErrorExport, type ErrorExportOptions, exportErrors } from '../../src/index.ts';
import { errorOf, openTracked, type Tracked } from '../support/tracked.ts';

interface Exported extends Tracked {
  readonly folder: string;
  readonly files: ErrorExport;
  readonly logged: { readonly level: LogLevel; readonly message: string }[];
  lines(file: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

async function openExport(options: Partial<ErrorExportOptions> = {}): Promise<Exported> {
  const tracked = await openTracked();
  const scratch = await mkdtemp(join(tmpdir(), 'seawall-export-'));
  const folder = join(scratch, 'logs', 'mcp');
  const logged: { readonly level: LogLevel; readonly message: string }[] = [];
  const logger = { log: (level: LogLevel, message: string) => void logged.push({ level, message }) };
  const files = exportErrors(tracked.tracker, { folder, logger, ...options });
  return Object.assign(tracked, {
    folder,
    files,
    logged,
    lines: async (file: string) => {
      await files.flush();
      return (await readFile(join(folder, file), 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
    },
    [Symbol.asyncDispose]: async () => {
      await files.close();
      await tracked.tracker.close();
      await rm(scratch, { recursive: true, force: true });
    },
  });
}

describe('the error log', () => {
  it('has every error of a server as one JSON line in UTC, with its class (A134, A135, A136, A137, A146)', async () => {
    await using exported = await openExport();
    exported.call({ errors: [errorOf('CREDENTIALS_INVALID', 'Wrong key.', { hint: 'Set JIRA_KEY.' })] });
    exported.call({ errors: [errorOf('CONNECTION_RESET', 'socket hang up')] });
    exported.call({ errors: [errorOf('RESPONSE_MALFORMED', 'Unexpected token < in JSON')] });
    const lines = await exported.lines('jira_errors.jsonl');
    expect(lines[0]).toEqual({
      timestamp: '2026-01-01T00:00:00.000Z',
      server: 'jira',
      tool: 'search',
      error_type: 'auth_error',
      details: { kind: 'authentication', code: 'CREDENTIALS_INVALID', message: 'Wrong key.', hint: 'Set JIRA_KEY.' },
      outcome: 'failed',
      attempt: 1,
      call_id: 'c-1',
      group: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(lines.map((line) => line.error_type)).toEqual(['auth_error', 'connection_error', 'unknown_error']);
  });

  it.each([
    ['RATE_LIMITED', 'rate_limit'],
    ['QUOTA_EXCEEDED', 'rate_limit'],
    ['CALL_TIMEOUT', 'timeout'],
    ['HOST_NOT_FOUND', 'connection_error'],
    ['SERVER_UNAVAILABLE', 'connection_error'],
    ['PERMISSION_DENIED', 'auth_error'],
    ['SERVER_ERROR', 'unknown_error'],
  ])('calls %s a %s (A136)', async (code, errorClass) => {
    await using exported = await openExport();
    exported.call({ errors: [errorOf(code)] });
    expect(await exported.lines('jira_errors.jsonl')).toMatchObject([{ error_type: errorClass }]);
  });

  it('tells of a server that becomes unhealthy, in a file and in the log, not again within half an hour, also by a clock that was set back (A142, A144)', async () => {
    await using exported = await openExport();
    exported.ready('jira');
    const timeout = errorOf('CALL_TIMEOUT', 'No answer.');
    for (let count = 0; count < 7; count += 1) exported.call({ errors: [timeout] });
    exported.circuit('jira', 'half-open');
    exported.circuit('jira', 'open');
    expect(await exported.lines('jira_alerts.jsonl')).toEqual([
      {
        timestamp: '2026-01-01T00:00:00.000Z',
        server: 'jira',
        status: 'unhealthy',
        error_count: 5,
        message: 'MCP server jira is experiencing issues',
        reason: 'The last 5 calls failed: No answer (CALL_TIMEOUT).',
      },
    ]);
    expect(exported.logged).toEqual([
      { level: 'error', message: 'ALERT: MCP server jira is experiencing issues - 5 errors in the last 15 minutes' },
    ]);
    await exported.clock.advance(31 * 60_000);
    exported.circuit('jira', 'half-open');
    exported.circuit('jira', 'open');
    expect(await exported.lines('jira_alerts.jsonl')).toHaveLength(2);
    exported.clock.jumpWallClock(-86_400_000);
    exported.circuit('jira', 'half-open');
    exported.circuit('jira', 'open');
    expect(await exported.lines('jira_alerts.jsonl')).toHaveLength(3);
  });

  it('holds no secret (A146)', async () => {
    await using exported = await openExport();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    exported.call({ errors: [errorOf('SERVER_ERROR', `Token ${secret} is bad`, { context: { httpStatus: 500 } })] });
    const text = JSON.stringify(await exported.lines('jira_errors.jsonl'));
    expect(text).not.toContain(secret);
    expect(text).toContain('"httpStatus":500');
  });

  it('stays in its folder whatever a server is called, and for this user only (A143)', async () => {
    await using exported = await openExport();
    const names = ['../../evil', '/etc/passwd', 'a\u0000b', '..', 'CON', 'con', '-rf', 'x'.repeat(500)];
    for (const server of names) exported.call({ server, errors: [errorOf('SERVER_ERROR')] });
    await exported.files.flush();
    const files = await readdir(exported.folder);
    expect(files).toHaveLength(names.length);
    for (const file of files) expect(file).toMatch(/^[a-z0-9_][a-z0-9_-]{0,79}_errors\.jsonl$/);
    expect((await stat(exported.folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(exported.folder, files[0] ?? ''))).mode & 0o777).toBe(0o600);
  });

  it('puts a file that becomes too large aside, and keeps so many of them (A146)', async () => {
    await using exported = await openExport({ maxBytes: 2048, keepFiles: 2 });
    for (let count = 0; count < 40; count += 1) {
      exported.call({ errors: [errorOf('SERVER_ERROR', `Error ${count}`)] });
      await exported.files.flush();
    }
    const files = await readdir(exported.folder);
    expect(files.filter((file) => file.startsWith('jira_errors')).sort()).toEqual([
      'jira_errors.jsonl',
      'jira_errors.jsonl.1',
      'jira_errors.jsonl.2',
    ]);
    const last = (await exported.lines('jira_errors.jsonl')).at(-1);
    expect(last).toMatchObject({ details: { message: 'Error 39' } });
    expect((await stat(join(exported.folder, 'jira_errors.jsonl.1'))).size).toBeLessThanOrEqual(2048);
  });

  it('writes into no folder that a symbolic link stands for', async () => {
    await using exported = await openExport();
    const elsewhere = join(exported.folder, '..', 'elsewhere');
    await mkdir(elsewhere, { recursive: true });
    await symlink(elsewhere, exported.folder);
    exported.call({ errors: [errorOf('SERVER_ERROR')] });
    await exported.files.flush();
    expect(await readdir(elsewhere)).toEqual([]);
    expect(exported.files.dropped).toBe(1);
    expect(exported.logged).toHaveLength(1);
  });

  it('leaves alone on its line what a killed process wrote of one', async () => {
    await using exported = await openExport();
    await mkdir(exported.folder, { recursive: true });
    const file = join(exported.folder, 'jira_errors.jsonl');
    await writeFile(file, '{"server":"jira"}\n{"server":"ji');
    exported.call({ errors: [errorOf('SERVER_ERROR')] });
    await exported.files.flush();
    const [whole, torn, next, ...others] = (await readFile(file, 'utf8')).split('\n');
    expect([whole, torn, others]).toEqual(['{"server":"jira"}', '{"server":"ji', ['']]);
    expect(JSON.parse(next ?? '')).toMatchObject({ server: 'jira', details: { code: 'SERVER_ERROR' } });
  });

  it('never follows a symbolic link, counts what is lost, and says so once', async () => {
    await using exported = await openExport();
    await mkdir(exported.folder, { recursive: true });
    const victim = join(exported.folder, 'victim');
    await writeFile(victim, 'mine');
    await symlink(victim, join(exported.folder, 'jira_errors.jsonl'));
    for (let count = 0; count < 3; count += 1) {
      exported.call({ errors: [errorOf('SERVER_ERROR')] });
      await exported.files.flush();
    }
    expect(await readFile(victim, 'utf8')).toBe('mine');
    expect((await lstat(join(exported.folder, 'jira_errors.jsonl'))).isSymbolicLink()).toBe(true);
    expect(exported.files.dropped).toBe(3);
    expect(exported.logged.filter(({ message }) => message.includes('can not be written'))).toHaveLength(1);
  });

  it('makes nobody wait and keeps a limit where errors come faster than the disk takes them (A133)', async () => {
    await using exported = await openExport();
    const error = errorOf('SERVER_ERROR', 'x'.repeat(2000));
    for (let count = 0; count < 5000; count += 1) exported.call({ errors: [error] });
    expect(exported.files.dropped).toBeGreaterThan(0);
    const lines = await exported.lines('jira_errors.jsonl');
    expect(lines.length + exported.files.dropped).toBe(5000);
    const told = exported.logged.filter(({ message }) => message.includes('can not be written'));
    expect(told).toHaveLength(1);
  });

  it('refuses options that can not be', () => {
    const tracker = { subscribe: () => () => undefined, server: () => undefined };
    expect(() => exportErrors(tracker, { folder: 'x', keepFiles: 0 })).toThrow(/"keepFiles"/);
  });
});
