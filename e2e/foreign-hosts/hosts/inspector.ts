import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { homeEnvironment } from '../../support/gateway-process.ts';
import type { Front } from '../../support/hosts.ts';
import { type StartedProcess, startProcess } from '../../support/processes.ts';
import type { TemporaryFolder } from '../../support/temporary-folder.ts';
import { type CallOptions, type ConnectedHost, type ForeignHost, TOOLS_ONLY } from '../support/foreign-host.ts';
import { entries, field, texts, toReply } from '../support/replies.ts';

const { resolve } = createRequire(import.meta.url);
const INSPECTOR = join(
  dirname(resolve('@modelcontextprotocol/inspector/package.json')),
  'clients/launcher/build/index.js',
);
/** Its exit code for a call that was answered with `isError`, or of a tool that is not listed. */
const TOOL_FAILED = 5;
const UNABLE = {
  'unknown tools': 'always',
  progress: 'always',
  'list changes': 'always',
  completions: 'always',
  'log messages': 'always',
  subscriptions: 'always',
  sampling: 'always',
  elicitation: 'always',
  roots: 'always',
} as const;

/** The Inspector on the command line: a process and a connection for each request. */
export const INSPECTOR_LEGACY: ForeignHost = {
  name: 'MCP Inspector',
  fronts: ['http', 'stdio'],
  protocolVersion: '2025-11-25',
  unable: UNABLE,
  connect: (front, folder) => prepareInspector(front, folder, 'legacy'),
};
/** The Inspector when it is told to speak the new era. */
export const INSPECTOR_MODERN: ForeignHost = {
  name: 'MCP Inspector, modern',
  fronts: ['http'],
  protocolVersion: '2026-07-28',
  unable: UNABLE,
  connect: (front, folder) => prepareInspector(front, folder, 'modern'),
};

async function prepareInspector(
  front: Front,
  folder: TemporaryFolder,
  era: 'legacy' | 'modern',
): Promise<ConnectedHost> {
  const config = await folder.write('inspector.json', { mcpServers: { seawall: toEntry(front) } });
  const fixed = [INSPECTOR, '--cli', '--config', config, '--server', 'seawall', '--protocol-era', era];
  const ask = async (method: string, args: readonly string[] = [], signal?: AbortSignal): Promise<unknown> => {
    await using inspector = await startProcess({
      command: nodeForInspector(),
      args: [...fixed, '--format', 'json', '--quiet', '--method', method, ...args],
      // Half of what a run costs is compiling the Inspector.
      env: { ...homeEnvironment(folder.path), NODE_COMPILE_CACHE: folder.file('compile-cache') },
    });
    return await answerOf(inspector, signal);
  };
  const callTool = (name: string, args: Record<string, unknown>, more: readonly string[], signal?: AbortSignal) =>
    ask('tools/call', ['--tool-name', name, '--tool-args-json', JSON.stringify(args), ...more], signal);
  return {
    ...TOOLS_ONLY,
    protocolVersion: String(field(await ask('initialize'), 'protocolVersion')),
    tools: async () =>
      entries(await ask('tools/list'), 'tools').map((tool) => ({
        name: String(field(tool, 'name')),
        description: String(field(tool, 'description')),
        inputSchema: field(tool, 'inputSchema'),
      })),
    call: async (name, args = {}, { signal }: CallOptions = {}) => toReply(await callTool(name, args, [], signal)),
    load: async (name, times) => {
      const summary = await callTool(name, { title: 'load' }, ['--load', ...loadOf(times)]);
      return Number(field(summary, 'ok'));
    },
    resources: async () => fields(await ask('resources/list'), 'resources', 'uri'),
    templates: async () => fields(await ask('resources/templates/list'), 'resourceTemplates', 'uriTemplate'),
    resource: async (uri) => texts(entries(await ask('resources/read', ['--uri', uri]), 'contents')),
    prompts: async () => fields(await ask('prompts/list'), 'prompts', 'name'),
    prompt: async (name, args) => {
      const pairs = Object.entries(args).map(([key, value]) => `${key}=${value}`);
      return texts(entries(await ask('prompts/get', ['--prompt-name', name, '--prompt-args', ...pairs]), 'messages'));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function toEntry(front: Front): object {
  if (front.kind === 'http') return { type: 'http', url: front.url };
  const { command, args, env, cwd } = front.start;
  return { command, args, env, cwd };
}

function loadOf(times: number): readonly string[] {
  return ['--load-requests', `${times}`, '--load-concurrency', `${times}`];
}

function fields(result: unknown, list: string, name: string): readonly string[] {
  return entries(result, list).map((entry) => String(field(entry, name)));
}

async function answerOf(inspector: StartedProcess, signal?: AbortSignal): Promise<unknown> {
  signal?.addEventListener('abort', () => inspector.send('SIGTERM'), { once: true });
  const { exitCode } = await inspector.closed;
  if (exitCode !== 0 && (exitCode !== TOOL_FAILED || inspector.stdout === '')) {
    throw new Error(`The Inspector ended with ${exitCode}: ${inspector.stderr}`);
  }
  return field(JSON.parse(inspector.stdout), 'result');
}

/** The Inspector needs Node 22.19: the one that is installed with it, where npm has it for this machine. */
function nodeForInspector(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const bundled = join(import.meta.dirname, '../node_modules', name, 'bin/node');
  if (existsSync(bundled)) return bundled;
  throw new Error(
    `The Inspector needs Node 22.19 and npm has none for ${name}: run the suite with Node 22.19 or newer.`,
  );
}
