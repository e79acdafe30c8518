import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createScriptedHttpServer, readPids, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { readiness, runSeawall, serversUp, startGateway, stdioGateway } from './support/gateway-process.ts';
import { connectHost } from './support/hosts.ts';
import { until } from './support/polling.ts';
import { startProcess } from './support/processes.ts';
import { type TemporaryFolder, temporaryFolder, textBelow } from './support/temporary-folder.ts';

const VERSION = /^\d+\.\d+\.\d+\n$/;

function shop() {
  return scriptedStdioServer({
    tools: [
      { name: 'buy', description: 'Buys something.', behaviour: { kind: 'echo' } },
      { name: 'refuse', behaviour: { kind: 'tool-error', text: 'It is sold out.' } },
    ],
  });
}

async function shopConfig(folder: TemporaryFolder): Promise<string> {
  return await folder.write('mcp.json', {
    mcpServers: { shop: shop(), gone: { command: 'seawall-e2e-no-such-command' } },
  });
}

describe('seawall', () => {
  it('prints its version', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runSeawall(folder, ['--version']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(VERSION);
  });

  it.each([
    [['--help']],
    [['serve', '--help']],
    [['stdio', '--help']],
    [['tools', '--help']],
    [['call', '--help']],
    [['config', 'check', '--help']],
    [['doctor', '--help']],
    [['diagnose', '--help']],
  ])('prints the help of %j on stdout', async (args) => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runSeawall(folder, args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Usage: seawall');
  });

  it.each([
    [[]],
    [['frobnicate']],
    [['serve', '--port', 'many']],
    [['call', 'only-a-server']],
    [['tools', '--nonsense']],
    [['doctor', '--timeout', 'soon']],
    [['diagnose', '--file', 'no-such-file']],
  ])('refuses the command line %j with 2 and says why on stderr', async (args) => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runSeawall(folder, args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });
});

describe('seawall tools', () => {
  it('lists the tools, and on stderr the servers that are not ready', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runSeawall(folder, ['tools', '--config', await shopConfig(folder)]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/shop\s+buy\s+Buys something\./);
    expect(stderr).toMatch(/Not ready:\n {2}gone: .*seawall-e2e-no-such-command/);
  });

  it('prints JSON with --json', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout } = await runSeawall(folder, ['tools', '--json', '--config', await shopConfig(folder)]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      servers: [
        { name: 'shop', state: 'ready', transport: 'stdio', toolCount: 2 },
        { name: 'gone', error: { code: expect.any(String), message: expect.any(String) } },
      ],
      tools: [
        { server: 'shop', name: 'buy' },
        { server: 'shop', name: 'refuse' },
      ],
    });
  });

  it('ends with 1 when no server is ready', async () => {
    await using folder = await temporaryFolder();
    const config = await shopConfig(folder);
    const { exitCode } = await runSeawall(folder, ['tools', '--server', 'gone', '--config', config]);
    expect(exitCode).toBe(1);
  });
});

describe('seawall call', () => {
  it.each([
    [['shop', 'buy', '--args', '{"what":"fish"}'], 0, /^\{"what":"fish"\}\n$/, /^$/],
    [['shop', 'refuse'], 1, /^It is sold out\.\n$/, /^error: Tool "refuse" on server "shop"[\s\S]*fix: /],
    [['shopp', 'buy'], 2, /^$/, /There is no server "shopp"[\s\S]*"shop"[\s\S]*SERVER_NOT_FOUND/],
    [['shop', 'by'], 1, /^$/, /has no tool "by"[\s\S]*buy[\s\S]*TOOL_NOT_FOUND/],
    [['shop', 'buy', '--args', '{what:fish}'], 2, /^$/, /--args[\s\S]*line 1, column 2/],
    [['shop', 'buy', '--args', '[1]'], 2, /^$/, /--args/],
    [['shop', 'buy', '--args', '@missing.json'], 2, /^$/, /missing\.json/],
    // What can't be started is a fault of the configuration.
    [['gone', 'buy'], 2, /^$/, /gone[\s\S]*seawall-e2e-no-such-command/],
  ])('%j ends with %i', async (args, code, out, problem) => {
    await using folder = await temporaryFolder();
    const config = await shopConfig(folder);
    const { exitCode, stdout, stderr } = await runSeawall(folder, ['call', ...args, '--config', config]);
    expect(stdout).toMatch(out);
    expect(stderr).toMatch(problem);
    expect(exitCode).toBe(code);
  });

  it('names the near miss of a server', async () => {
    await using folder = await temporaryFolder();
    const mcpServers = Object.fromEntries(['alpha', 'bravo', 'charlie', 'shop'].map((name) => [name, shop()]));
    const config = await folder.write('mcp.json', { mcpServers });
    const { exitCode, stderr } = await runSeawall(folder, ['call', 'shpo', 'buy', '--config', config]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/fix: .*"shop"/);
  });

  it('takes arguments from stdin and prints the result as JSON', async () => {
    await using folder = await temporaryFolder();
    const config = await shopConfig(folder);
    const ran = await runSeawall(folder, ['call', 'shop', 'buy', '--args', '-', '--json', '--config', config], {
      input: '{"what":"salt"}',
    });
    expect(ran.exitCode).toBe(0);
    expect(JSON.parse(ran.stdout)).toEqual({ content: [{ type: 'text', text: '{"what":"salt"}' }] });
    const failed = await runSeawall(folder, ['call', 'shop', 'refuse', '--json', '--config', config]);
    expect(failed.exitCode).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      isError: true,
      content: [{ text: 'It is sold out.' }],
      _meta: { 'dev.seawall/error': { kind: expect.any(String), code: expect.any(String) } },
    });
  });
});

describe('seawall config check', () => {
  const FAULTY = {
    mcpServers: { good: { command: 'node' }, bad: { command: 'node', seawall: { timeoutMs: 'long' } } },
  };

  it.each([
    ['good', { mcpServers: { good: { command: 'node' } } }, 0, /can be used/],
    ['faulty', FAULTY, 2, /timeoutMs[\s\S]*"long"/],
    ['no JSON', '{ "mcpServers": ', 2, /CONFIG_SYNTAX/],
  ])('of a file that is %s', async (_name, config, code, report) => {
    await using folder = await temporaryFolder();
    const file = await folder.write('mcp.json', config);
    const plain = await runSeawall(folder, ['config', 'check', '--config', file]);
    expect(plain.exitCode).toBe(code);
    expect(plain.stdout).toMatch(report);
    const json = await runSeawall(folder, ['config', 'check', '--json', '--config', file]);
    expect(json.exitCode).toBe(code);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: code === 0, file });
  });

  it('of a file that is not there', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runSeawall(folder, ['config', 'check', '--config', 'missing.json']);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toMatch(/missing\.json[\s\S]*CONFIG_NOT_FOUND/);
  });
});

describe('stdout of seawall stdio', () => {
  it('has nothing but JSON-RPC, whatever servers and configuration do', async () => {
    await using folder = await temporaryFolder();
    const noise = 'plain noise \u001b[31m{"not":"rpc"}\n';
    const config = {
      mcpServers: {
        noisy: scriptedStdioServer({ start: { stdout: noise, stderr: noise }, stderr: [{ text: noise, atMs: 200 }] }),
        garbage: scriptedStdioServer({
          tools: [{ name: 'spill', behaviour: { kind: 'garbage', text: '%%% not json %%%' } }],
        }),
        crashing: scriptedStdioServer({ tools: [{ name: 'crash', behaviour: { kind: 'cut' } }] }),
        looping: scriptedStdioServer({ start: { exit: { exitCode: 1 }, stderr: noise, stdout: noise } }),
        broken: { command: 17, seawall: { nonsense: true } },
        missing: { command: 'seawall-e2e-no-such-command' },
      },
    };
    await using gateway = await startProcess(await stdioGateway({ folder, config, args: ['--log-level', 'debug'] }));
    const say = (message: object): void =>
      void gateway.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const answer = (id: number): Promise<RegExpExecArray> => gateway.printed(new RegExp(`"id":${id}[,}]`));
    const clientInfo = { name: 'e2e-host', version: '1' };
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
    await answer(1);
    say({ method: 'notifications/initialized' });
    gateway.stdin.write('this is no JSON\n');
    await gateway.printed(/-32700/);
    say({ id: 2, method: 'tools/list' });
    await answer(2);
    const tools = ['noisy__echo', 'garbage__spill', 'crashing__crash', 'missing__none', 'seawall_status'];
    for (const [index, name] of tools.entries()) {
      say({ id: 10 + index, method: 'tools/call', params: { name, arguments: {} } });
      await answer(10 + index);
    }
    await folder.write('gateway.json', '{ broken');
    await until(() => /configReloaded|not taken over|CONFIG_SYNTAX/.test(gateway.stderr), {
      what: 'the broken configuration is noticed',
    });
    say({ id: 20, method: 'ping' });
    await answer(20);
    gateway.stdin.end();
    expect(await gateway.closed).toMatchObject({ exitCode: 0 });

    expect(gateway.stdout.endsWith('\n')).toBe(true);
    const lines = gateway.stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(9);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    // Logs are JSON lines as well.
    for (const line of gateway.stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('message');
  });
});

describe('two gateways', () => {
  it('can not serve with one data folder', async () => {
    await using folder = await temporaryFolder();
    await using first = await startGateway({ folder, config: { mcpServers: { shop: shop() } } });
    const second = ['serve', '--config', first.configFile, '--data-dir', first.dataDir, '--port', '0'];
    const refused = await runSeawall(folder, second);
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toContain('DATA_DIR_IN_USE');
    expect(refused.stderr).toContain(`process ${first.pid}`);
    await serversUp(first, 'shop');
    // The lock of a process that was killed is taken over.
    first.send('SIGKILL');
    await first.ended;
    await using next = await startGateway({ folder, config: first.configFile });
    expect(next.dataDir).toBe(first.dataDir);
    await serversUp(next, 'shop');
  });

  it('can not serve on one port; the holder is named', async () => {
    await using folder = await temporaryFolder();
    await using first = await startGateway({ folder, config: { mcpServers: { shop: shop() } } });
    const { port } = new URL(first.url);
    const refused = await runSeawall(folder, [
      ...['serve', '--config', first.configFile, '--data-dir', folder.file('other'), '--port', port],
    ]);
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toMatch(/PORT_IN_USE/);
    expect(refused.stderr).toMatch(new RegExp(`^error: .*${port}.*Seawall.*process ${first.pid}`, 'm'));
  });

  it('can not serve on the port of another program', async () => {
    await using folder = await temporaryFolder();
    const config = await shopConfig(folder);
    const other = createServer();
    try {
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? String(address.port) : '';
      const refused = await runSeawall(folder, ['serve', '--config', config, '--data-dir', 'data', '--port', port]);
      expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
      expect(refused.stderr).toMatch(/PORT_IN_USE/);
      expect(refused.stderr).toContain(port);
    } finally {
      other.close();
    }
  });

  it('can both be seawall stdio with one data folder', async () => {
    await using folder = await temporaryFolder();
    const start = await stdioGateway({ folder, config: { mcpServers: { shop: shop() } } });
    await using first = await connectHost('v1', { kind: 'stdio', start });
    await using second = await connectHost('v2 auto', { kind: 'stdio', start });
    for (const host of [first, second]) {
      await until(async () => (await host.toolNames()).includes('shop__buy'), { what: 'the tool is listed' });
      expect(await host.call('shop__buy', { what: 'fish' })).toMatchObject({ isError: false });
    }
  });
});

describe('a changed configuration', () => {
  it('is taken over without touching servers that did not change, and a broken one changes nothing', async () => {
    await using folder = await temporaryFolder();
    const pidFile = folder.file('kept.pid');
    const kept = scriptedStdioServer({ start: { pidFile } });
    await using gateway = await startGateway({ folder, config: { mcpServers: { kept } } });
    await serversUp(gateway, 'kept');
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    const listed = (name: string): Promise<true> =>
      until(async () => (await host.toolNames()).includes(name), { what: `${name} is listed` });
    await listed('kept__echo');

    const before = host.toolListChanges;
    await folder.write('gateway.json', { mcpServers: { kept, added: scriptedStdioServer() } });
    await listed('added__echo');
    await until(() => host.toolListChanges > before, { what: 'the host is told of the change' });

    await folder.write('gateway.json', '{ "mcpServers": { "kept": ');
    await gateway.printed(/Configuration not taken over:/);
    expect(await host.call('kept__echo', { a: 1 })).toMatchObject({ isError: false });
    expect(await host.call('added__echo', { a: 1 })).toMatchObject({ isError: false });

    await folder.write('gateway.json', { mcpServers: { kept, mended: scriptedStdioServer() } });
    await listed('mended__echo');
    await until(async () => !(await host.toolNames()).includes('added__echo'), { what: 'the removed tool is gone' });
    expect(await host.call('kept__echo', { a: 1 })).toMatchObject({ isError: false });
    expect(readPids(pidFile)).toHaveLength(1);

    // Replaced in one step, as editors do, and told by a signal.
    await folder.write('gateway.json', { mcpServers: { kept } });
    gateway.send('SIGHUP');
    await until(async () => (await readiness(gateway)).servers.length === 1, { what: 'the server is removed' });
    expect(readPids(pidFile)).toHaveLength(1);
  });
});

describe('secrets of the configuration', () => {
  // None looks like a credential: that they are hidden is because of where they stand.
  const SECRETS = {
    env: 'plankton-harbour-4711',
    header: 'lighthouse-keeper-0815',
    variable: 'mussel-bank-2342',
    token: 'groyne-token-99187',
  };

  it('appear nowhere', async () => {
    await using folder = await temporaryFolder();
    const all = `with ${SECRETS.env} and ${SECRETS.variable} and ${SECRETS.header}`;
    await using web = await createScriptedHttpServer({
      tools: [
        { name: 'fail', behaviour: { kind: 'tool-error', text: `refused ${all}` } },
        { name: 'break', behaviour: { kind: 'rpc-error', code: -32_603, message: `broken ${all}`, data: { all } } },
        { name: 'invalid', behaviour: { kind: 'rpc-error', code: -32_602, message: `invalid ${all}`, data: { all } } },
      ],
    });
    const local = scriptedStdioServer({
      tools: [
        { name: 'fail', behaviour: { kind: 'tool-error', text: `refused ${all}` } },
        { name: 'break', behaviour: { kind: 'rpc-error', code: -32_603, message: `broken ${all}`, data: { all } } },
        { name: 'crash', behaviour: { kind: 'exit', stderr: `crashed ${all}` } },
      ],
      start: { stderr: `started ${all}\n` },
    });
    const loop = scriptedStdioServer({ start: { exit: { exitCode: 9 }, stderr: `no access ${all}\n` } });
    const env = { API_KEY: SECRETS.env, DB_PASSWORD: '${E2E_VARIABLE}' };
    const config = {
      mcpServers: {
        local: { ...local, env: { ...local.env, ...env } },
        loop: { ...loop, env: { ...loop.env, ...env } },
        web: { url: web.url, headers: { Authorization: `Bearer ${SECRETS.header}`, 'X-Key': '${E2E_VARIABLE}' } },
        refused: { url: 'http://127.0.0.1:9/mcp', headers: { 'X-Api-Key': SECRETS.header } },
        unset: { command: 'node', env: { API_KEY: SECRETS.env, OTHER: '${E2E_NOT_SET}' } },
      },
      seawall: { auth: { token: SECRETS.token } },
    };
    const variables = { E2E_VARIABLE: SECRETS.variable };
    await using gateway = await startGateway({
      folder,
      config,
      env: variables,
      args: ['--log-level', 'debug'],
    });
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url, token: SECRETS.token });
    await until(
      async () => {
        const names = await host.toolNames();
        return ['local__crash', 'web__invalid'].every((name) => names.includes(name));
      },
      { what: 'the tools are listed' },
    );
    const heard: string[] = [];
    for (const name of ['local__fail', 'local__break', 'web__fail', 'web__break', 'web__invalid', 'local__crash']) {
      const answer = await host
        .call(name)
        .catch((error: unknown) => ({ isError: true, thrown: String(error), ...Object(error) }));
      expect(answer).toMatchObject({ isError: true });
      heard.push(JSON.stringify(answer));
    }
    heard.push(JSON.stringify(await host.call('seawall_status')));
    heard.push(
      await (await fetch(`${gateway.origin}/readyz`, { headers: { authorization: `Bearer ${SECRETS.token}` } })).text(),
    );
    heard.push(
      await (
        await fetch(gateway.url, { method: 'POST', body: '{}', headers: { authorization: 'Bearer wrong' } })
      ).text(),
    );
    // It reached the server: only then it could have come back.
    expect(JSON.stringify(web.requests.map((request) => request.headers))).toContain(SECRETS.header);

    const check = await runSeawall(folder, ['config', 'check', '--json', '--config', gateway.configFile], {
      env: variables,
    });
    const tools = await runSeawall(
      folder,
      ['tools', '--json', '--log-level', 'debug', '--config', gateway.configFile],
      { env: variables },
    );
    const call = await runSeawall(folder, ['call', 'local', 'fail', '--config', gateway.configFile], {
      env: variables,
    });
    expect([check.exitCode, tools.exitCode, call.exitCode]).toEqual([2, 0, 1]);
    const doctor = await runSeawall(folder, ['doctor', '--verbose', '--config', gateway.configFile], {
      env: variables,
    });
    expect(doctor.exitCode).toBe(1);
    gateway.send('SIGTERM');
    await gateway.closed;

    expect(existsSync(gateway.dataDir)).toBe(true);
    const places = {
      replies: heard.join('\n'),
      stdout: gateway.stdout,
      stderr: gateway.stderr,
      data: await textBelow(gateway.dataDir),
      'config check': check.stdout + check.stderr,
      tools: tools.stdout + tools.stderr,
      call: call.stdout + call.stderr,
      doctor: doctor.stdout + doctor.stderr,
    };
    const leaks = Object.entries(places).flatMap(([place, text]) =>
      Object.entries(SECRETS).flatMap(([name, secret]) => {
        const at = text.indexOf(secret);
        return at < 0 ? [] : [`${name} in ${place}: …${text.slice(Math.max(0, at - 150), at + 60)}…`];
      }),
    );
    expect(leaks).toEqual([]);
    // The file is the one place where they stand.
    expect(await readFile(gateway.configFile, 'utf8')).toContain(SECRETS.env);
  });
});
