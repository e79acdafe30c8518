import { existsSync } from 'node:fs';
import { createScriptedHttpServer, readPids, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { COMMAND, homeEnvironment, runSeawall, serversUp, startGateway } from './support/gateway-process.ts';
import { until } from './support/polling.ts';
import { isAlive, startProcess } from './support/processes.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

function shop() {
  return scriptedStdioServer({
    tools: [
      { name: 'buy', behaviour: { kind: 'echo' } },
      { name: 'refuse', behaviour: { kind: 'tool-error', text: 'It is sold out.' } },
    ],
  });
}

describe('seawall doctor', () => {
  it('names the step that fails and the fix, beside a gateway that runs (B80, B82)', async () => {
    await using folder = await temporaryFolder();
    const dying = {
      command: process.execPath,
      args: ['-e', 'console.error("ACME_TOKEN is required"); process.exit(4)'],
    };
    const config = { mcpServers: { shop: shop(), gone: { command: 'seawall-e2e-no-such-command' }, dying } };
    await using gateway = await startGateway({ folder, config });
    await serversUp(gateway, 'shop');
    const { exitCode, stdout, stderr } = await runSeawall(folder, ['doctor', '--config', gateway.configFile]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ok +shop +2 tools, MCP [\d-]+ over stdio/m);
    expect(stdout).toMatch(/^FAILED +gone +fails at "command found"$/m);
    expect(stdout).toMatch(/exited with code 4[\s\S]*fix: Set the variable ACME_TOKEN/);
    expect(stdout).toMatch(/1 well, 2 failing\.\n$/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(3);
    await serversUp(gateway, 'shop');
  });

  it('prints one document with --json, and exits with 0 when all is well (B83)', async () => {
    await using folder = await temporaryFolder();
    await using web = await createScriptedHttpServer({});
    await folder.write('mcp.json', { mcpServers: { shop: shop(), web: { url: web.url } } });
    const { exitCode, stdout, stderr } = await runSeawall(folder, ['doctor', 'web', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, servers: [{ server: 'web', outcome: 'passed' }] });
  });

  it('ends every process that it started when it is interrupted', async () => {
    await using folder = await temporaryFolder();
    const pidFile = folder.file('mute.pid');
    const mute = scriptedStdioServer({ start: { pidFile, input: 'swallow' }, ignoreSigterm: true });
    const config = await folder.write('mcp.json', { mcpServers: { mute } });
    await using doctor = await startProcess({
      command: process.execPath,
      args: [COMMAND, 'doctor', '--config', config],
      env: homeEnvironment(folder.path),
    });
    await until(() => existsSync(pidFile) && readPids(pidFile).length > 0, { what: 'the server is started' });
    process.kill(doctor.pid, 'SIGINT');
    expect(await doctor.ended).toMatchObject({ exitCode: 130 });
    expect(readPids(pidFile).filter(isAlive)).toEqual([]);
  });
});

describe('seawall diagnose', () => {
  it('explains what it is given, by argument and over stdin (B85, B86)', async () => {
    await using folder = await temporaryFolder();
    const given = await runSeawall(folder, ['diagnose', 'MCP error -32602: Invalid arguments for tool search']);
    expect({ exitCode: given.exitCode, stderr: given.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(given.stdout).toMatch(/^validation \(/);
    const input = 'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\nslow down';
    const piped = await runSeawall(folder, ['diagnose', '--json'], { input });
    expect(JSON.parse(piped.stdout)).toMatchObject({ recognised: true, kind: 'rate_limit', retryAfterMs: 7000 });
  });

  it('exits with 1 for what is no error', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout } = await runSeawall(folder, ['diagnose', '{"results":[{"title":"x"}]}']);
    expect({ exitCode, stdout: stdout.split('\n')[0] }).toEqual({ exitCode: 1, stdout: 'This is no error.' });
  });
});
