import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/program.ts';
import { type FakeProcess, fakeProcess } from './fake-process.ts';
import { scratchFolder } from './scratch-folder.ts';

async function run(...args: readonly string[]): Promise<FakeProcess & { readonly exitCode: number }> {
  await using scratch = await scratchFolder();
  const fake = fakeProcess({ folder: scratch.path });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, args) });
}

describe('the command line', () => {
  it('prints its version and its help to stdout', async () => {
    const version = await run('--version');
    expect([version.exitCode, version.stdout.text]).toEqual([0, '1.2.3\n']);
    const help = await run('--help');
    expect(help.exitCode).toBe(0);
    for (const word of ['serve', 'stdio', 'tools', 'call', 'doctor', 'diagnose', 'config', 'Exit codes:'])
      expect(help.stdout.text).toContain(word);
    const serve = await run('serve', '--help');
    for (const word of ['--config', '--port', '--host', '--data-dir', '--log-level'])
      expect(serve.stdout.text).toContain(word);
  });

  it('offers the commands to a running gateway, each with its own options behind its name', async () => {
    const help = await run('--help');
    for (const word of [
      'status',
      'errors',
      'groups',
      'alerts',
      'servers',
      'circuits',
      'parked',
      'dashboard',
      'reload',
      'audit',
      'purge',
    ])
      expect(help.stdout.text).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'));
    for (const args of [
      ['status'],
      ['errors', 'show'],
      ['alerts', 'silence'],
      ['circuits', 'reset'],
      ['parked', 'list'],
    ]) {
      const { stdout } = await run(...args, '--help');
      for (const word of ['--config', '--data-dir', '--url', '--json']) expect(stdout.text).toContain(word);
    }
  });

  it('suggests what was probably meant', async () => {
    const command = await run('srve');
    expect([command.exitCode, command.stdout.text]).toEqual([2, '']);
    expect(command.stderr.text).toContain('Did you mean serve?');
    const option = await run('tools', '--jsn');
    expect(option.exitCode).toBe(2);
    expect(option.stderr.text).toContain('Did you mean --json?');
  });

  it.each([
    [['serve', '--port', '70000'], '0 to 65535'],
    [['serve', '--port', 'x'], '0 to 65535'],
    [['call', 'a', 'b', '--timeout', '0'], '1 or more'],
    [['tools', '--log-level', 'loud'], 'debug, info, warn, error'],
    [['call', 'a'], 'tool'],
    [['doctor', '--timeout', '0'], 'seconds above 0'],
    [['diagnose', 'a', 'b'], 'too many arguments'],
    [['serve', 'extra'], 'too many arguments'],
    [['errors', '--since', 'yesterday'], '30s, 15m, 2h or 7d'],
    [['errors', '--limit', '1001'], '1 to 1000'],
    [['purge', '--what', 'audit', '--reason', 'x'], 'everything, calls, errors, payloads'],
    [['servers', 'explode', 'a'], "unknown command 'explode'"],
    [['parked'], 'Usage: seawall parked'],
    [[], 'Usage: seawall'],
    [['config'], 'Usage: seawall config'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const refused = await run(...args);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr.text).toContain(message);
    expect(refused.stdout.text).toBe('');
  });

  it('says what to do when there is no configuration', async () => {
    for (const args of [['serve'], ['stdio'], ['tools'], ['call', 'a', 'b'], ['doctor']]) {
      const missing = await run(...args);
      expect(missing.exitCode).toBe(2);
      expect(missing.stderr.text).toMatch(/^error: No configuration was found[\s\S]*fix: [\s\S]*CONFIG_NOT_FOUND/);
      expect(missing.stdout.text).toBe('');
    }
  });
});
