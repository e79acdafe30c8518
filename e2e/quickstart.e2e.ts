import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUICKSTART, serversUp, startGateway, stdioGateway } from './support/gateway-process.ts';
import { connectHost, type Front, HOST_KINDS, type Host } from './support/hosts.ts';
import { until } from './support/polling.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** Nothing may leave the machine: the only server that wants to finds a proxy that nobody serves. */
const SECRET = 'tvly-e2e-0123456789abcdefghij';
const NO_NETWORK = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
const WELCOME = join(QUICKSTART, '../sample-files/welcome.md');

const FRONTS = ['http', 'stdio'] as const;
const WAYS = FRONTS.flatMap((front) => HOST_KINDS.map((kind) => [kind, front] as const));

interface Connected extends AsyncDisposable {
  readonly host: Host;
}

/** A host and the gateway between it and the servers of `config`. */
async function connect([kind, front]: (typeof WAYS)[number], config: string | object): Promise<Connected> {
  const opened: AsyncDisposable[] = [];
  const closeAll = async (): Promise<void> => {
    for (const each of opened.reverse()) await each[Symbol.asyncDispose]();
  };
  try {
    const folder = await temporaryFolder();
    opened.push(folder);
    const options = { folder, config, env: NO_NETWORK };
    let place: Front;
    if (front === 'http') {
      const gateway = await startGateway(options);
      opened.push(gateway);
      place = { kind: 'http', url: gateway.url };
    } else {
      place = { kind: 'stdio', start: await stdioGateway(options) };
    }
    const host = await connectHost(kind, place);
    opened.push(host);
    return { host, [Symbol.asyncDispose]: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

describe.each(WAYS)('the quickstart, for a host of SDK %s over %s', (...way) => {
  let quickstart: Connected;
  beforeAll(async () => {
    quickstart = await connect(way, QUICKSTART);
  });
  afterAll(() => quickstart?.[Symbol.asyncDispose]());

  it('offers the tools of all five servers, and they work', async () => {
    const { host } = quickstart;
    if (way[0] === 'v2 auto') expect(host.protocolVersion).toBe('2026-07-28');

    const names = await until(
      async () => {
        const found = await host.toolNames();
        return found.some((name) => name.startsWith('tavily__')) && found.length >= 43 && found;
      },
      { what: 'the tools of all servers are listed' },
    );
    const owners = new Set(names.filter((name) => name.includes('__')).map((name) => name.split('__')[0]));
    expect([...owners].sort()).toEqual(['everything', 'files', 'memory', 'tavily', 'thinking']);
    expect(names).toContain('seawall_status');

    expect(await host.call('everything__echo', { message: 'hello' })).toMatchObject({
      isError: false,
      text: 'Echo: hello',
    });
    const listing = await host.call('files__list_directory', { path: join(WELCOME, '..') });
    expect(listing).toMatchObject({ isError: false, text: expect.stringContaining('welcome.md') });
    const read = await host.call('files__read_text_file', { path: WELCOME });
    expect(read).toMatchObject({ isError: false, text: await readFile(WELCOME, 'utf8') });
    expect(await host.call('memory__read_graph')).toMatchObject({
      isError: false,
      structured: { entities: expect.anything() },
    });
    const thought = await host.call('thinking__sequentialthinking', {
      thought: 'A gateway stands in between.',
      nextThoughtNeeded: false,
      thoughtNumber: 1,
      totalThoughts: 1,
    });
    expect(thought).toMatchObject({ isError: false, structured: { thoughtNumber: 1, thoughtHistoryLength: 1 } });

    expect(await host.call('tavily__tavily_search', { query: 'seawall' })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/tavily.*(ECONNREFUSED|ENOTFOUND|connect)/is),
    });
  });

  it('offers prompts and resources', async () => {
    const { host } = quickstart;
    const prompts = await until(
      async () => {
        const found = await host.prompts();
        return found.length > 0 && found.map((prompt) => prompt.name);
      },
      { what: 'prompts are listed' },
    );
    expect(prompts).toEqual(expect.arrayContaining(['everything__simple-prompt', 'everything__args-prompt']));
    expect(await host.prompt('everything__simple-prompt')).toContain('prompt');
    expect(await host.prompt('everything__args-prompt', { city: 'Den Helder' })).toContain('Den Helder');

    const resources = await until(
      async () => {
        const found = await host.resources();
        return found.length > 0 && found.map((resource) => resource.uri);
      },
      { what: 'resources are listed' },
    );
    expect(await host.resource(resources[0] ?? '')).toContain('"text"');
    // Of a template, and so in no list.
    expect(await host.resource('demo://resource/dynamic/text/1')).toContain('Resource 1');
  });

  it('passes progress on', async () => {
    const { host } = quickstart;
    await until(async () => (await host.toolNames()).includes('everything__trigger-long-running-operation'), {
      what: 'the tool is listed',
    });
    const seen: number[] = [];
    const reply = await host.call(
      'everything__trigger-long-running-operation',
      { duration: 1, steps: 4 },
      { onProgress: ({ progress, total }) => total === 4 && void seen.push(progress) },
    );
    expect(reply).toMatchObject({ isError: false, text: expect.stringContaining('completed') });
    // The last step comes together with the answer, and clients drop progress that arrives behind it.
    expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('cancels at the server what the host cancels', async () => {
    await using connected = await connect(way, {
      mcpServers: {
        scripted: scriptedStdioServer({
          tools: [
            { name: 'wait', behaviour: { kind: 'progress', steps: 1, next: { kind: 'silent' } } },
            { name: 'cancellations', behaviour: { kind: 'cancellations' } },
          ],
        }),
      },
    });
    const { host } = connected;
    const aborting = new AbortController();
    const call = host.call('scripted__wait', {}, { signal: aborting.signal, onProgress: () => aborting.abort() });
    await expect(call).rejects.toThrow();
    await until(
      async () => {
        const cancelled: unknown = JSON.parse((await host.call('scripted__cancellations')).text);
        return Array.isArray(cancelled) && cancelled.length === 1;
      },
      { what: 'the server has received the cancellation' },
    );
  });

  it('passes a changed list on', async () => {
    await using connected = await connect(way, {
      mcpServers: {
        scripted: scriptedStdioServer({
          tools: [{ name: 'grow', behaviour: { kind: 'add-tool', tool: { name: 'grown' } } }],
        }),
      },
    });
    const { host } = connected;
    await until(async () => (await host.toolNames()).includes('scripted__grow'), { what: 'the tool is listed' });
    const before = host.toolListChanges;
    expect(await host.call('scripted__grow')).toMatchObject({ isError: false });
    await until(() => host.toolListChanges > before, { what: 'the host is told of the change' });
    await until(async () => (await host.toolNames()).includes('scripted__grown'), { what: 'the new tool is listed' });
    expect(await host.call('scripted__grown', { a: 1 })).toMatchObject({ isError: false });
  });
});

describe('the quickstart', () => {
  it('shows no secret in an error of a server or of the gateway', async () => {
    await using folder = await temporaryFolder();
    const quickstart: { mcpServers: Record<string, Record<string, unknown>> } = JSON.parse(
      await readFile(QUICKSTART, 'utf8'),
    );
    const tavily = quickstart.mcpServers.tavily ?? {};
    const args = [join(QUICKSTART, '..', String(Array.isArray(tavily.args) ? tavily.args[0] : ''))];
    await using gateway = await startGateway({
      folder,
      config: {
        mcpServers: {
          tavily: { ...tavily, args, env: { TAVILY_API_KEY: SECRET } },
          gone: { command: 'seawall-e2e-no-such-command', env: { API_KEY: SECRET } },
          crashing: scriptedStdioServer({
            tools: [{ name: 'crash', behaviour: { kind: 'exit', stderr: `no access with ${SECRET}` } }],
          }),
        },
      },
      env: NO_NETWORK,
    });
    await serversUp(gateway, 'tavily', 'crashing');
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    const refused = await host.call('tavily__tavily_search', { query: 'seawall' });
    expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/tavily/i) });
    const crashed = await host.call('crashing__crash');
    expect(crashed).toMatchObject({ isError: true, error: { code: expect.any(String), message: expect.any(String) } });
    const status = await host.call('seawall_status');
    expect(JSON.stringify([refused, crashed, status])).not.toContain(SECRET);
    expect(gateway.stdout + gateway.stderr).not.toContain(SECRET);
  });
});
