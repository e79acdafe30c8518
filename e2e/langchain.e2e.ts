import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inheritedEnvironment } from './conformance/installation.ts';
import { runProcess } from './support/processes.ts';

const ROOT = join(import.meta.dirname, '..');

it.each(['agent', 'through-the-gateway'])(
  'examples/langchain/%s.ts answers though its servers have a bad day',
  async (name) => {
    const { OPENAI_BASE_URL: _, SEAWALL_CONFIG: __, ...env } = inheritedEnvironment();
    const args = ['--import', 'tsx', `examples/langchain/${name}.ts`, 'Why?'];
    const run = await runProcess({ command: process.execPath, args, env, cwd: ROOT });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('success from jira__jira_search: [{"key":"SHOP-12"');
    expect(run.stdout).toContain('Confluence did not accept the credentials of server "confluence"');
    expect(run.stdout).toContain('success from tavily__tavily_search: Payment providers report slow answers');
  },
);
