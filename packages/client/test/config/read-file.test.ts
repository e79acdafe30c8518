import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { MCPConfigurationError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/config/configuration.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { createTemporaryFolder, fakeToken, fault, first, rejection, stdio, usable } from './temporary-folder.ts';

async function read(content: string | Uint8Array, name = 'mcp.json'): Promise<Configuration> {
  await using folder = await createTemporaryFolder();
  return await readConfiguration({ file: await folder.write(name, content), env: {}, folder: folder.path });
}

const refusal = (content: string | Uint8Array, name?: string): Promise<MCPConfigurationError> =>
  rejection(read(content, name));

describe('a configuration file that can not be read', () => {
  it('[A185] is a typed error and never an empty configuration', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'gone.json');
    const error = await rejection(readConfiguration({ file, env: {}, folder: folder.path }));
    expect(error).toMatchObject({
      name: 'MCPConfigurationError',
      kind: 'configuration',
      code: 'CONFIG_NOT_FOUND',
      configFile: file,
    });
  });

  it('is CONFIG_UNREADABLE when the system refuses it', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'loop.json');
    await symlink(file, file);
    const error = await rejection(readConfiguration({ file, env: {}, folder: folder.path }));
    expect(error.code).toBe('CONFIG_UNREADABLE');
    expect(error.message).toContain('ELOOP');
  });

  it('is CONFIG_UNREADABLE when it is a folder', async () => {
    await using folder = await createTemporaryFolder();
    const error = await rejection(readConfiguration({ file: '.', env: {}, folder: folder.path }));
    expect(error.code).toBe('CONFIG_UNREADABLE');
    expect(error.message).toContain('is a folder');
  });

  it.each(['', ' \n\t ', '// only a comment', 'null'])('is CONFIG_EMPTY when it holds %j', async (content) => {
    expect((await refusal(content)).code).toBe('CONFIG_EMPTY');
  });

  it('is CONFIG_TOO_LARGE at 10 MB', async () => {
    const error = await refusal(`{"mcpServers":{},"x":"${'x'.repeat(10_000_000)}"}`);
    expect(error.code).toBe('CONFIG_TOO_LARGE');
    expect(error.message).toContain('8388608 bytes');
  });

  it('is CONFIG_NOT_TEXT when it is binary', async () => {
    expect((await refusal(new Uint8Array([0x7b, 0x00, 0x7d]))).message).toContain('NUL byte at position 1');
    expect((await refusal(new Uint8Array([0x7b, 0xc3, 0x28, 0x7d]))).code).toBe('CONFIG_NOT_TEXT');
  });

  it('says UTF-16 when an editor saved it that way', async () => {
    const error = await refusal(Buffer.from('\uFEFF{}', 'utf16le'));
    expect(error).toMatchObject({ code: 'CONFIG_NOT_TEXT', hint: expect.stringContaining('UTF-8') });
    expect(error.message).toContain('UTF-16');
  });

  it('is CONFIG_SYNTAX with line and column when it is truncated', async () => {
    const error = await refusal('{\n  "mcpServers": {\n    "a": { "command": "x"');
    expect(error.code).toBe('CONFIG_SYNTAX');
    expect(error.faults[0]).toMatchObject({ line: 3, message: expect.stringContaining('ends too early') });
  });

  it('names line and column of a syntax fault and quotes nothing of the file', async () => {
    const token = fakeToken('tvly-');
    const error = await refusal(`{\n  "mcpServers": { "a": { "env": { "KEY": ${token} } } }\n}`);
    expect(error.faults[0]).toMatchObject({ line: 2, column: 42 });
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(token);
  });

  it.each(['[1, 2]', '"text"', '7', 'true'])('is CONFIG_INVALID when it holds %s', async (content) => {
    expect(await refusal(content)).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it.each(['mcp.json', 'mcp.yaml'])('is CONFIG_SYNTAX when %s is nested too deeply', async (name) => {
    expect((await refusal('['.repeat(100_000), name)).code).toBe('CONFIG_SYNTAX');
    expect((await refusal(`${'['.repeat(60)}${']'.repeat(60)}`, name)).code).toBe('CONFIG_SYNTAX');
  });

  it.each([
    ['lists on one line', '- '.repeat(100_000)],
    ['keys on one line', '? '.repeat(100_000)],
    ['objects in braces', '{a: '.repeat(100_000)],
    ['keys, each further in', Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('is CONFIG_SYNTAX when YAML nests %s too deeply', async (_, text) => {
    const error = await refusal(text, 'mcp.yaml');
    expect(error).toMatchObject({ code: 'CONFIG_SYNTAX', message: expect.stringContaining('nested too deeply') });
    // Found before the parser, which would need a stack for it.
    expect(error.cause).toBeUndefined();
  });

  it('is CONFIG_SYNTAX when YAML aliases expand too far', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) lines.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
    expect((await refusal(lines.join('\n'), 'mcp.yaml')).code).toBe('CONFIG_SYNTAX');
  });

  it('is CONFIG_SYNTAX with the line when YAML is wrong', async () => {
    const error = await refusal('mcpServers:\n  a:\n    command: "x\n', 'mcp.yml');
    expect(error.code).toBe('CONFIG_SYNTAX');
    expect(error.faults[0]?.line).toBeGreaterThanOrEqual(3);
  });
});

describe('a configuration file that can be read', () => {
  it.each([
    ['mcp.json', (nested: string) => `{ "mcpServers": {}, "other": ${nested} }`],
    ['mcp.yaml', (nested: string) => `mcpServers: {}\nother: ${nested}\n`],
  ])('may be nested deeply in %s', async (name, toText) => {
    const configuration = await read(toText(`${'['.repeat(35)}${']'.repeat(35)}`), name);
    expect(configuration.servers).toEqual([]);
  });

  it('may have a byte order mark, comments and trailing commas', async () => {
    const configuration = await read(
      '\uFEFF{\n// one\n"mcpServers": {"a": {"command": "x", /* two */ "args": ["1",],},},\n}',
    );
    expect(stdio(first(configuration))).toMatchObject({ command: 'x', args: ['1'] });
  });

  it.each(['seawall.yaml', 'seawall.yml'])(
    'may be YAML with anchors and merge keys when it is called %s',
    async (name) => {
      const text = 'base: &base\n  command: x\nmcpServers:\n  a:\n    <<: *base\n    args: [-p, 8080]\n';
      expect(stdio(first(await read(text, name)))).toMatchObject({ command: 'x', args: ['-p', '8080'] });
    },
  );

  it.each([
    ['mcp.json', '{\n"mcpServers": {\n"a": {"command": "x",\n"command": "y"},\n"b": {"command": "z"}}}'],
    ['mcp.jsonc', '{\n"mcpServers": {\n"a": {"command": "x", // c\n"command": "y"},\n"b": {"command": "z"}}}'],
    ['mcp.yaml', 'mcpServers:\n  a:\n    command: x\n    command: y\n  b:\n    command: z\n'],
  ])('makes only the server faulty in which %s names a key twice', async (name, text) => {
    const [a, b] = (await read(text, name)).servers;
    expect(a && fault(a).faults[0]).toMatchObject({ path: 'mcpServers.a.command', line: 4 });
    expect(b && usable(b).name).toBe('b');
  });

  it('makes a server faulty whose name stands twice, in an escaped spelling too', async () => {
    const configuration = await read('{"mcpServers": {"a": {"command": "x"}, "\\u0061": {"command": "y"}}}');
    expect(configuration.servers).toHaveLength(1);
    expect(fault(first(configuration)).message).toContain('already stands in line 1');
  });

  it('is refused when a key stands twice outside of servers', async () => {
    const error = await refusal('{"mcpServers": {}, "seawall": {}, "seawall": {}}');
    expect(error.faults[0]).toMatchObject({ path: 'seawall', line: 1, column: 35 });
  });

  it('is not refused for equal keys in different objects', async () => {
    expect(
      (await read('{"mcpServers": {"a": {"command": "x"}, "b": {"command": "x:\\"command\\":"}}}')).servers,
    ).toHaveLength(2);
  });

  it('tells its hash and those of its env files', async () => {
    await using folder = await createTemporaryFolder();
    await folder.write('.env', 'A=1');
    const file = await folder.write('mcp.json', '{"servers": {"a": {"command": "x", "envFile": ".env"}}}');
    const { sources } = await readConfiguration({ file, env: {}, folder: '/' });
    expect(sources?.map((source) => source.file)).toEqual([file, join(folder.path, '.env')]);
    expect(sources?.every((source) => /^[\da-f]{64}$/.test(source.sha256 ?? ''))).toBe(true);
  });
});
