import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK_FILE } from '../../src/data-dir/data-dir-lock.ts';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

interface Serving extends FakeProcess {
  readonly ended: Promise<number>;
}

function serve(
  scratch: ScratchFolder,
  options: { readonly isTTY?: boolean; readonly args?: readonly string[] } = {},
): Serving {
  const fake = fakeProcess({ folder: scratch.path, ...(options.isTTY === undefined ? {} : { isTTY: options.isTTY }) });
  const ended = runCommandLine(fake.context, ['serve', '--port', '0', '--data-dir', 'data', ...(options.args ?? [])]);
  return Object.assign(fake, { ended });
}

const WAIT = { timeout: 60_000 };

describe('seawall serve', () => {
  it('listens, shows how to use it and how the servers stand, and ends in order', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    const gateway = serve(scratch);
    await expect.poll(() => gateway.stdout.text, WAIT).toMatch(/SERVER +STATE +TOOLS +CONNECTED IN/);
    const { text } = gateway.stdout;
    expect(text).toMatch(/^Seawall 1\.2\.3 is listening on http:\/\/127\.0\.0\.1:\d+\/mcp\n/);
    expect(text).toMatch(/\ngood: ready, 3 tools, connected in \d+\.\d\d s\n/);
    expect(text).toMatch(/\nbad: misconfigured: .*seawall-test-no-such-command/);
    expect(text).toMatch(/\ngood +ready +3 +\d+\.\d\d s\n/);
    expect(text).toMatch(/\n {4}fix: /);
    expect(text).not.toContain('\u001b');
    const url = /http:\S+/.exec(text)?.[0] ?? '';
    expect((await fetch(url.replace(/mcp$/, 'readyz'))).status).toBe(200);
    expect((await stat(join(scratch.path, 'data'))).mode & 0o777).toBe(0o700);
    gateway.listener.onStop('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(gateway.stdout.text).toContain('Stopping (SIGTERM).');
    await expect(fetch(url)).rejects.toThrow();
    await expect(stat(join(scratch.path, 'data', LOCK_FILE))).rejects.toThrow();
  });

  it('draws the table in place on a terminal', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer() } });
    const gateway = serve(scratch, { isTTY: true });
    const shown = (): string => gateway.stdout.text.replaceAll('\u001b', 'ESC');
    await expect.poll(shown, WAIT).toMatch(/ESC\[\d+A\rESC\[J[\s\S]*ESC\[32mready/);
    gateway.stdout.resize(20);
    const lines = shown()
      .slice(shown().lastIndexOf('ESC[J') + 'ESC[J'.length)
      .split('\n');
    for (const line of lines) expect(line.replace(/ESC\[\d+m/g, '').length).toBeLessThanOrEqual(20);
    gateway.listener.onStop('SIGINT');
    expect(await gateway.ended).toBe(0);
  });

  it('refuses a data folder that another gateway has, and names it', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    const first = serve(scratch);
    await expect.poll(() => first.stdout.text, WAIT).toContain('listening');
    const second = serve(scratch);
    expect(await second.ended).toBe(3);
    expect(second.stderr.text).toContain(`process ${process.pid}`);
    expect(second.stderr.text).toContain('code: DATA_DIR_IN_USE');
    first.listener.onStop('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('names a port that is taken, and lets go of the data folder', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    const first = serve(scratch);
    await expect.poll(() => first.stdout.text, WAIT).toContain('listening');
    const port = /:(\d+)\/mcp/.exec(first.stdout.text)?.[1] ?? '';
    const second = serve(scratch, { args: ['--port', port, '--data-dir', 'other'] });
    expect(await second.ended).toBe(3);
    expect(second.stderr.text).toContain('code: PORT_IN_USE');
    await expect(stat(join(scratch.path, 'other', LOCK_FILE))).rejects.toThrow();
    first.listener.onStop('SIGTERM');
    await first.ended;
  });

  it('reads the configuration again on SIGHUP, shows what changed, and goes on when it is broken', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer() } });
    const gateway = serve(scratch);
    await expect.poll(() => gateway.stdout.text, WAIT).toContain('good: ready');
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), more: scriptedServer() } });
    gateway.listener.onReload();
    await expect
      .poll(() => gateway.stdout.text, WAIT)
      .toMatch(/Configuration read again: added more\.[\s\S]*more: ready, 3 tools/);
    await scratch.write('mcp.json', '{ "mcpServers": ');
    gateway.listener.onReload();
    await expect.poll(() => gateway.stdout.text, WAIT).toContain('Configuration not taken over:');
    gateway.listener.onStop('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });

  it('says what of another configuration needs a restart', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    const gateway = serve(scratch);
    await expect.poll(() => gateway.stdout.text, WAIT).toContain('/mcp');
    const seawall = { listen: { host: 'localhost' }, export: { folder: 'errors' }, metrics: { maxTools: 7 } };
    await scratch.write('mcp.json', { mcpServers: {}, seawall });
    gateway.listener.onReload();
    await expect
      .poll(() => gateway.logs.map(({ message }) => message), WAIT)
      .toContain(
        'Changed and not in force before a restart: seawall.listen.host, seawall.metrics.maxTools, seawall.export.',
      );
    gateway.listener.onStop('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });

  it('tells an uncaught error once, with what to do, and ends with 1', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    const gateway = serve(scratch);
    await expect.poll(() => gateway.stdout.text, WAIT).toContain('listening');
    gateway.listener.onFatal(new Error('boom'));
    expect(await gateway.ended).toBe(1);
    const fatal = gateway.logs.filter((record) => record.level === 'fatal');
    expect(fatal).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/boom.*report/),
        error: expect.objectContaining({ message: 'boom' }),
      }),
    ]);
  });
});
