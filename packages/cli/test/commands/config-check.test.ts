import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';

async function check(
  scratch: ScratchFolder,
  ...args: readonly string[]
): Promise<FakeProcess & { readonly exitCode: number }> {
  const fake = fakeProcess({ folder: scratch.path, env: { API_TOKEN: 'sk-hidden-hidden-hidden' } });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, ['config', 'check', ...args]) });
}

const good = {
  command: 'node',
  args: ['server.js', '--token=sk-inline-inline-inline'],
  env: { API_TOKEN: '${API_TOKEN}' },
};
const remote = {
  type: 'http',
  url: 'https://mcp.example.com/mcp?api_key=sk-query-query-query',
  headers: { Authorization: 'Bearer ${API_TOKEN}' },
};

describe('seawall config check', () => {
  it('lists the servers and says that they can be used', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good, remote, off: { command: 'x', disabled: true } } });
    const { exitCode, stdout } = await check(scratch);
    expect(exitCode).toBe(0);
    expect(stdout.text).toMatch(/good\s+usable\s+stdio\s+node server\.js/);
    expect(stdout.text).toMatch(/remote\s+usable\s+\w+\s+https:\/\/mcp\.example\.com\/mcp\?…/);
    expect(stdout.text).toMatch(/off\s+disabled/);
    expect(stdout.text).toContain('The configuration can be used.');
  });

  it('B74 shows the file, every fault and the missing keys, and ends with 2', async () => {
    await using scratch = await scratchFolder();
    const file = await scratch.write('mcp.json', {
      mcpServers: { good, jira: { command: 'node', env: { JIRA: '${JIRA_TOKEN}' } } },
    });
    const { exitCode, stdout } = await check(scratch);
    expect(exitCode).toBe(2);
    expect(stdout.text).toContain(`${file}: 2 servers, 1 faulty`);
    expect(stdout.text).toMatch(/jira\s+faulty/);
    expect(stdout.text).toContain('JIRA_TOKEN');
    expect(stdout.text).toMatch(/good\s+usable/);
  });

  it('never shows a secret, as text or as JSON', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good, remote } });
    for (const args of [[], ['--json']]) {
      const { stdout, stderr } = await check(scratch, ...args);
      expect(stdout.text + stderr.text).not.toMatch(/hidden-hidden|inline-inline|query-query/);
    }
  });

  it('tells programs the same', async () => {
    await using scratch = await scratchFolder();
    const file = await scratch.write('mcp.json', { mcpServers: { good, bad: { args: [] } } });
    const { exitCode, stdout } = await check(scratch, '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout.text)).toMatchObject({
      ok: false,
      file,
      servers: [
        { name: 'good', state: 'usable', transport: 'stdio' },
        { name: 'bad', state: 'faulty', error: { kind: 'configuration' } },
      ],
    });
  });

  it('says where a file that can not be read at all is wrong', async () => {
    await using scratch = await scratchFolder();
    const file = await scratch.write('mcp.json', '{\n  "mcpServers": {\n    "a": }\n}');
    const text = await check(scratch);
    expect(text.exitCode).toBe(2);
    expect(text.stdout.text).toContain(file);
    expect(text.stdout.text).toContain('line 3');
    const json = await check(scratch, '--json');
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout.text)).toMatchObject({ ok: false, error: { kind: 'configuration' } });
  });
});
