import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../config/temporary-folder.ts';
import { examine, outcomes, stepOf } from './examine.ts';

const script = (code: string): object => ({ command: process.execPath, args: ['-e', code] });

describe('a server over stdio that is well', () => {
  it('passes every check, in the order in which they are made (B82)', async () => {
    const server = await examine(scriptedStdioServer({ prompts: [{ name: 'greet' }] }));
    expect(outcomes(server)).toEqual([
      'configuration:passed',
      'command:passed',
      'executable:passed',
      'cwd:passed',
      'env:passed',
      'start:passed',
      'alive:passed',
      'stderr:passed',
      'stdout:passed',
      'handshake:passed',
      'era:passed',
      'tools:passed',
      'prompts:passed',
      'resources:skipped',
      'names:passed',
      'schemas:passed',
    ]);
    expect(server).toMatchObject({
      outcome: 'passed',
      transport: 'stdio',
      info: { era: 'legacy', protocolVersion: '2025-11-25', name: 'scripted', tools: 1 },
    });
    expect(server.failure).toBeUndefined();
  });

  it('tells the era of a server of 2026-07-28', async () => {
    const server = await examine(scriptedStdioServer({ era: 'modern' }));
    expect(server.info).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28' });
  });

  it('may end at the question for its era, as it is started once more then', async () => {
    const server = await examine(scriptedStdioServer({ start: { exitBeforeInitialize: { exitCode: 1 } } }));
    expect(server.outcome).toBe('passed');
  });

  it('tells what it wrote to stderr', async () => {
    const server = await examine(scriptedStdioServer({ start: { stderr: 'ready to serve\n' } }));
    expect(stepOf(server, 'stderr')).toMatchObject({ outcome: 'passed', lines: ['ready to serve'] });
  });
});

describe('the command', () => {
  it('that is not there fails with its near miss, and the rest is skipped with the reason (B80)', async () => {
    const server = await examine({ command: 'npxx' });
    expect(server.failure).toMatchObject({
      id: 'command',
      code: 'SPAWN_COMMAND_NOT_FOUND',
      fix: expect.stringContaining('Did you mean "npx"?'),
    });
    const { steps } = server;
    const after = steps.slice(steps.findIndex(({ id }) => id === 'command') + 1);
    expect(after.length).toBeGreaterThan(10);
    for (const step of after)
      expect(step).toMatchObject({ outcome: 'skipped', detail: expect.stringContaining('"command found" failed') });
  });

  it.each([
    ['C:\\Program Files\\node.exe', 'path of Windows'],
    ['npx.cmd', 'write "npx"'],
    ['cmd', 'write "command": "npx"'],
    ['./nowhere/server', 'relative paths start at'],
    ['$HOME/server', 'No shell looks at the command'],
  ])('%j fails with advice that fits (B80)', async (command, advice) => {
    const { failure } = await examine({ command, args: ['/c', 'npx', '-y', 'x'] });
    expect(failure).toMatchObject({ id: 'command', fix: expect.stringContaining(advice) });
  });

  it('whose script is missing is told before it fails, with the place where the script is', async () => {
    await using folder = await createTemporaryFolder();
    const server = await examine({ command: 'node', args: ['no-such-server.js'], cwd: folder.path });
    expect(stepOf(server, 'command')).toMatchObject({
      outcome: 'warning',
      detail: expect.stringContaining(join(folder.path, 'no-such-server.js')),
    });
    expect(server.failure).toMatchObject({
      id: 'alive',
      fix: expect.stringContaining('file or package of it is missing'),
    });
  });

  it('that may not be executed fails as that (B80)', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'server');
    await writeFile(file, '#!/bin/sh\n');
    const { failure } = await examine({ command: file });
    expect(failure).toMatchObject({
      id: 'executable',
      code: 'SPAWN_COMMAND_NOT_EXECUTABLE',
      fix: expect.stringContaining('chmod +x'),
    });
  });

  it('that is a script without its first line fails with the interpreter to use', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'server.py');
    await writeFile(file, 'print("hello")\n');
    await chmod(file, 0o755);
    const { failure } = await examine({ command: file });
    expect(failure).toMatchObject({ id: 'executable', fix: expect.stringContaining('"command": "python3"') });
  });

  it('whose interpreter is missing fails as that', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'server');
    await writeFile(file, '#!/usr/bin/env no-such-interpreter\n');
    await chmod(file, 0o755);
    const { failure } = await examine({ command: file });
    expect(failure).toMatchObject({ id: 'executable', detail: expect.stringContaining('no-such-interpreter') });
  });
});

describe('the surroundings', () => {
  it('fail when the working folder is missing, although the command is there (B80)', async () => {
    const server = await examine({ command: 'node', cwd: '/no/such/folder' });
    expect(stepOf(server, 'command').outcome).toBe('passed');
    expect(server.failure).toMatchObject({ id: 'cwd', code: 'SPAWN_CWD_NOT_FOUND' });
  });

  it('are told by names only where a value is empty, literal or a placeholder (B80, B82)', async () => {
    const env = { EMPTY: '', OPEN: 'a${b', KEY: '<your key>', QUOTED: '"abcdef"', SPACED: ' abcdef', FINE: 'abc' };
    const step = stepOf(await examine({ ...script('process.exit(0)'), env }), 'env');
    expect(step.outcome).toBe('warning');
    const text = JSON.stringify(step);
    for (const name of ['EMPTY', 'OPEN', 'KEY', 'QUOTED', 'SPACED']) expect(text).toContain(name);
    for (const hidden of ['FINE', 'your key', 'abcdef']) expect(text).not.toContain(hidden);
  });

  it('fail as configuration when a variable is not set (B91, B92)', async () => {
    const { failure } = await examine({ command: 'node', env: { TOKEN: '${SEAWALL_TEST_UNSET}' } });
    expect(failure).toMatchObject({ id: 'configuration', code: 'CONFIG_VARIABLE_MISSING' });
    expect(failure?.lines?.join('\n')).toContain('Missing: SEAWALL_TEST_UNSET');
  });

  it('fail at the start when the system refuses it', async () => {
    const { failure } = await examine({ command: 'node', args: ['x'.repeat(300_000)] });
    expect(failure).toMatchObject({ id: 'start', code: 'SPAWN_FAILED' });
  });
});

describe('a process that ends at once', () => {
  it('fails with its exit code, its last words and the variable that it misses (B80, B82)', async () => {
    const { failure } = await examine(script('console.error("Error: ACME_API_KEY is required"); process.exit(3)'));
    expect(failure).toMatchObject({
      id: 'alive',
      code: 'PROCESS_EXITED',
      detail: expect.stringContaining('exited with code 3'),
      lines: expect.arrayContaining(['Error: ACME_API_KEY is required']),
      fix: 'Set the variable ACME_API_KEY in mcpServers.x.env.',
    });
  });

  it('fails with the signal that ended it', async () => {
    const { failure } = await examine(script('process.kill(process.pid, "SIGKILL")'));
    expect(failure).toMatchObject({ id: 'alive', detail: expect.stringContaining('SIGKILL') });
  });

  it('can not forge a report with what it writes to stderr', async () => {
    const hostile = '\\u001b[2J\\u001b]0;owned\\u0007ok\\u202e evil\\r\\nsecond';
    const { failure } = await examine(script(`process.stderr.write("${hostile}"); process.exit(1)`));
    expect(failure?.id).toBe('alive');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(JSON.stringify(failure)).not.toMatch(/\\u001b|\\u202e|\\u0007|\u202e|\u001b/);
  });
});

describe('the handshake', () => {
  it('that never comes fails, with what came on stdout instead (B80, B89)', async () => {
    const silent = scriptedStdioServer({ start: { input: 'swallow', stdout: 'Listening!\nServer ready\n' } });
    const server = await examine({ ...silent, seawall: { connectTimeoutMs: 1800 } });
    expect(stepOf(server, 'stdout')).toMatchObject({ outcome: 'warning', lines: ['Listening!', 'Server ready'] });
    expect(server.failure).toMatchObject({
      id: 'handshake',
      code: 'HANDSHAKE_TIMEOUT',
      fix: expect.stringContaining('connectTimeoutMs'),
    });
  });

  it('in a version that nobody knows fails as that', async () => {
    const server = await examine(scriptedStdioServer({ answerProtocolVersion: '1999-01-01' }));
    expect(stepOf(server, 'handshake').outcome).toBe('passed');
    expect(server.failure).toMatchObject({ id: 'era', code: 'VERSION_UNSUPPORTED' });
  });

  it('goes well beside noise on stdout, which is told', async () => {
    const server = await examine(scriptedStdioServer({ start: { stdout: 'banner\n' } }));
    expect(server.outcome).toBe('warning');
    expect(stepOf(server, 'stdout')).toMatchObject({ outcome: 'warning', lines: ['banner'] });
  });
});
