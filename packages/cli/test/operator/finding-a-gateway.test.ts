import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { AdminAddressFile } from '../../src/admin/admin-address.ts';
import { ADMIN_TIMEOUTS } from '../../src/admin/admin-connection.ts';
import { lockDataDir } from '../../src/data-dir/data-dir-lock.ts';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, type FakeProcessOptions, fakeProcess } from '../fake-process.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { foreignServer } from './foreign-server.ts';
import { runGateway } from './running-gateway.ts';

const WAIT = { timeout: 30_000 };
const TOKEN = 'a-token-of-the-test';

async function run(
  args: readonly string[],
  options: Partial<FakeProcessOptions> = {},
): Promise<FakeProcess & { readonly exitCode: number }> {
  await using scratch = await scratchFolder();
  const fake = fakeProcess({ folder: scratch.path, env: { SEAWALL_ADMIN_TOKEN: TOKEN }, ...options });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, args) });
}

describe('the gateway that a command means', () => {
  it('is found by the configuration, by the data folder, and by its URL and token', async () => {
    await using gateway = await runGateway({ mcpServers: {}, seawall: { dataDir: './data' } });
    const byConfiguration = gateway.start(['status', '--json']);
    expect(await byConfiguration.ended).toBe(0);
    const byVariable = gateway.start(['status', '--json'], { env: { SEAWALL_DATA_DIR: 'data' } });
    expect(await byVariable.ended).toBe(0);
    const { baseUrl, token } = gateway.address;
    for (const url of [baseUrl, `${baseUrl}/`, `${baseUrl}/mcp`]) {
      const byUrl = await run(['status', '--json', '--url', url], { env: { SEAWALL_ADMIN_TOKEN: token } });
      expect([byUrl.exitCode, byUrl.stderr.text]).toEqual([0, '']);
    }
    await gateway.scratch.write('mcp.json', '{ "mcpServers": ');
    const broken = gateway.start(['status', '--json', '--data-dir', 'data']);
    expect(await broken.ended).toBe(0);
  });

  it('is told to be missing, with what to do, where none runs', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    for (const args of [['status'], ['status', '--watch'], ['errors', '--follow'], ['reload'], ['parked', 'list']]) {
      const missing = await run(args, { folder: scratch.path });
      expect([missing.exitCode, missing.stdout.text]).toEqual([1, '']);
      expect(missing.stderr.text).toMatch(
        /^error: No gateway runs on[\s\S]*seawall serve[\s\S]*code: GATEWAY_NOT_RUNNING/,
      );
    }
    expect((await run(['status', '--config', 'nope.json'])).exitCode).toBe(2);
  });

  it('gets no token when the process that wrote its address is gone', async () => {
    await using scratch = await scratchFolder();
    await using foreign = await foreignServer((_request, response) => void response.end('{}'));
    await new AdminAddressFile(scratch.path).write({ baseUrl: foreign.url, token: TOKEN });
    const stale = await run(['status', '--data-dir', scratch.path]);
    expect(stale.exitCode).toBe(1);
    expect(stale.stderr.text).toContain('code: GATEWAY_NOT_RUNNING');
    expect(foreign.authorizations).toEqual([]);
  });

  it('is told to have no admin API where a host started it', async () => {
    await using scratch = await scratchFolder();
    const taken = await lockDataDir(scratch.path);
    if (taken.kind !== 'held') throw new Error('The folder is not ours.');
    try {
      const other = await run(['status', '--data-dir', scratch.path]);
      expect(other.exitCode).toBe(1);
      expect(other.stderr.text).toMatch(new RegExp(`Process ${process.pid} has [\\s\\S]*seawall stdio`));
    } finally {
      await taken.lock.release();
    }
  });

  it('refuses a wrong token, and the token is in no message', async () => {
    await using gateway = await runGateway({ mcpServers: {} });
    const refused = await run(['status', '--url', gateway.address.baseUrl]);
    expect([refused.exitCode, refused.stdout.text]).toEqual([1, '']);
    expect(refused.stderr.text).toMatch(
      /does not accept the admin token[\s\S]*SEAWALL_ADMIN_TOKEN[\s\S]*ADMIN_TOKEN_REFUSED/,
    );
    expect(refused.stderr.text).not.toContain(TOKEN);
  });

  it.each([
    [['status', '--url', 'http://127.0.0.1:1'], {}, /SEAWALL_ADMIN_TOKEN is not set/],
    [['status', '--url', 'localhost:4141'], { SEAWALL_ADMIN_TOKEN: TOKEN }, /no usable URL/],
    [['status', '--url', 'ftp://localhost'], { SEAWALL_ADMIN_TOKEN: TOKEN }, /no usable URL/],
  ])('is not looked for with %j', async (args, env, message) => {
    const refused = await run(args, { env });
    expect([refused.exitCode, refused.stdout.text]).toEqual([2, '']);
    expect(refused.stderr.text).toMatch(message);
  });

  it('is told to be unreachable at a URL where nothing listens', async () => {
    const closed = await foreignServer(() => undefined);
    await closed[Symbol.asyncDispose]();
    const refused = await run(['status', '--url', closed.url]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr.text).toMatch(/could not be reached[\s\S]*Check --url[\s\S]*GATEWAY_NOT_RUNNING/);
  });

  it.each([
    ['a page', 200, '<html>\u001b[2JHello</html>'],
    ['another JSON', 200, '{"hello":1}'],
    ['nothing', 200, ''],
    ['that there is no such page', 404, 'Not found\u001b[31m'],
    ['that it moved', 302, ''],
    ['that it is broken', 502, '<html>Bad gateway</html>'],
  ])('is told to be another one when what answers says %s', async (_name, status, body) => {
    await using foreign = await foreignServer((_request, response) => void response.writeHead(status).end(body));
    for (const args of [['status'], ['errors'], ['reload']]) {
      const refused = await run([...args, '--url', foreign.url]);
      expect([refused.exitCode, refused.stdout.text]).toEqual([1, '']);
      expect(refused.stderr.text).toMatch(/is not the admin API that this command knows[\s\S]*GATEWAY_ANSWER_INVALID/);
      expect(refused.stderr.text).not.toContain('\u001b');
    }
  });

  it('is given up when it does not answer', async () => {
    await using foreign = await foreignServer(() => undefined);
    await using scratch = await scratchFolder();
    const clock = createFakeClock();
    const fake = fakeProcess({ folder: scratch.path, env: { SEAWALL_ADMIN_TOKEN: TOKEN }, clock });
    const ended = runCommandLine(fake.context, ['errors', '--url', foreign.url]);
    await expect.poll(() => foreign.authorizations.length, WAIT).toBe(1);
    await clock.advance(ADMIN_TIMEOUTS.readMs);
    expect(await ended).toBe(1);
    expect(fake.stderr.text).toMatch(/did not answer within 15000 ms[\s\S]*code: OPERATION_TIMEOUT/);
  });

  it('is left alone at once when the command is interrupted', async () => {
    await using foreign = await foreignServer(() => undefined);
    await using scratch = await scratchFolder();
    const fake = fakeProcess({ folder: scratch.path, env: { SEAWALL_ADMIN_TOKEN: TOKEN } });
    const ended = runCommandLine(fake.context, ['reload', '--url', foreign.url]);
    await expect.poll(() => foreign.authorizations.length, WAIT).toBe(1);
    fake.listener.onStop('SIGTERM');
    expect(await ended).toBe(143);
    expect([fake.isListening, fake.stderr.text]).toEqual([false, '']);
  });
});
