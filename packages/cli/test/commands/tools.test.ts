import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

async function tools(
  scratch: ScratchFolder,
  ...args: readonly string[]
): Promise<FakeProcess & { readonly exitCode: number }> {
  const fake = fakeProcess({ folder: scratch.path });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, ['tools', ...args]) });
}

describe('seawall tools', () => {
  it('lists the tools of servers that are ready, and says which are not and why', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    const { exitCode, stdout, stderr } = await tools(scratch);
    expect(exitCode).toBe(0);
    expect(stdout.text).toMatch(/good\s+hello\s+Says hello\.\n/);
    expect(stdout.text).toContain('3 tools on 1 of 2 servers');
    expect(stderr.text).toMatch(/Not ready:\n {2}bad: misconfigured: .*seawall-test-no-such-command/);
  });

  it('gives programs the definitions as they came', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    const { exitCode, stdout } = await tools(scratch, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout.text)).toMatchObject({
      servers: [
        { name: 'good', state: 'ready', transport: 'stdio', toolCount: 3 },
        { name: 'bad', state: 'misconfigured', error: { code: 'SPAWN_COMMAND_NOT_FOUND' } },
      ],
      tools: [{ server: 'good', name: 'hello', inputSchema: { type: 'object' } }, { name: 'echo' }, { name: 'refuse' }],
    });
  });

  it('fails when no server is ready', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { bad: UNSTARTABLE } });
    const { exitCode, stdout } = await tools(scratch);
    expect(exitCode).toBe(1);
    expect(stdout.text).toContain('0 tools on 0 of 1 server\n');
  });

  it('connects to one server only when it is told which', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    const one = await tools(scratch, '--server', 'good');
    expect([one.exitCode, one.stderr.text]).toEqual([0, '']);
    const unknown = await tools(scratch, '--server', 'god');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr.text).toMatch(/no server "god"[\s\S]*"good", "bad"/);
  });

  it('A25 A187 logs how many servers are connected of how many, and that it disconnected', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    const { logs } = await tools(scratch, '--log-level', 'info');
    const messages = logs.map((record) => record.message);
    expect(messages).toContain('Connected to 1/2 MCP servers with 3 tools available');
    expect(messages).toContain('Disconnected from all MCP servers');
    expect(messages.join('\n')).toContain('Error connecting to MCP server "bad":');
  });

  it('ends with the code of the signal that interrupts it, and leaves nothing behind', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { mute: scriptedServer({ start: { input: 'swallow' } }) } });
    const fake = fakeProcess({ folder: scratch.path });
    const running = runCommandLine(fake.context, ['tools']);
    await expect.poll(() => fake.isListening).toBe(true);
    fake.listener.onStop('SIGINT');
    expect(await running).toBe(130);
    expect(fake.isListening).toBe(false);
  });
});
