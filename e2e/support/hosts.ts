import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { ProcessStart } from './processes.ts';

/** The SDKs that hosts are built with: version 1, and version 2 in both eras of the protocol. */
export type HostKind = 'v1' | 'v2 legacy' | 'v2 auto';
export const HOST_KINDS: readonly HostKind[] = ['v1', 'v2 legacy', 'v2 auto'];

/** Where a gateway is reached: at an address, or as a process to start. */
export type Front =
  | { readonly kind: 'http'; readonly url: string; readonly token?: string }
  | { readonly kind: 'stdio'; readonly start: ProcessStart };

/** A host, as an SDK's client makes it. */
export interface Host extends AsyncDisposable {
  /** The process of the gateway that the host started. */
  readonly gatewayPid: number | undefined;
  readonly protocolVersion: string | undefined;
  /** How often the host was told that the list of tools changed. */
  readonly toolListChanges: number;
  toolNames(): Promise<readonly string[]>;
  call(name: string, args?: Record<string, unknown>, options?: HostCallOptions): Promise<Reply>;
  prompts(): Promise<readonly { readonly name: string }[]>;
  prompt(name: string, args?: Record<string, string>): Promise<string>;
  resources(): Promise<readonly { readonly uri: string }[]>;
  resource(uri: string): Promise<string>;
}

export interface HostCallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly progress: number; readonly total?: number | undefined }) => void;
}

/** The result of a tool call. */
export interface Reply {
  readonly isError: boolean;
  /** All text of the content. */
  readonly text: string;
  readonly structured: unknown;
  /** The whole error that the gateway attached, if it did. */
  readonly error: unknown;
}

/** Connects a host to a gateway. */
export async function connectHost(kind: HostKind, front: Front): Promise<Host> {
  return kind === 'v1' ? connectFirst(front) : connectModern(front, kind === 'v2 auto' ? 'auto' : 'legacy');
}

/** Longer than anything that is waited for: what ends a call is the gateway. */
const CALL_LIMIT_MS = 120_000;
const INFO = { name: 'e2e-host', version: '1.0.0' };

async function connectFirst(front: Front): Promise<Host> {
  let toolListChanges = 0;
  const onChanged = (): void => {
    toolListChanges += 1;
  };
  const client = new FirstClient(INFO, {
    listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged } },
  });
  const transport =
    front.kind === 'http'
      ? new FirstHttp(new URL(front.url), { requestInit: { headers: authorization(front) } })
      : new FirstStdio({ ...toParameters(front.start), stderr: 'pipe' });
  drainStderr(transport);
  // The SDK's own classes are not assignable to its own interface under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<FirstClient['connect']>[0]);
  return {
    gatewayPid: transport instanceof FirstStdio ? (transport.pid ?? undefined) : undefined,
    protocolVersion: transport instanceof FirstHttp ? transport.protocolVersion : undefined,
    get toolListChanges() {
      return toolListChanges;
    },
    toolNames: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args = {}, options = {}) =>
      toReply(await client.callTool({ name, arguments: args }, undefined, toRequestOptions(options))),
    prompts: async () => (await client.listPrompts()).prompts,
    prompt: async (name, args = {}) => JSON.stringify((await client.getPrompt({ name, arguments: args })).messages),
    resources: async () => (await client.listResources()).resources,
    resource: async (uri) => JSON.stringify((await client.readResource({ uri })).contents),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function connectModern(front: Front, mode: 'auto' | 'legacy'): Promise<Host> {
  let toolListChanges = 0;
  const onChanged = (): void => {
    toolListChanges += 1;
  };
  const client = new ModernClient(INFO, {
    versionNegotiation: { mode },
    listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged } },
  });
  const transport =
    front.kind === 'http'
      ? new ModernHttp(new URL(front.url), { requestInit: { headers: authorization(front) } })
      : new ModernStdio({ ...toParameters(front.start), stderr: 'pipe' });
  drainStderr(transport);
  await client.connect(transport);
  return {
    gatewayPid: transport instanceof ModernStdio ? (transport.pid ?? undefined) : undefined,
    protocolVersion: client.getNegotiatedProtocolVersion(),
    get toolListChanges() {
      return toolListChanges;
    },
    toolNames: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args = {}, options = {}) =>
      toReply(await client.callTool({ name, arguments: args }, toRequestOptions(options))),
    prompts: async () => (await client.listPrompts()).prompts,
    prompt: async (name, args = {}) => JSON.stringify((await client.getPrompt({ name, arguments: args })).messages),
    resources: async () => (await client.listResources()).resources,
    resource: async (uri) => JSON.stringify((await client.readResource({ uri })).contents),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function toParameters({ command, args, env, cwd }: ProcessStart) {
  return { command, args: [...args], env: { ...env }, ...(cwd === undefined ? {} : { cwd }) };
}

function authorization({ token }: { readonly token?: string }): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** A pipe that nobody reads stops the process at its other end. */
function drainStderr(transport: object): void {
  const stderr: unknown = Reflect.get(transport, 'stderr');
  if (typeof stderr === 'object' && stderr !== null && 'resume' in stderr && typeof stderr.resume === 'function')
    stderr.resume();
}

function toRequestOptions({ signal, onProgress }: HostCallOptions) {
  return {
    timeout: CALL_LIMIT_MS,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onprogress: onProgress }),
  };
}

function toReply(result: object): Reply {
  const content: unknown = Reflect.get(result, 'content');
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [];
  const texts = blocks.map((block) =>
    typeof block === 'object' && block !== null ? String(Reflect.get(block, 'text') ?? '') : '',
  );
  const meta: unknown = Reflect.get(result, '_meta');
  return {
    isError: Reflect.get(result, 'isError') === true,
    text: texts.join('\n'),
    structured: Reflect.get(result, 'structuredContent'),
    error: typeof meta === 'object' && meta !== null ? Reflect.get(meta, 'dev.seawall/error') : undefined,
  };
}
