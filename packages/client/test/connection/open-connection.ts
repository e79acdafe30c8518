import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type ScriptedHttpServer, type StdioScenario, scriptedStdioServer } from '@seawall/testkit';
import type { HttpLaunch, StdioLaunch } from '../../src/config/configuration.ts';
import {
  type Connection,
  ConnectionFailure,
  type ConnectionListener,
  type Connector,
  type OpenOptions,
  type RequestOptions,
} from '../../src/connection/connection.ts';
import { isRecord } from '../../src/connection/is-record.ts';
import { createSdkConnector, type SdkConnectorOptions } from '../../src/connection/sdk-connector.ts';

/** Time enough for everything that is to succeed. */
export const PATIENT: RequestOptions = { timeoutMs: 60_000, maxTotalTimeoutMs: 90_000 };

type Overrides = Partial<Omit<SdkConnectorOptions, 'options'>> & {
  readonly options?: Partial<SdkConnectorOptions['options']>;
};

export function connectorFor(launch: StdioLaunch | HttpLaunch, overrides: Overrides = {}): Connector {
  const { options, ...rest } = overrides;
  return createSdkConnector({
    serverName: 'x',
    launch,
    fingerprint: createHash('sha256').update(JSON.stringify(launch)).digest('hex'),
    options: {
      connectTimeoutMs: 60_000,
      maxMessageBytes: 67_108_864,
      inheritEnv: false,
      security: 'permissive',
      tls: {},
      ...options,
    },
    ...rest,
  });
}

export function stdioLaunch(scenario: StdioScenario): StdioLaunch {
  const { command, args, env } = scriptedStdioServer(scenario);
  return { transport: 'stdio', command, args, env, cwd: tmpdir() };
}

/** A server of a few lines of JavaScript, for what no scenario says. */
export function inlineLaunch(code: string): StdioLaunch {
  return { transport: 'stdio', command: process.execPath, args: ['-e', code], env: {}, cwd: tmpdir() };
}

export function httpLaunch(server: ScriptedHttpServer, transport: HttpLaunch['transport'] = 'http'): HttpLaunch {
  return { transport, url: transport === 'sse' ? server.sseUrl : server.url, headers: {} };
}

type Message = { readonly method: string; readonly params?: Readonly<Record<string, unknown>> };

export interface OpenConnection extends AsyncDisposable {
  readonly connection: Connection;
  readonly notifications: Message[];
  /** The notifications again, each with its origin. */
  readonly heard: (Message & { readonly origin: object | undefined })[];
}

export interface OpenWith {
  readonly signal?: AbortSignal;
  readonly capabilities?: OpenOptions['capabilities'];
  readonly onRequest?: ConnectionListener['onRequest'];
}

export async function open(
  connector: Connector,
  {
    signal = new AbortController().signal,
    capabilities = {},
    onRequest = () => Promise.reject(new Error('Nobody answers.')),
  }: OpenWith = {},
): Promise<OpenConnection> {
  const notifications: OpenConnection['notifications'] = [];
  const heard: OpenConnection['heard'] = [];
  const onNotification: ConnectionListener['onNotification'] = (notification, { origin }) => {
    notifications.push(notification);
    heard.push({ ...notification, origin });
  };
  const connection = await connector.connect({ onNotification, onRequest }, { signal, capabilities });
  return { connection, notifications, heard, [Symbol.asyncDispose]: () => connection.close() };
}

export function callTool(
  connection: Connection,
  name: string,
  options: Partial<RequestOptions> = {},
  args: Record<string, unknown> = {},
): Promise<unknown> {
  return connection.request({ method: 'tools/call', params: { name, arguments: args } }, { ...PATIENT, ...options });
}

/** The JSON in the text of a tool's result. */
export function textOf(result: unknown): unknown {
  const content = isRecord(result) ? result.content : undefined;
  const block: unknown = Array.isArray(content) ? content[0] : undefined;
  const text = isRecord(block) && typeof block.text === 'string' ? block.text : '';
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The failure of something that has to fail. */
export async function failureOf(promise: Promise<unknown>): Promise<ConnectionFailure> {
  const outcome: unknown = await promise.then(
    (value) => new Error(`It succeeded with ${JSON.stringify(value)?.slice(0, 200)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof ConnectionFailure) return outcome;
  throw outcome;
}

/** Waits until something holds, by looking again and again. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`It did not come to hold within ${limitMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Whether a process runs; one that ended and was not collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
