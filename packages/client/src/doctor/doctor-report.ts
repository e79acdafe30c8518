import type { ErrorCode, Suggestion } from '@seawall/core';

/**
 * What a doctor found: every server with its ordered list of checks. Plain JSON.
 *
 * No value of a variable or a header stands in it, and of URLs neither credentials nor queries.
 */
export interface DoctorReport {
  /** The worst outcome of a server. */
  readonly outcome: DoctorOutcome;
  /** When the examination began, ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** How long all of it was allowed to take, in milliseconds. */
  readonly deadlineMs: number;
  readonly summary: DoctorSummary;
  /** In the order of the configuration. */
  readonly servers: readonly ServerExamination[];
}

/** How many servers came to what. */
export interface DoctorSummary {
  readonly servers: number;
  readonly passed: number;
  readonly warnings: number;
  readonly failed: number;
  readonly disabled: number;
}

/** `warning`: it works, and something about it is worth a look. */
export type DoctorOutcome = 'passed' | 'warning' | 'failed';

/** One server after its examination; one that is switched off is not examined. */
export type ServerExamination = ExaminedServer | DisabledServer;

/** A server that was examined. */
export interface ExaminedServer {
  readonly server: string;
  readonly outcome: DoctorOutcome;
  /** As the configuration has it; `unknown` for an entry that can't be used. */
  readonly transport: 'stdio' | 'http' | 'sse' | 'auto' | 'unknown';
  /** What is started or reached: the command, or the URL without credentials and query; absent for an entry that can't be used. */
  readonly target?: string;
  readonly durationMs: number;
  /** In the order in which they were made; after a failure the rest is skipped. */
  readonly steps: readonly DoctorStep[];
  /** The first step that failed; absent when none did. */
  readonly failure?: FailedStep;
  /** What the handshake told; absent when there was none. */
  readonly info?: ExaminedServerInfo;
}

/** What a server told of itself. */
export interface ExaminedServerInfo {
  readonly era: 'legacy' | 'modern';
  readonly transport: 'stdio' | 'http' | 'sse';
  readonly protocolVersion: string;
  /** The name and version that it gives itself. */
  readonly name?: string;
  readonly version?: string;
  readonly capabilities: readonly string[];
  /** How many tools it lists; absent when they could not be listed. */
  readonly tools?: number;
}

/** A server that the configuration switches off. */
export interface DisabledServer {
  readonly server: string;
  readonly outcome: 'disabled';
  readonly reason: string;
}

/** One check. */
export type DoctorStep = PassedStep | WarningStep | FailedStep | SkippedStep;

interface StepFields {
  readonly id: DoctorStepId;
  /** What is checked, in a few words. */
  readonly title: string;
  /** What was found, in one or two sentences. */
  readonly detail: string;
  /** Further lines, as the last ones of stderr. The words of a server are among them: bounded, without control characters. */
  readonly lines?: readonly string[];
  readonly durationMs: number;
}

/** A check that found nothing wrong. */
export interface PassedStep extends StepFields {
  readonly outcome: 'passed';
}

/** A check that found something which stops nothing. */
export interface WarningStep extends StepFields {
  readonly outcome: 'warning';
  readonly fix: string;
}

/** A check that found what stops the server, or a part of it. */
export interface FailedStep extends StepFields {
  readonly outcome: 'failed';
  readonly code: ErrorCode;
  readonly fix: string;
  /** What else such a failure may come from; empty when nothing more is known. */
  readonly suggestions: readonly Suggestion[];
}

/** A check that was not made; `detail` says why. */
export interface SkippedStep extends StepFields {
  readonly outcome: 'skipped';
}

/** How far an examination is. */
export type DoctorProgress =
  | { readonly kind: 'stepStarted'; readonly server: string; readonly id: DoctorStepId; readonly title: string }
  | { readonly kind: 'stepFinished'; readonly server: string; readonly step: DoctorStep }
  | { readonly kind: 'serverFinished'; readonly server: string; readonly examination: ServerExamination };

/** What a check is about; `docs/doctor.md` explains each. */
export type DoctorStepId = keyof typeof STEP_TITLES;

/** Every check with its title. */
export const STEP_TITLES = {
  configuration: 'configuration',
  command: 'command found',
  executable: 'executable',
  cwd: 'working folder',
  env: 'variables',
  start: 'starts',
  alive: 'stays alive',
  stderr: 'stderr',
  stdout: 'stdout',
  handshake: 'handshake',
  headers: 'headers',
  url: 'URL',
  proxy: 'proxy',
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  response: 'HTTP response',
  auth: 'authentication',
  endpoint: 'MCP endpoint',
  era: 'protocol',
  session: 'session',
  tools: 'tools',
  prompts: 'prompts',
  resources: 'resources',
  names: 'tool names',
  schemas: 'schemas',
} as const;

/** The checks of what a server says once it shook hands. */
const OFFER: readonly DoctorStepId[] = ['tools', 'prompts', 'resources', 'names', 'schemas'];

/** The checks of each sort of server, in their order. */
export const STEP_ORDER: Readonly<Record<'stdio' | 'http' | 'unknown', readonly DoctorStepId[]>> = {
  stdio: [
    'configuration',
    'command',
    'executable',
    'cwd',
    'env',
    'start',
    'alive',
    'stderr',
    'stdout',
    'handshake',
    'era',
    ...OFFER,
  ],
  http: [
    'configuration',
    'headers',
    'url',
    'proxy',
    'dns',
    'tcp',
    'tls',
    'response',
    'auth',
    'endpoint',
    'era',
    'session',
    ...OFFER,
  ],
  unknown: ['configuration', 'era', ...OFFER],
};
