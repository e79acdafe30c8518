import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { fakeProcess } from '../fake-process.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

const PRETTY = /^\S*\d\d:\d\d:\d\d\.\d{3}Z\S* \S*ERROR/;

interface Case {
  readonly isTTY?: boolean;
  readonly args?: readonly string[];
  readonly log?: object;
}

describe('the log of a command', () => {
  it.each<[string, Case, 'json' | 'pretty']>([
    ['JSON where no terminal is', {}, 'json'],
    ['for people on a terminal', { isTTY: true }, 'pretty'],
    ['as the configuration says', { log: { format: 'pretty' } }, 'pretty'],
    ['as the configuration says, on a terminal too', { isTTY: true, log: { format: 'json' } }, 'json'],
    ['as the command line says', { log: { format: 'json' }, args: ['--log-format', 'pretty'] }, 'pretty'],
  ])('is %s', async (_what, { isTTY = false, args = [], log }, expected) => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', {
      mcpServers: { bad: UNSTARTABLE },
      ...(log === undefined ? {} : { seawall: { log } }),
    });
    const { context, logs, logLines } = fakeProcess({ folder: scratch.path, isTTY });
    expect(await runCommandLine(context, ['tools', ...args])).toBe(1);
    expect(logLines.length).toBeGreaterThan(0);
    expect(logs).toHaveLength(expected === 'json' ? logLines.length : 0);
    if (expected === 'pretty') expect(logLines[0]?.replaceAll('\u001b', '')).toMatch(PRETTY);
  });

  it('has one line for each call that failed, with the whole error (B58, B113)', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer() } });
    const { context, logs } = fakeProcess({ folder: scratch.path });
    expect(await runCommandLine(context, ['call', 'good', 'refuse', '--log-level', 'info'])).not.toBe(0);
    expect(logs.filter(({ error }) => error !== undefined)).toMatchObject([
      {
        level: expect.stringMatching(/^(?:warn|error)$/),
        logger: 'seawall',
        message: expect.stringContaining('refuse'),
        server: 'good',
        target: 'refuse',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        error: { errorType: expect.any(String), kind: expect.any(String), code: expect.any(String), context: {} },
      },
    ]);
  });

  it('refuses a format that is none', async () => {
    await using scratch = await scratchFolder();
    const { context, stderr } = fakeProcess({ folder: scratch.path });
    expect(await runCommandLine(context, ['tools', '--log-format', 'xml'])).toBe(2);
    expect(stderr.text).toContain('pretty, json');
  });
});
