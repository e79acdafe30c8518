import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

async function preparedFolder(): Promise<ScratchFolder> {
  const scratch = await scratchFolder();
  await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
  return scratch;
}

async function call(
  scratch: ScratchFolder,
  args: readonly string[],
  stdin?: string,
): Promise<FakeProcess & { readonly exitCode: number }> {
  const fake = fakeProcess({ folder: scratch.path, ...(stdin === undefined ? {} : { stdin: Readable.from([stdin]) }) });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, ['call', ...args]) });
}

describe('seawall call', () => {
  it('prints the text of the result', async () => {
    await using scratch = await preparedFolder();
    const { exitCode, stdout, stderr } = await call(scratch, ['good', 'hello']);
    expect([exitCode, stdout.text, stderr.text]).toEqual([0, 'Hello from the server.\n', '']);
  });

  it('prints the result as it came with --json', async () => {
    await using scratch = await preparedFolder();
    const { stdout } = await call(scratch, ['good', 'hello', '--json']);
    expect(JSON.parse(stdout.text)).toMatchObject({ content: [{ type: 'text', text: 'Hello from the server.' }] });
  });

  it('takes arguments from the command line, a file and stdin', async () => {
    await using scratch = await preparedFolder();
    await scratch.write('args.json', '\ufeff{"q": "seawall"}');
    const given = [
      await call(scratch, ['good', 'echo', '--args', '{"q": "seawall"}']),
      await call(scratch, ['good', 'echo', '--args', '@args.json']),
      await call(scratch, ['good', 'echo', '--args', '-'], '{"q": "seawall"}'),
    ];
    for (const { exitCode, stdout } of given) {
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout.text)).toEqual({ q: 'seawall' });
    }
  });

  it('fails when the tool reports an error, and shows what it says', async () => {
    await using scratch = await preparedFolder();
    const { exitCode, stdout, stderr } = await call(scratch, ['good', 'refuse']);
    expect([exitCode, stdout.text]).toEqual([1, 'I will not.\n']);
    expect(stderr.text).toMatch(/^error: Tool "refuse" on server "good" .*\n {2}fix: .*\n {2}code: SERVER_ERROR\n$/);
  });

  it.each([
    ['{"q": }', /no valid JSON at line 1, column 7: A value is missing/],
    ['[1]', /have to be a JSON object, and are a list/],
    ['@missing.json', /missing\.json", named by --args, can't be read/],
  ])('refuses the arguments %j and connects to nothing', async (args, message) => {
    await using scratch = await preparedFolder();
    const { exitCode, stderr } = await call(scratch, ['good', 'echo', '--args', args]);
    expect(exitCode).toBe(2);
    expect(stderr.text).toMatch(message);
  });

  it('never repeats the arguments in a message', async () => {
    await using scratch = await preparedFolder();
    const { stderr } = await call(scratch, ['good', 'echo', '--args', '{"password": "tulips" oops}']);
    expect(stderr.text).not.toContain('tulips');
  });

  it('says which servers and tools there are when it does not know one', async () => {
    await using scratch = await preparedFolder();
    const server = await call(scratch, ['nope', 'hello']);
    expect([server.exitCode, server.stderr.text]).toEqual([2, expect.stringContaining('"good", "bad"')]);
    const tool = await call(scratch, ['good', 'helo']);
    expect([tool.exitCode, tool.stderr.text]).toEqual([
      1,
      expect.stringMatching(/no tool "helo"[\s\S]*hello, echo, refuse/),
    ]);
  });

  it('says why a server can not be used', async () => {
    await using scratch = await preparedFolder();
    const { exitCode, stderr, stdout } = await call(scratch, ['bad', 'hello']);
    expect([exitCode, stdout.text]).toEqual([expect.any(Number), '']);
    expect(exitCode).not.toBe(0);
    expect(stderr.text).toMatch(/^error: .*seawall-test-no-such-command[\s\S]*fix: /);
  });
});
