import { join } from 'node:path';
import { readPids } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

async function doctor(
  scratch: ScratchFolder,
  args: readonly string[],
  options: { readonly isTTY?: boolean } = {},
): Promise<FakeProcess & { readonly exitCode: number }> {
  const fake = fakeProcess({ folder: scratch.path, ...options });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, ['doctor', ...args]) });
}

const dying = { command: process.execPath, args: ['-e', 'console.error("ACME_TOKEN is required"); process.exit(1)'] };

describe('seawall doctor', () => {
  it('has a line for what is well, and the failing step with its fix for what is not (B80, B82)', async () => {
    await using scratch = await scratchFolder();
    const off = { command: 'x', disabled: true };
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), gone: UNSTARTABLE, dying, off } });
    const { exitCode, stdout, stderr } = await doctor(scratch, []);
    expect(exitCode).toBe(1);
    expect(stdout.text).toMatch(/^ok +good +3 tools, MCP 2025-11-25 over stdio, \d+\.\d s$/m);
    expect(stdout.text).toMatch(
      /^FAILED +gone +fails at "command found"\n {4}Server "gone" can't be started: .*\n(?: {4}.*\n)* {4}fix: [\s\S]* {4}code: SPAWN_COMMAND_NOT_FOUND, see docs\/errors\.md#spawn_command_not_found$/m,
    );
    expect(stdout.text).toContain('fix: Set the variable ACME_TOKEN in mcpServers.dying.env.');
    expect(stdout.text).toMatch(/^disabled +off/m);
    expect(stdout.text).toMatch(/\n1 well, 2 failing, 1 disabled\.\n$/);
    expect(stderr.text.split('\n').filter((line) => line !== '')).toHaveLength(4);
    expect(stderr.text).toMatch(/^good: ok, 3 tools/m);
  });

  it('exits with 0 when all is well, and examines the servers that are named only', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), gone: UNSTARTABLE } });
    const { exitCode, stdout } = await doctor(scratch, ['good']);
    expect(exitCode).toBe(0);
    expect(stdout.text).not.toContain('gone');
    expect(stdout.text).toMatch(/\n1 well\.\n$/);
  });

  it('exits with 2 for a server, a time or a file that is not there', async () => {
    await using scratch = await scratchFolder();
    const file = await scratch.write('mcp.json', { mcpServers: { good: scriptedServer() } });
    const unknown = await doctor(scratch, ['goood']);
    expect([unknown.exitCode, unknown.stdout.text]).toEqual([2, '']);
    expect(unknown.stderr.text).toContain('Did you mean "good"?');
    expect((await doctor(scratch, ['--timeout', '0'])).exitCode).toBe(2);
    expect((await doctor(scratch, ['--config', `${file}.gone`])).exitCode).toBe(2);
    const json = await doctor(scratch, ['--json', '--config', `${file}.gone`]);
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout.text)).toMatchObject({ ok: false, error: { code: 'CONFIG_NOT_FOUND' }, servers: [] });
  });

  it('gives programs one document, and says nothing else', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), gone: UNSTARTABLE } });
    const { exitCode, stdout, stderr } = await doctor(scratch, ['--json', '--timeout', '20.5']);
    expect([exitCode, stderr.text]).toEqual([1, '']);
    expect(JSON.parse(stdout.text)).toMatchObject({
      ok: false,
      file: join(scratch.path, 'mcp.json'),
      outcome: 'failed',
      deadlineMs: 20_500,
      summary: { servers: 2, passed: 1, failed: 1 },
      servers: [
        {
          server: 'good',
          outcome: 'passed',
          steps: expect.arrayContaining([expect.objectContaining({ id: 'handshake' })]),
        },
        { server: 'gone', outcome: 'failed', failure: { id: 'command', code: 'SPAWN_COMMAND_NOT_FOUND' } },
      ],
    });
  });

  it('tells every check with --verbose', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), gone: UNSTARTABLE } });
    const { stdout } = await doctor(scratch, ['--verbose']);
    for (const title of ['command found', 'executable', 'working folder', 'handshake', 'schemas'])
      expect(stdout.text).toMatch(new RegExp(`^ {4}ok +${title}: `, 'm'));
    expect(stdout.text).toMatch(/^ {4}- +handshake: Not checked, because "command found" failed\.$/m);
  });

  it('draws its progress on a terminal, takes it away, and shows no control characters of a server (B82)', async () => {
    await using scratch = await scratchFolder();
    const noisy = scriptedServer({ start: { stdout: '\u001b[2Jbanner\u202e\n', input: 'swallow' } });
    const mcpServers = { noisy: { ...noisy, seawall: { connectTimeoutMs: 1500 } }, 'a\u001b[31mb': UNSTARTABLE };
    await scratch.write('mcp.json', { mcpServers });
    const { stdout, stderr, exitCode } = await doctor(scratch, [], { isTTY: true });
    expect(exitCode).toBe(1);
    expect(stderr.text).toContain('handshake …');
    expect(stderr.text.endsWith('\r\u001b[J')).toBe(true);
    expect(stdout.text).toContain('a\\x1b[31mb');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the looks of the command itself are taken away first.
    expect(stdout.text.replace(/\u001b\[\d+m/g, '')).not.toMatch(/[\u001b\u202e]/);
  });

  it('shows no value of the configuration, not even of one that it can not use (B91, B92)', async () => {
    await using scratch = await scratchFolder();
    const hidden = ['pelican', 'harbour', '99'].join('-');
    const telling = { command: process.execPath, args: ['-e', 'console.error(process.env.PLAIN); process.exit(1)'] };
    await scratch.write('mcp.json', {
      mcpServers: {
        telling: { ...telling, env: { PLAIN: hidden } },
        faulty: { command: 'x', env: { TOKEN: hidden, B: '${NOT_SET_HERE}' } },
      },
    });
    for (const args of [[], ['--json'], ['--verbose'], ['--log-level', 'debug']]) {
      const { stdout, stderr, logs } = await doctor(scratch, args);
      expect(stdout.text).toContain('NOT_SET_HERE');
      expect(stdout.text + stderr.text + JSON.stringify(logs)).not.toContain(hidden);
    }
  });

  it('ends with the code of the signal that interrupts it, and leaves nothing behind', async () => {
    await using scratch = await scratchFolder();
    const pidFile = join(scratch.path, 'pids');
    await scratch.write('mcp.json', { mcpServers: { mute: scriptedServer({ start: { input: 'swallow', pidFile } }) } });
    const fake = fakeProcess({ folder: scratch.path });
    const running = runCommandLine(fake.context, ['doctor']);
    await expect.poll(() => readPids(pidFile).length, { timeout: 60_000 }).toBeGreaterThan(0);
    fake.listener.onStop('SIGTERM');
    expect(await running).toBe(143);
    expect(fake.isListening).toBe(false);
    for (const pid of readPids(pidFile)) expect(() => process.kill(pid, 0)).toThrow();
  });
});
