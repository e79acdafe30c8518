import { describe, expect, it } from 'vitest';
import type { Launch, StdioLaunch } from '../../src/config/configuration.ts';
import { plainSetting } from '../../src/diagnosis/plain-setting.ts';
import { serverAliases } from '../../src/diagnosis/server-aliases.ts';

const stdio = (command: string, args: readonly string[] = [], env: StdioLaunch['env'] = {}): StdioLaunch => ({
  transport: 'stdio',
  command,
  args,
  env,
  cwd: '/',
});
const http = (url: string): Launch => ({ transport: 'http', url, headers: {} });

describe('serverAliases', () => {
  it.each([
    ['a package with a version', stdio('npx', ['-y', 'tavily-mcp@0.2.12']), 'tavily-mcp'],
    [
      'a scoped package',
      stdio('npx', ['-y', '@modelcontextprotocol/server-github@2025.4.8']),
      '@modelcontextprotocol/server-github',
    ],
    ['a Python package', stdio('uvx', ['mcp-atlassian==0.11.9']), 'mcp-atlassian'],
    [
      'an image',
      stdio('docker', ['run', '-i', '--rm', 'ghcr.io/github/github-mcp-server:v1']),
      'github/github-mcp-server',
    ],
    ['an installed package', stdio('node', ['/srv/node_modules/exa-mcp-server/build/index.js']), 'exa-mcp-server'],
    [
      'an installed scoped package',
      stdio('node', ['/srv/node_modules/@notionhq/notion-mcp-server/bin/cli.mjs']),
      '@notionhq/notion-mcp-server',
    ],
    ['a script', stdio('python', ['/srv/tools/jira_server.py']), 'jira_server'],
    ['a script whose name says nothing', stdio('node', ['/srv/slack-mcp/dist/index.js']), 'slack-mcp'],
    ['a bridge to a URL', stdio('npx', ['mcp-remote', 'https://mcp.linear.app/sse']), 'mcp.linear.app'],
    ['a URL', http('https://mcp.tavily.com/mcp/?tavilyApiKey=x'), 'mcp.tavily.com'],
  ])('names %s', (_, launch, alias) => {
    expect(serverAliases(launch)).toContain(alias);
  });

  it('takes no folder for the name of a server', () => {
    const aliases = serverAliases(stdio('node', ['/home/me/github/notes/server.js', '/home/me/jira/data']));
    expect(aliases.join(' ')).not.toContain('github');
  });

  it('leaves out flags, numbers, and what is too long to be a name', () => {
    expect(serverAliases(stdio('node', ['--token=x', '--port', '8080', 'a'.repeat(101)]))).toEqual(['node']);
  });
});

describe('plainSetting', () => {
  it('gives the URL of a variable or of the flag with its name', () => {
    expect(plainSetting(stdio('x', [], { JIRA_URL: 'https://acme.example/jira/' }), 'JIRA_URL')).toBe(
      'https://acme.example/jira',
    );
    expect(plainSetting(stdio('x', ['--jira-url', 'https://acme.example']), 'JIRA_URL')).toBe('https://acme.example');
    expect(plainSetting(stdio('x', ['--jira-url=https://acme.example']), 'JIRA_URL')).toBe('https://acme.example');
  });

  it('gives nothing of a URL that could be a secret', () => {
    const password = ['pass', 'word'].join('');
    const launch = stdio('x', [], { JIRA_URL: `https://me:${password}@acme.example/?key=${password}#${password}` });
    expect(plainSetting(launch, 'JIRA_URL')).toBe('https://acme.example');
  });

  it.each([
    ['that is no URL', stdio('x', [], { JIRA_URL: 'token-like' })],
    ['of another scheme', stdio('x', [], { JIRA_URL: 'file:///etc/passwd' })],
    ['that is not set', stdio('x')],
    ['of a server behind a URL', http('https://acme.example')],
    ['whose flag has no value', stdio('x', ['--jira-url'])],
  ])('gives nothing %s', (_, launch) => {
    expect(plainSetting(launch, 'JIRA_URL')).toBeUndefined();
  });
});
