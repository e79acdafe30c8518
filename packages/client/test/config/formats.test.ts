import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import {
  createTemporaryFolder,
  fault,
  first,
  http,
  readObject,
  readServer,
  rejection,
  stdio,
  usable,
} from './temporary-folder.ts';

describe('where servers stand', () => {
  it('[A182] is a map from name to entry under mcpServers, in the order of the file', async () => {
    const { servers } = await readObject({
      mcpServers: { b: { command: 'x' }, a: { url: 'https://example.com/mcp' } },
    });
    expect(servers.map((server) => [server.name, server.kind])).toEqual([
      ['b', 'usable'],
      ['a', 'usable'],
    ]);
  });

  it('[A182] may be the top level itself', async () => {
    const { servers, warnings } = await readObject({
      a: { command: 'x' },
      b: { url: 'https://example.com' },
      seawall: {},
    });
    expect(servers.map((server) => server.name)).toEqual(['a', 'b']);
    expect(warnings).toEqual([]);
  });

  it('takes a server called seawall for a server at the top level, not for settings', async () => {
    expect((await readObject({ seawall: { command: 'npx', args: ['other'] } })).servers).toHaveLength(1);
  });

  it('may be servers, as VS Code writes them', async () => {
    expect(
      stdio(first(await readObject({ servers: { a: { type: 'stdio', command: 'x' } }, inputs: [] }))).command,
    ).toBe('x');
  });

  it('[B51] may be a list of { name, type, command, args } under mcp_servers', async () => {
    const configuration = await readObject({
      mcp_servers: [{ name: 'weather', type: 'stdio', command: 'npx', args: ['-y', 'w'] }],
    });
    expect(usable(first(configuration)).name).toBe('weather');
    expect(stdio(first(configuration))).toMatchObject({ command: 'npx', args: ['-y', 'w'] });
  });

  it('may be a map under mcp_servers', async () => {
    expect(usable(first(await readObject({ mcp_servers: { w: { command: 'x' } } }))).name).toBe('w');
  });

  it('gives an entry of a list a name when it has none, and says so', async () => {
    const { servers, warnings } = await readObject({ mcp_servers: [{ command: 'x' }] });
    expect(servers[0]?.name).toBe('server_0');
    expect(warnings[0]?.path).toBe('mcp_servers[0]');
  });

  it('makes one faulty server of two with one name', async () => {
    const { servers } = await readObject({
      mcp_servers: [
        { name: 'w', command: 'x' },
        { name: 'w', command: 'y' },
      ],
    });
    expect(servers).toHaveLength(1);
    expect(servers[0] && fault(servers[0]).faults[0]?.path).toBe('mcp_servers[1]');
  });

  it.each(['', '  ', 'a\nb', 'x'.repeat(201)])('makes a server with the name %j faulty', async (name) => {
    expect(fault(first(await readObject({ mcpServers: { [name]: { command: 'x' } } }))).code).toBe('CONFIG_INVALID');
  });

  it('is told with a suggestion when the key is misspelt', async () => {
    const error = await rejection(readObject({ mcpServer: { a: { command: 'x' } } }));
    expect(error.faults[0]).toMatchObject({ path: 'mcpServer', suggestion: 'mcpServers' });
    expect(error.message).toContain('Did you mean "mcpServers"?');
  });

  it('is a fault when there is nothing at all, and a warning when there are only settings', async () => {
    expect((await rejection(readObject({}))).code).toBe('CONFIG_INVALID');
    expect((await readObject({ seawall: { prefix: 'never' } })).warnings).toHaveLength(1);
    expect((await readObject({ mcpServers: {} })).warnings[0]?.message).toContain('no server');
  });

  it('is refused with more than 500 servers', async () => {
    const entries = Array.from({ length: 501 }, (_, index) => [`s${index}`, { command: 'x' }]);
    expect((await rejection(readObject({ mcpServers: Object.fromEntries(entries) }))).message).toContain('500');
  });
});

describe('how a server is started', () => {
  it('[B50] is command with args', async () => {
    expect(stdio(await readServer({ command: 'npx', args: ['-y', 'pkg', 8080, true] })).args).toEqual([
      '-y',
      'pkg',
      '8080',
      'true',
    ]);
  });

  it('[B50] may be one whole command line, split as a shell does', async () => {
    const launch = stdio(await readServer({ command: `npx -y 'my pkg' --x="a b" c\\ d` }));
    expect([launch.command, ...launch.args]).toEqual(['npx', '-y', 'my pkg', '--x=a b', 'c d']);
  });

  it('[B50] may be one list of words', async () => {
    const launch = stdio(await readServer({ command: ['npx', '-y', 'pkg'], args: ['more'] }));
    expect([launch.command, ...launch.args]).toEqual(['npx', '-y', 'pkg', 'more']);
  });

  it('keeps a path with spaces whole when the file exists', async () => {
    await using folder = await createTemporaryFolder();
    const program = await folder.write('My Programs/run it', '');
    expect(stdio(await readServer({ command: program }))).toMatchObject({ command: program, args: [] });
  });

  it('warns about a command with spaces beside args', async () => {
    const { warnings } = await readObject({ mcpServers: { a: { command: 'npx -y', args: ['pkg'] } } });
    expect(warnings[0]).toMatchObject({ path: 'mcpServers.a.command', suggestion: 'npx' });
  });

  it('is a fault when a quote is not closed', async () => {
    expect(fault(await readServer({ command: 'npx "pkg' })).message).toContain('quote');
  });

  it('keeps backslashes on Windows', async () => {
    expect(stdio(await readServer({ command: 'C:\\bin\\x.exe a' }, { windows: true })).command).toBe('C:\\bin\\x.exe');
  });

  it('resolves relative paths at the folder of the file and leaves plain names to the search path', async () => {
    const surroundings = { folder: '/project', env: { HOME: '/home/me' } };
    expect(stdio(await readServer({ command: './run.sh' }, surroundings))).toMatchObject({
      command: '/project/run.sh',
      cwd: '/project',
    });
    expect(stdio(await readServer({ command: 'node', cwd: 'sub' }, surroundings))).toMatchObject({
      command: 'node',
      cwd: '/project/sub',
    });
    expect(stdio(await readServer({ command: '~/bin/x', cwd: '~' }, surroundings))).toMatchObject({
      command: '/home/me/bin/x',
      cwd: '/home/me',
    });
  });

  it.each(['.vscode', '.cursor'])('takes the project folder for a file in %s', async (name) => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write(
      `${name}/mcp.json`,
      '{"servers": {"a": {"command": "./run", "args": ["${workspaceFolder}"]}}}',
    );
    const launch = stdio(first(await readConfiguration({ file, env: {}, folder: '/' })));
    expect(launch).toMatchObject({ command: join(folder.path, 'run'), args: [folder.path], cwd: folder.path });
  });

  it('takes null for "not set"', async () => {
    expect(stdio(await readServer({ command: 'x', args: null, env: null, url: null, cwd: null })).args).toEqual([]);
  });

  it('leaves out a variable that is null, and makes texts of numbers', async () => {
    expect(stdio(await readServer({ command: 'x', env: { A: null, B: 1, C: true } })).env).toEqual({
      B: '1',
      C: 'true',
    });
  });

  it('adds the variables of envFile below those of env', async () => {
    await using folder = await createTemporaryFolder();
    await folder.write('my.env', '# c\nexport A=1\nB="two\\nlines" # c\n');
    const file = await folder.write(
      'mcp.json',
      '{"servers": {"a": {"command": "x", "envFile": "${workspaceFolder}/my.env", "env": {"A": "own"}}}}',
    );
    const configuration = await readConfiguration({ file, env: {}, folder: '/' });
    expect(stdio(first(configuration)).env).toEqual({ A: 'own', B: 'two\nlines' });
  });

  it('makes the server faulty whose envFile is not there', async () => {
    expect(fault(await readServer({ command: 'x', envFile: '/nowhere/.env' })).message).toContain(
      'The env file "/nowhere/.env" does not exist',
    );
  });
});

describe('how a server behind HTTP is reached', () => {
  const url = 'https://example.com/mcp';

  it.each([
    [{ url }, 'auto'],
    [{ serverUrl: url }, 'auto'],
    [{ httpUrl: url }, 'http'],
    [{ type: 'http', url }, 'auto'],
    [{ transport: 'http', url }, 'auto'],
    [{ transport: 'streamable_http', url }, 'http'],
    [{ type: 'streamable-http', url }, 'http'],
    [{ type: 'streamableHttp', url }, 'http'],
    [{ type: 'sse', url }, 'sse'],
  ])('is read from %j', async (entry, transport) => {
    expect(http(await readServer(entry))).toEqual({ transport, url, headers: {} });
  });

  it('carries headers, and sends user and password of the URL as a header', async () => {
    const launch = http(await readServer({ url: 'https://me:p%40ss@example.com/mcp', headers: { 'X-A': 1 } }));
    expect(launch).toEqual({
      transport: 'auto',
      url,
      headers: { 'X-A': '1', Authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` },
    });
  });

  it.each(['ftp://example.com', 'file:///etc/passwd', 'javascript:alert(1)', 'not a url', ''])(
    'refuses %j at every level',
    async (bad) => {
      expect(fault(await readServer({ url: bad })).faults[0]).toMatchObject({ path: 'mcpServers.a.url' });
    },
  );

  it('refuses a header that could not be sent', async () => {
    const error = fault(await readServer({ url, headers: { 'X-A': 'a\r\nX-B: c', 'bad name': 'x' } }));
    expect(error.faults.map((found) => found.path)).toEqual([
      'mcpServers.a.headers.X-A',
      'mcpServers.a.headers["bad name"]',
    ]);
  });

  it('warns about a command beside a URL that is not used', async () => {
    const { warnings } = await readObject({ mcpServers: { a: { type: 'sse', url, command: 'x' } } });
    expect(warnings[0]?.message).toContain('the command is ignored');
  });
});

describe('an entry that is left out', () => {
  it.each([
    [{ disabled: true }, 'disabled'],
    [{ enabled: false }, 'enabled'],
    [{ seawall: { enabled: false } }, 'seawall.enabled'],
  ])('is disabled by %j, whatever else is wrong with it', async (entry, key) => {
    const server = await readServer({ ...entry, command: 7 });
    expect(server).toMatchObject({ kind: 'disabled', reason: expect.stringContaining(key) });
  });

  it('follows seawall.defaults.enabled unless it says otherwise', async () => {
    const entries = { a: { command: 'x' }, b: { command: 'x', seawall: { enabled: true } } };
    const { servers } = await readObject({ mcpServers: entries, seawall: { defaults: { enabled: false } } });
    expect(servers.map((server) => server.kind)).toEqual(['disabled', 'usable']);
  });
});
