import { describe, expect, it } from 'vitest';
import {
  createTemporaryFolder,
  fakeToken,
  fault,
  http,
  readObject,
  readServer,
  rejection,
  stdio,
} from './temporary-folder.ts';

// The texts with "${" in this file are configuration, not templates.

const env = { KEY: 'value', EMPTY: '', HOME: '/home/me', 'MY-VAR': 'dashed' };

describe('variables in an entry', () => {
  it('[A183] are replaced in command, args, env, cwd, and in the middle of a text', async () => {
    const entry = { command: '${KEY}', args: ['--k=${KEY}!'], env: { A: '${KEY}' }, cwd: '/x/${KEY}' };
    const launch = stdio(await readServer(entry, { env }));
    expect(launch).toMatchObject({ command: 'value', args: ['--k=value!'], env: { A: 'value' }, cwd: '/x/value' });
  });

  it('[A183] are replaced in url and headers', async () => {
    const launch = http(
      await readServer({ url: 'https://${KEY}.example.com/', headers: { 'X-K': 'k ${KEY}' } }, { env }),
    );
    expect(launch).toMatchObject({ url: 'https://value.example.com/', headers: { 'X-K': 'k value' } });
  });

  it.each([
    ['${GONE:-fallback}', 'fallback'],
    ['${GONE:-}', ''],
    ['${EMPTY:-fallback}', 'fallback'],
    ['${KEY:-fallback}', 'value'],
    ['${GONE:-${KEY}}', 'value'],
    ['${GONE:-{"a": 1}}', '{"a": 1}'],
    ['${env:KEY}', 'value'],
    ['${env:MY-VAR}', 'dashed'],
    ['${env:GONE:-fallback}', 'fallback'],
    ['${workspaceFolder}', '/project'],
    ['${workspaceFolderBasename}', 'project'],
    ['${userHome}', '/home/me'],
    ['${pathSeparator}', '/'],
    ['${/}', '/'],
    ['$KEY $$ %KEY% {KEY} $(KEY)', '$KEY $$ %KEY% {KEY} $(KEY)'],
    ['$${KEY}', '$value'],
    ['${1 + 1}', '${1 + 1}'],
    ['${a b ${KEY}}', '${a b value}'],
    ['${}', '${}'],
  ])('[A183] turn %j into %j', async (text, expected) => {
    expect(stdio(await readServer({ command: 'x', args: [text] }, { env })).args).toEqual([expected]);
  });

  it('are not searched for further variables after they were put in', async () => {
    const nested = { OUTER: '${KEY}', KEY: 'value' };
    expect(stdio(await readServer({ command: 'x', args: ['${OUTER}'] }, { env: nested })).args).toEqual(['${KEY}']);
  });

  it('may be those of the env of the entry itself, which come before ours', async () => {
    const entry = {
      command: 'npx',
      args: ['mcp-remote', '--header', 'Authorization:${AUTH}'],
      env: { AUTH: 'Bearer ${KEY}' },
    };
    expect(stdio(await readServer(entry, { env: { ...env, AUTH: 'ours' } })).args.at(-1)).toBe(
      'Authorization:Bearer value',
    );
  });

  it('stay in one word when a command line is split', async () => {
    const launch = stdio(await readServer({ command: 'x ${SPACED} ${GONE:-c d}' }, { env: { SPACED: 'a b' } }));
    expect(launch.args).toEqual(['a b', 'c d']);
  });

  it('[A184] that are not set make the server faulty, all at once, and never stay as text', async () => {
    const entry = { command: '${ONE}', args: ['${KEY}', '${TWO}'], env: { A: '${THREE}', B: '${TWO}' } };
    const error = fault(await readServer(entry, { env }));
    expect(error.code).toBe('CONFIG_VARIABLE_MISSING');
    expect(new Set(error.missingKeys)).toEqual(new Set(['ONE', 'TWO', 'THREE']));
    expect(error.faults.map((found) => found.path).sort()).toEqual([
      'mcpServers.a.args[1]',
      'mcpServers.a.command',
      'mcpServers.a.env.A',
      'mcpServers.a.env.B',
    ]);
    expect(error.hint).toContain('Set ');
  });

  it('[A184] that are not set stop no other server', async () => {
    const { servers } = await readObject({ mcpServers: { a: { command: '${GONE}' }, b: { command: 'x' } } });
    expect(servers.map((server) => server.kind)).toEqual(['faulty', 'usable']);
  });

  it('that are not set are compared with those that are', async () => {
    const error = fault(await readServer({ command: 'x', args: ['${JIRA_TOKN}'] }, { env: { JIRA_TOKEN: 'abc' } }));
    expect(error.faults[0]?.suggestion).toBe('JIRA_TOKEN');
  });

  it('that are set but empty are a warning', async () => {
    const { servers, warnings } = await readObject(
      { mcpServers: { a: { command: 'x', args: ['${EMPTY}'] } } },
      { env },
    );
    expect(servers[0] && stdio(servers[0]).args).toEqual(['']);
    expect(warnings[0]).toMatchObject({ path: 'mcpServers.a.args[0]', message: expect.stringContaining('EMPTY') });
  });

  it('that are not closed are a warning and do not hide others', async () => {
    const { servers, warnings } = await readObject(
      { mcpServers: { a: { command: 'x', args: ['${A ${KEY}'] } } },
      { env },
    );
    expect(servers[0] && stdio(servers[0]).args).toEqual(['${A value']);
    expect(warnings).toHaveLength(1);
  });
});

describe('what only an editor can resolve', () => {
  it('is CONFIG_INPUT_UNSUPPORTED, naming the input, its question and what to do', async () => {
    const configuration = await readObject({
      inputs: [{ id: 'gh-token', type: 'promptString', description: 'GitHub token', password: true }],
      servers: { a: { command: 'x', env: { TOKEN: '${input:gh-token}' } } },
    });
    const [server] = configuration.servers;
    const error = server && fault(server);
    expect(error).toMatchObject({ code: 'CONFIG_INPUT_UNSUPPORTED', missingKeys: ['gh-token'] });
    expect(error?.message).toContain('"gh-token" ("GitHub token")');
    expect(error?.hint).toContain('${GH_TOKEN}');
  });

  it.each(['${command:pick}', '${config:a.b}'])('is a fault for %s as well', async (text) => {
    expect(fault(await readServer({ command: 'x', args: [text] })).code).toBe('CONFIG_INPUT_UNSUPPORTED');
  });
});

describe('variables in settings', () => {
  it('are replaced in auth.token and dataDir', async () => {
    const token = fakeToken('t-');
    const object = { mcpServers: {}, seawall: { auth: { token: '${T}' }, dataDir: '~/${KEY}' } };
    const { settings, secrets } = await readObject(object, { env: { ...env, T: token } });
    expect(settings).toMatchObject({ auth: { token }, dataDir: '/home/me/value' });
    expect(secrets).toContain(token);
  });

  it('are replaced in auth.adminToken, and so are files', async () => {
    await using folder = await createTemporaryFolder();
    const token = fakeToken('a-');
    await folder.write('admin-token', `${token}\n`);
    for (const adminToken of ['${T}', `\${file:${folder.path}/admin-token}`]) {
      const object = { mcpServers: {}, seawall: { auth: { adminToken } } };
      const { settings, secrets } = await readObject(object, { env: { ...env, T: token } });
      expect(settings.auth).toEqual({ adminToken: token });
      expect(secrets).toContain(token);
    }
  });

  it.each([[''], ['   '], ['${EMPTY}'], ['two words'], ['${file:/does/not/exist}']])(
    'refuse the admin token %j',
    async (adminToken) => {
      const object = { mcpServers: {}, seawall: { auth: { adminToken } } };
      expect((await rejection(readObject(object, { env }))).code).toBe('CONFIG_INVALID');
    },
  );

  it('refuse the whole configuration when they are not set', async () => {
    const error = await rejection(readObject({ mcpServers: {}, seawall: { auth: { token: '${GONE}' } } }));
    expect(error).toMatchObject({ code: 'CONFIG_VARIABLE_MISSING', missingKeys: ['GONE'] });
  });

  it.each([[''], ['   '], ['${EMPTY}'], ['two words']])('refuse the token %j', async (token) => {
    expect((await rejection(readObject({ mcpServers: {}, seawall: { auth: { token } } }, { env }))).code).toBe(
      'CONFIG_INVALID',
    );
  });

  it('warn about a token that can be guessed', async () => {
    const { warnings } = await readObject({
      mcpServers: { a: { command: 'x' } },
      seawall: { auth: { token: 'short' } },
    });
    expect(warnings[0]).toMatchObject({ path: 'seawall.auth.token' });
    expect(JSON.stringify(warnings)).not.toContain('short');
  });
});
