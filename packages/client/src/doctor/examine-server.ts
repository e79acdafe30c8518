import { type Clock, type Logger, type MCPError, MCPTimeoutError } from '@seawall/core/base';
import { formatPath } from '../config/config-path.ts';
import type { Configuration, ConfiguredServer, UsableServer } from '../config/configuration.ts';
import type { Environment } from '../config/environment.ts';
import type { Connection } from '../connection/connection.ts';
import { createSdkConnector } from '../connection/sdk-connector.ts';
import { DeclinedError } from '../hosts/declined.ts';
import { SHARED_CAPABILITIES } from '../hosts/host-capabilities.ts';
import { Checkup, type Finding } from './checkup.ts';
import {
  type DoctorProgress,
  type DoctorStep,
  type ExaminedServer,
  type ServerExamination,
  STEP_ORDER,
  STEP_TITLES,
} from './doctor-report.ts';
import type { Examination } from './examination.ts';
import { toServerInfo } from './session/describe-era.ts';
import { examineOffer } from './session/examine-offer.ts';
import { toShownText, toShownUrl } from './shown-text.ts';
import { examineStdio } from './stdio/examine-stdio.ts';

/** What the examination of one server needs. */
export interface ExamineOptions {
  readonly configuration: Configuration;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Aborted when the time is over, or the caller gave up. */
  readonly signal: AbortSignal;
  /** When the time is over, on the clock's monotonic time. */
  readonly dueMs: number;
  readonly deadlineMs: number;
  readonly onProgress: (progress: DoctorProgress) => void;
}

/** Examines one server. Never rejects, and leaves nothing running. */
export async function examineServer(server: ConfiguredServer, options: ExamineOptions): Promise<ServerExamination> {
  if (server.kind === 'disabled') return { server: server.name, outcome: 'disabled', reason: server.reason };
  const { clock, signal, onProgress } = options;
  const startedMs = clock.monotonicMs();
  const transport = server.kind === 'usable' ? server.launch.transport : 'unknown';
  const checkup = new Checkup({
    server: server.name,
    plan: STEP_ORDER[transport === 'stdio' || transport === 'unknown' ? transport : 'http'],
    clock,
    signal,
    onOver: (title) => over(server.name, title, options.deadlineMs),
    onStepStarted: (id) => onProgress({ kind: 'stepStarted', server: server.name, id, title: STEP_TITLES[id] }),
    onStepFinished: (step) => onProgress({ kind: 'stepFinished', server: server.name, step }),
  });
  await checkup.run('configuration', () => ({ finding: checkEntry(server, options.configuration) }));
  const told = server.kind === 'usable' && !checkup.failure ? await examineUsable(server, checkup, options) : {};
  const steps = checkup.finish();
  return {
    server: server.name,
    outcome: worstOf(steps),
    transport,
    ...(server.kind === 'usable' ? { target: targetOf(server) } : {}),
    durationMs: Math.round(clock.monotonicMs() - startedMs),
    steps,
    ...(checkup.failure ? { failure: checkup.failure } : {}),
    ...told,
  };
}

/** One step on the network gets this long, in milliseconds, and never more than is left. */
const NETWORK_TIMEOUT_MS = 10_000;
/** The end of a connect has to come before the end of the time, so that it is told why, in milliseconds. */
const MARGIN_MS = 250;

async function examineUsable(
  entry: UsableServer,
  checkup: Checkup,
  options: ExamineOptions,
): Promise<Pick<ExaminedServer, 'info'>> {
  const { environment, clock, signal, dueMs, configuration } = options;
  const remainingMs = (): number => Math.max(1, Math.floor(dueMs - clock.monotonicMs() - MARGIN_MS));
  const examination: Examination = {
    checkup,
    entry,
    environment,
    folder: configuration.folder,
    clock,
    signal,
    networkTimeoutMs: Math.min(NETWORK_TIMEOUT_MS, entry.options.connectTimeoutMs, remainingMs()),
    connect: (onLink) => connect(entry, Math.min(entry.options.connectTimeoutMs, remainingMs()), onLink, options),
    explain: (error, id) => explain(checkup.toFinding(error, id), entry, options),
  };
  let connection: Connection | undefined;
  try {
    const { launch } = entry;
    if (launch.transport === 'stdio') connection = await examineStdio(examination, launch);
    else {
      // What HTTP needs is loaded by those who use it only.
      const { examineHttp } = await import('./http/examine-http.ts');
      connection = await examineHttp(examination, launch);
    }
    if (!connection) return {};
    const tools = await examineOffer({
      checkup,
      connection,
      serverName: entry.name,
      hasPrefix: configuration.settings.prefix !== 'never',
      timeoutMs: Math.min(entry.options.listTimeoutMs, remainingMs()),
      clock,
      signal,
    });
    return { info: { ...toServerInfo(connection.info), ...(tools === undefined ? {} : { tools }) } };
  } finally {
    await connection?.close();
  }
}

function connect(
  entry: UsableServer,
  connectTimeoutMs: number,
  onLink: Parameters<Examination['connect']>[0],
  { environment, clock, logger, signal }: ExamineOptions,
): Promise<Connection> {
  const { name, launch, fingerprint } = entry;
  const connector = createSdkConnector({
    serverName: name,
    launch,
    fingerprint,
    options: { ...entry.options, connectTimeoutMs },
    environment,
    clock,
    onLink,
    ...(logger === undefined ? {} : { logger }),
  });
  const listener = {
    onNotification: () => undefined,
    onRequest: () =>
      Promise.reject(new DeclinedError(-32603, 'Nobody is there to answer: the server is only examined.')),
  };
  return connector.connect(listener, { signal, capabilities: SHARED_CAPABILITIES });
}

/** A handshake that the doctor's own deadline cut short is no reason to change the configuration. */
function explain(finding: Finding, entry: UsableServer, { deadlineMs, dueMs, clock }: ExamineOptions): Finding {
  if (finding.outcome !== 'failed' || finding.error.code !== 'HANDSHAKE_TIMEOUT') return finding;
  const isCut = dueMs - clock.monotonicMs() < MARGIN_MS * 2 && deadlineMs <= entry.options.connectTimeoutMs;
  return isCut ? { ...finding, fix: moreTime(deadlineMs) } : finding;
}

function moreTime(deadlineMs: number): string {
  return `Give the doctor more than ${deadlineMs} ms; servers that npx and uvx download are slow at their first start.`;
}

function over(serverName: string, title: string, deadlineMs: number): MCPError {
  return new MCPTimeoutError({
    code: 'OPERATION_TIMEOUT',
    serverName,
    operation: 'doctor',
    timeoutMs: deadlineMs,
    message: `The check "${title}" of server "${serverName}" was not done when the ${deadlineMs} ms of the examination were over.`,
    hint: moreTime(deadlineMs),
  });
}

/** What the reading of the configuration found about one server. */
function checkEntry(server: Exclude<ConfiguredServer, { kind: 'disabled' }>, configuration: Configuration): Finding {
  if (server.kind === 'faulty') {
    const { faults, missingKeys } = server.error;
    const lines = [
      // One alone stands in the message already.
      ...(faults.length < 2 ? [] : faults).map(
        ({ path, message, line }) => `${path}${line === undefined ? '' : ` (line ${line})`}: ${message}`,
      ),
      ...(missingKeys.length === 0 ? [] : [`Missing: ${missingKeys.join(', ')}`]),
    ];
    return { outcome: 'failed', error: server.error, lines };
  }
  const places = [
    formatPath(['mcpServers', server.name]),
    formatPath(['servers', server.name]),
    formatPath([server.name]),
  ];
  const warnings = configuration.warnings.filter(({ path }) =>
    places.some((place) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`)),
  );
  const lines = warnings.map(({ path, message }) => `${path}: ${message}`);
  const [first] = lines;
  if (first === undefined) return { outcome: 'passed', detail: 'The entry is valid.' };
  const suggestion = warnings[0]?.suggestion;
  const fix =
    suggestion === undefined ? 'Correct the named places in the configuration.' : `Did you mean "${suggestion}"?`;
  return { outcome: 'warning', detail: first, fix, lines };
}

function worstOf(steps: readonly DoctorStep[]): ExaminedServer['outcome'] {
  if (steps.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return steps.some(({ outcome }) => outcome === 'warning') ? 'warning' : 'passed';
}

const MAX_TARGET_LENGTH = 300;

/** The command line or the address, without secrets. */
function targetOf({ launch }: UsableServer): string {
  return launch.transport === 'stdio'
    ? toShownText([launch.command, ...launch.args].join(' '), MAX_TARGET_LENGTH)
    : toShownText(toShownUrl(launch.url), MAX_TARGET_LENGTH);
}
