import { readExecutions, readPids } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

async function chaos(
  scratch: ScratchFolder,
  args: readonly string[],
): Promise<FakeProcess & { readonly exitCode: number }> {
  const fake = fakeProcess({ folder: scratch.path });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, ['chaos', ...args]) });
}

describe('seawall chaos', () => {
  it('plays faults against the servers of a configuration, and sends no write', async () => {
    await using scratch = await scratchFolder();
    const executionsFile = `${scratch.path}/executions`;
    const pidFile = `${scratch.path}/pids`;
    const write = { name: 'write', executionsFile };
    await scratch.write('mcp.json', {
      mcpServers: { first: scriptedServer({ tools: [write], start: { pidFile } }), second: scriptedServer() },
    });
    const { exitCode, stdout, stderr } = await chaos(scratch, ['--faults', 'crash', '--seconds', '1', '--json']);
    const report: unknown = JSON.parse(stdout.text);
    expect(report).toMatchObject({
      seed: 1,
      leftOut: [],
      rows: [
        { server: 'first', fault: 'crash', figures: { duplicates: 0, missing: 0, unreported: 0, healthyFailed: 0 } },
        { server: 'second', fault: 'crash', figures: { duplicates: 0, missing: 0, unreported: 0, healthyFailed: 0 } },
      ],
    });
    expect([exitCode, stderr.text]).toEqual([0, '']);
    expect(readExecutions(executionsFile)).toEqual([]);
    // It was ended and started again.
    expect(readPids(pidFile).length).toBeGreaterThan(1);
  });

  it('tells people what held, and which servers were left out', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), gone: UNSTARTABLE } });
    const { exitCode, stdout, stderr } = await chaos(scratch, ['--faults', 'duplicate', '--seconds', '0.5']);
    expect(exitCode).toBe(0);
    expect(stdout.text).toMatch(/^SERVER +FAULT +CALLS +GOOD/m);
    expect(stdout.text).toMatch(/^good +duplicate .* held$/m);
    expect(stdout.text).toMatch(/^gone was left out: it is not ready/m);
    expect(stdout.text).toMatch(/^All 1 faults held\. Seed 1\.$/m);
    expect(stderr.text).toContain('good: duplicate: held\n');
  });

  it('makes the calls of a file, and sends its reads only', async () => {
    await using scratch = await scratchFolder();
    const [reads, writes] = [`${scratch.path}/reads`, `${scratch.path}/writes`];
    const tools = [
      { name: 'look', executionsFile: reads },
      { name: 'change', executionsFile: writes },
    ];
    await scratch.write('mcp.json', { mcpServers: { own: scriptedServer({ tools }) } });
    const calls = await scratch.write('calls.json', [
      { server: 'own', tool: 'look', read: true },
      { server: 'own', tool: 'change', arguments: { amount: 1 } },
    ]);
    const flags = ['--faults', 'slow', '--seconds', '0.5', '--calls', calls];
    expect((await chaos(scratch, flags)).exitCode).toBe(0);
    expect(readExecutions(reads).length).toBeGreaterThan(0);
    expect(readExecutions(writes)).toEqual([]);
    expect((await chaos(scratch, [...flags, '--writes'])).exitCode).toBe(0);
    expect(readExecutions(writes).length).toBeGreaterThan(0);
  });

  it.each([
    [['--faults', 'flood'], 'There is no fault "flood".'],
    [['--faults', 'crash,,hang'], 'Allowed: names with commas between them.'],
    [['--faults', 'crash', '--seed', 'x'], 'Allowed: a whole number from 0.'],
    [['--faults', 'crash', '--seconds', '-1'], 'Allowed: a number of seconds above 0.'],
    [['--faults', 'crash', '--writes'], '--writes needs --calls'],
    [['--faults', 'crash', '--calls', 'none.json'], 'The file of --calls can\'t be read: "none.json".'],
    [['--faults', 'crash', '--calls', 'mcp.json'], 'does not hold 1 to 1000 calls'],
    [['--faults', 'crash', '--calls', 'strange.json'], '[0].tool is no name. [1] has a field "write".'],
    [
      ['--faults', 'crash', '--calls', 'elsewhere.json'],
      '--calls names the server "elsewhere", which is not configured.',
    ],
    [[], "required option '--faults <names>' not specified"],
  ])('refuses %j and starts nothing', async (args, message) => {
    await using scratch = await scratchFolder();
    const pidFile = `${scratch.path}/pids`;
    await scratch.write('mcp.json', { mcpServers: { own: scriptedServer({ start: { pidFile } }) } });
    await scratch.write('strange.json', [{ server: 'own' }, { server: 'own', tool: 'x', write: true }]);
    await scratch.write('elsewhere.json', [{ server: 'elsewhere', tool: 'x' }]);
    const { exitCode, stderr } = await chaos(scratch, args);
    expect(exitCode).toBe(2);
    expect(stderr.text).toContain(message);
    expect(readPids(pidFile)).toEqual([]);
  });

  it('fails when nothing could be played', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { own: scriptedServer() } });
    const { exitCode, stdout } = await chaos(scratch, ['--faults', 'refuse']);
    expect(exitCode).toBe(1);
    expect(stdout.text).toContain('Nothing was played');
  });
});
