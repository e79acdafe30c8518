import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

async function runExample(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = ['--import', 'tsx', '--conditions=@seawall/source', 'examples/langchain/agent.ts', 'Why?'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout;
}

describe('examples/langchain', () => {
  it('answers from what works, tells what does not, and by whom the web was searched instead', async () => {
    const stdout = await runExample();
    expect(stdout).toContain('success from jira__jira_search: [{"key":"SHOP-12"');
    expect(stdout).toContain('error from confluence__confluence_search: ');
    expect(stdout).toContain('Confluence did not accept the credentials');
    expect(stdout).toContain('success from tavily__tavily_search: Payment providers report slow answers');
    expect(stdout).toContain('comes from tool "search" on server "duckduckgo"');
    expect(stdout).toContain('"toolErrors"');
  });

  it('asks any endpoint that speaks chat completions, with the tools', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        asked.push(body);
        const call = {
          id: 'c1',
          type: 'function',
          function: { name: 'jira__jira_search', arguments: '{"query":"x"}' },
        };
        const message = asked.length === 1 ? { content: null, tool_calls: [call] } : { content: 'From the endpoint.' };
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ message }] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      // A server that listens on a port has an address of this kind.
      const { port } = server.address() as AddressInfo;
      const stdout = await runExample({ OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_MODEL: 'any' });
      expect(stdout).toContain('From the endpoint.');
      expect(asked[0]).toContain('"name":"tavily__tavily_search"');
      expect(asked[1]).toContain('SHOP-12');
    } finally {
      server.close();
    }
  });
});
