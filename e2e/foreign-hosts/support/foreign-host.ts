import type { Front } from '../../support/hosts.ts';
import type { TemporaryFolder } from '../../support/temporary-folder.ts';

export type FrontKind = Front['kind'];

/** What a host can do beyond listing and calling tools. The columns of the table in `docs/hosts.md`. */
export const ABILITIES = [
  'schemas as they are',
  'structured content',
  'error details',
  'unknown tools',
  'resources',
  'templates',
  'prompts',
  'progress',
  'cancelling',
  'list changes',
  'completions',
  'log messages',
  'subscriptions',
  'sampling',
  'elicitation',
  'roots',
] as const;
export type Ability = (typeof ABILITIES)[number];

/** A host of somebody else, as the tests see it. */
export interface ForeignHost {
  /** As in `docs/hosts.md`. */
  readonly name: string;
  /** How it can reach a gateway. */
  readonly fronts: readonly FrontKind[];
  /** What this host can not do by itself, over all fronts or over one. */
  readonly unable: Partial<Readonly<Record<Ability, 'always' | FrontKind>>>;
  /** The revision of the protocol that it agrees on with the gateway, where it tells. */
  readonly protocolVersion?: string;
  connect(front: Front, folder: TemporaryFolder): Promise<ConnectedHost>;
}

/** Whether a host has an ability over a front. */
export function isAble(host: ForeignHost, ability: Ability, front: FrontKind): boolean {
  const where = host.unable[ability];
  return where !== 'always' && where !== front;
}

/** A host that is connected to a gateway. What it can not do rejects. */
export interface ConnectedHost extends AsyncDisposable {
  readonly protocolVersion?: string | undefined;
  /** How often it was told that the list of tools changed. */
  readonly toolListChanges: number;
  tools(): Promise<readonly ListedTool[]>;
  /** Calls a tool. @throws Error when the host takes the answer for a failure of the request. */
  call(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<HostReply>;
  /** Calls a tool many times at once and gives how often it went well, for a host that calls once a process. */
  load?(name: string, times: number): Promise<number>;
  resources(): Promise<readonly string[]>;
  templates(): Promise<readonly string[]>;
  /** The text of a resource. */
  resource(uri: string): Promise<string>;
  prompts(): Promise<readonly string[]>;
  /** The texts of a prompt's messages. */
  prompt(name: string, args: Record<string, string>): Promise<string>;
  /** What an argument of a prompt may become. */
  complete(prompt: string, argument: string, value: string): Promise<readonly string[]>;
  /** Asks for log messages of this level and graver ones. */
  listenToLogs(level: 'debug' | 'warning'): Promise<void>;
  /** The log messages so far. */
  readonly logs: readonly unknown[];
  /** Asks to be told when a resource changes. */
  subscribe(uri: string): Promise<void>;
  /** The resources of which it was told that they changed. */
  readonly updatedResources: readonly string[];
}

/** What hosts that can be asked answer to servers. */
export const ANSWERS = {
  sampling: { role: 'assistant' as const, content: { type: 'text' as const, text: 'Sampled.' }, model: 'foreign' },
  elicitation: { action: 'accept' as const, content: { name: 'Ada' } },
  roots: { roots: [{ uri: 'file:///foreign', name: 'foreign' }] },
};

/** A tool, as the host hands it to its model. */
export interface ListedTool {
  readonly name: string;
  readonly description: string | undefined;
  readonly inputSchema: unknown;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}

/** The answer to a call, as the host hands it to its model. */
export interface HostReply {
  readonly isError: boolean;
  readonly text: string;
  readonly structured?: unknown;
  /** `_meta["dev.seawall/error"]`, where the host keeps it. */
  readonly error?: unknown;
}

/** What a host that only lists and calls tools answers to everything else. */
export const TOOLS_ONLY = {
  toolListChanges: 0,
  resources: () => Promise.reject(new Error('This host has no resources.')),
  templates: () => Promise.reject(new Error('This host has no resource templates.')),
  resource: () => Promise.reject(new Error('This host has no resources.')),
  prompts: () => Promise.reject(new Error('This host has no prompts.')),
  prompt: () => Promise.reject(new Error('This host has no prompts.')),
  complete: () => Promise.reject(new Error('This host completes nothing.')),
  listenToLogs: () => Promise.reject(new Error('This host takes no log messages.')),
  logs: [],
  subscribe: () => Promise.reject(new Error('This host has no subscriptions.')),
  updatedResources: [],
} as const;
