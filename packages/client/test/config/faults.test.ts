import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { createTemporaryFolder, fakeToken, fault, readObject, readServer, rejection } from './temporary-folder.ts';

describe('faults of a server', () => {
  it('[B74] are one error with the file, the section and the missing keys', async () => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write('mcp.json', '{"mcpServers": {"jira": {"command": "x", "env": {"T": "${GONE}"}}}}');
    const { servers } = await readConfiguration({ file, env: {}, folder: '/' });
    const error = servers[0] && fault(servers[0]);
    expect(error).toMatchObject({ configFile: file, configSection: 'mcpServers.jira', missingKeys: ['GONE'] });
    expect(error?.context).toMatchObject({ configFile: file, missingKeys: ['GONE'] });
  });

  it('[B75] name the field, what is allowed there and what stands there', async () => {
    const error = fault(await readServer({ command: 'x', args: ['ok', ['no']], cwd: 7 }));
    expect(error.faults).toEqual([
      {
        path: 'mcpServers.a.args[1]',
        message: 'The type is wrong: this is a list.',
        value: 'a list of 1',
        allowed: 'a text',
        severity: 'error',
      },
      {
        path: 'mcpServers.a.cwd',
        message: 'The type is wrong: this is a number.',
        value: '7',
        allowed: 'the path of a folder',
        severity: 'error',
      },
    ]);
  });

  it('are told all at once, whatever their kind', async () => {
    const entry = {
      command: 7,
      args: ['${GONE}'],
      env: { A: [] },
      seawall: { timeoutMs: '30s', tiemoutMs: 1 },
      type: 'stdoi',
    };
    const error = fault(await readServer(entry));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.faults.map((found) => found.path).sort()).toEqual([
      'mcpServers.a.args[0]',
      'mcpServers.a.command',
      'mcpServers.a.env.A',
      'mcpServers.a.seawall.tiemoutMs',
      'mcpServers.a.seawall.timeoutMs',
      'mcpServers.a.type',
    ]);
    expect(error.missingKeys).toEqual(['GONE']);
  });

  it.each([
    [{ comand: 'x' }, 'comand', 'command'],
    [{ Command: 'x' }, 'Command', 'command'],
    [{ ulr: 'https://example.com' }, 'ulr', 'url'],
    [{ command: 'x', type: 'stdoi' }, 'type', 'stdio'],
    [{ command: 'x', seawall: { timeout: 1 } }, 'seawall.timeout', 'timeoutMs'],
    [{ command: 'x', seawall: { timeout_ms: 1 } }, 'seawall.timeout_ms', 'timeoutMs'],
    [{ command: 'x', seawall: { security: 'strickt' } }, 'seawall.security', 'strict'],
  ])('suggest for %j at %s what was probably meant: %s', async (entry, path, suggestion) => {
    expect(fault(await readServer(entry)).faults[0]).toMatchObject({ path: `mcpServers.a.${path}`, suggestion });
  });

  it.each([
    [{}],
    [{ args: ['x'] }],
    [{ type: 'stdio', url: 'https://example.com' }],
    [{ type: 'http', command: 'x' }],
    [{ command: '' }],
  ])('say what is missing in %j', async (entry) => {
    expect(fault(await readServer(entry)).faults).toHaveLength(1);
  });

  it.each([['text'], [7], [null], [[]], [true]])('are told when the entry is %j', async (entry) => {
    expect(fault(await readServer(entry)).faults[0]).toMatchObject({
      path: 'mcpServers.a',
      allowed: expect.stringContaining('object'),
    });
  });

  it('say that WebSocket is not supported', async () => {
    expect(fault(await readServer({ type: 'websocket', url: 'https://example.com' })).message).toContain('WebSocket');
  });

  it('refuse NUL characters, which no program can be given', async () => {
    expect(fault(await readServer({ command: 'x', args: ['a\0b'], env: { A: 'b\0' } })).faults).toHaveLength(2);
  });

  it('are bounded in the message and counted', async () => {
    const env = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`V${index}`, []]));
    const error = fault(await readServer({ command: 'x', env }));
    expect(error.faults).toHaveLength(30);
    expect(error.message.split('\n')).toHaveLength(12);
    expect(error.message).toContain('and 20 more.');
  });

  it('are told of very many at once without taking long, and stop nothing else', async () => {
    const entry = { command: 'x', args: Array.from({ length: 9000 }, () => ({})), env: { A: '${GONE}' } };
    const error = fault(await readServer(entry));
    expect(error.faults).toHaveLength(200);
    expect(error.missingKeys).toEqual(['GONE']);
  });

  it('say how many arguments and variables are too many', async () => {
    const env = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`V${index}`, '']));
    const error = fault(await readServer({ command: 'x', args: Array.from({ length: 10_001 }, () => ''), env }));
    expect(error.faults.map((found) => found.path)).toEqual(['mcpServers.a.args', 'mcpServers.a.env']);
  });

  it('never hold a value that is or may be a secret', async () => {
    const token = fakeToken('tvly-');
    const entry = {
      command: [{ token }],
      args: [`--api-key=${token}`, { token }],
      env: { ANY: [token], KEY: token },
      url: `ftp://u:${token}@example.com/?key=${token}`,
      type: token,
      seawall: { security: token, timeoutMs: token },
    };
    const { servers, secrets } = await readObject({ mcpServers: { a: entry, b: { url: entry.url } } });
    for (const server of servers) expect(JSON.stringify(fault(server)) + String(fault(server))).not.toContain(token);
    expect(secrets).toContain(token);
  });
});

describe('fields that Seawall does not use', () => {
  it('are accepted silently when hosts know them', async () => {
    const entry = {
      command: 'x',
      alwaysAllow: [],
      autoApprove: [],
      disabledTools: [],
      description: 'd',
      gallery: true,
      version: '1',
      dev: {},
      sandbox: {},
    };
    expect((await readObject({ mcpServers: { a: entry } })).warnings).toEqual([]);
  });

  it('are a warning when nobody knows them, with a suggestion', async () => {
    const { warnings } = await readObject({ mcpServers: { a: { command: 'x', arg: [], timeoutMs: 5, wibble: 1 } } });
    expect(warnings.map((warning) => [warning.path, warning.suggestion])).toEqual([
      ['mcpServers.a.arg', 'args'],
      ['mcpServers.a.timeoutMs', 'seawall.timeoutMs'],
      ['mcpServers.a.wibble', undefined],
    ]);
  });

  it('are a warning at the top level', async () => {
    const { warnings } = await readObject({ mcpServers: { a: { command: 'x' } }, seawal: {}, globalShortcut: '' });
    expect(warnings.map((warning) => [warning.path, warning.suggestion])).toEqual([
      ['seawal', 'seawall'],
      ['globalShortcut', undefined],
    ]);
  });

  it('are bounded in number', async () => {
    const fields = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`field${index}`, 1]));
    expect((await readObject({ mcpServers: { a: { command: 'x', ...fields } } })).warnings).toHaveLength(200);
  });

  it('are a warning for timeout, which is not guessed', async () => {
    const { warnings } = await readObject({ mcpServers: { a: { command: 'x', timeout: 60 } } });
    expect(warnings[0]).toMatchObject({ path: 'mcpServers.a.timeout', suggestion: 'seawall.timeoutMs' });
  });
});

describe('faults of the settings', () => {
  it('refuse the whole, with every fault of the file', async () => {
    const object = {
      mcpServers: { a: { comand: 'x' } },
      seawall: { prefix: 'allways', drainMs: -1, listen: { prot: 1 }, defaults: { timeoutMs: 0 } },
    };
    const error = await rejection(readObject(object));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.faults.map((found) => [found.path, found.suggestion]).sort()).toEqual([
      ['mcpServers.a.comand', 'command'],
      ['seawall.defaults.timeoutMs', undefined],
      ['seawall.drainMs', undefined],
      ['seawall.listen.prot', 'port'],
      ['seawall.prefix', 'always'],
    ]);
  });

  it('tell line and column in the file', async () => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write(
      'seawall.jsonc',
      '{\n  "mcpServers": {}, // none\n  "seawall": {\n    "prefix": "x"\n  }\n}',
    );
    const error = await rejection(readConfiguration({ file, env: {}, folder: '/' }));
    expect(error.faults[0]).toMatchObject({ path: 'seawall.prefix', line: 4, column: 5 });
    expect(error.message).toContain('line 4, column 5');
  });

  it('tell line and column in YAML', async () => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write('seawall.yaml', 'mcpServers:\nseawall:\n  listen:\n    port: 99999\n');
    const error = await rejection(readConfiguration({ file, env: {}, folder: '/' }));
    expect(error.faults[0]).toMatchObject({ path: 'seawall.listen.port', line: 4, column: 5, value: '99999' });
  });

  it.each([['text'], [7], [[]]])('are told when seawall is %j', async (seawall) => {
    expect((await rejection(readObject({ mcpServers: {}, seawall }))).faults[0]).toMatchObject({ path: 'seawall' });
  });

  it('refuse an object that refers to itself', async () => {
    const object: Record<string, unknown> = { mcpServers: {} };
    object.self = object;
    expect((await rejection(readObject(object))).message).toContain('refers to itself');
  });
});
