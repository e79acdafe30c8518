import { type CircuitState, type ConnectionStatus, type MCPError, toTimestamp } from '@seawall/core/base';
import type { Judgement } from './health.ts';
import type { TrackerSettings } from './tracker-options.ts';

/** The circuit of a server or tool, as the last event told. */
export interface CircuitFacts {
  readonly state: CircuitState;
  readonly sinceMs: number;
  readonly retryAtMs?: number;
  readonly failureCode?: string;
  readonly by?: { readonly actor: string; readonly reason: string };
}

/** What calls of the window came to. */
export interface CallFacts {
  readonly calls: number;
  readonly faults: number;
  readonly throttles: number;
  readonly failuresInARow: number;
  readonly successesInARow: number;
  /** Failures in a row that asked for other credentials. */
  readonly refusedCredentialsInARow: number;
  /** Since the last error, in milliseconds; infinite before the first. */
  readonly quietMs: number;
  readonly lastError?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** All that is known of a server. */
export interface ServerFacts extends CallFacts {
  readonly name: string;
  readonly connection?: ConnectionStatus;
  /** Whether it was connected before. */
  readonly wasReady: boolean;
  readonly circuit?: CircuitFacts;
  readonly openTools: readonly string[];
  /** When its rate gate lets calls through again; absent where it does. */
  readonly heldUntilMs?: number;
  /** In the window. */
  readonly lostConnections: number;
}

/** Says how well a server does, and why. */
export function judgeServer(facts: ServerFacts, settings: TrackerSettings): Judgement {
  return (
    judgeByHand(facts) ??
    judgeConnection(facts) ??
    judgeCircuit('The server', facts.circuit) ??
    judgeCalls(facts, settings) ??
    judgeStrain(facts, settings) ??
    judgeWell(facts, settings)
  );
}

/** What a circuit that is not closed says of the one that it protects. */
export function judgeCircuit(subject: string, circuit: CircuitFacts | undefined): Judgement | undefined {
  switch (circuit?.state) {
    case 'open': {
      const code = circuit.failureCode === undefined ? '' : `; the last failure was ${circuit.failureCode}`;
      const next = circuit.retryAtMs === undefined ? '' : ` It is tried again at ${toTimestamp(circuit.retryAtMs)}.`;
      return {
        health: 'unhealthy',
        reason: `${subject} failed so often that its circuit is open and calls are refused${code}.${next}`,
        advice: 'Look at its latest errors; it closes by itself once the server answers.',
      };
    }
    case 'half-open':
      return { health: 'degraded', reason: `${subject} failed and is tried again with single calls.` };
    case 'isolated':
    case 'forced-open': {
      const { actor = 'Somebody', reason = 'no reason was given' } = circuit.by ?? {};
      return {
        health: 'disabled',
        reason: `${actor} opened its circuit by hand: ${reason}.`,
        advice: 'Reset the circuit to let calls through again.',
      };
    }
    default:
      return undefined;
  }
}

function judgeByHand({ connection, circuit }: ServerFacts): Judgement | undefined {
  if (connection?.state === 'stopped') {
    return { health: 'disabled', reason: `The server is stopped: ${connection.reason.replace(/\.$/, '')}.` };
  }
  return circuit?.state === 'isolated' || circuit?.state === 'forced-open'
    ? judgeCircuit('The server', circuit)
    : undefined;
}

function judgeConnection({ connection, wasReady, calls }: ServerFacts): Judgement | undefined {
  switch (connection?.state) {
    case 'auth-required':
      return { health: 'auth-required', ...because('The server wants other credentials', connection.lastError) };
    case 'misconfigured':
      return { health: 'unhealthy', ...because('The server is not set up right', connection.lastError) };
    case 'crash-loop':
      return {
        health: 'unhealthy',
        ...because(`The server ends again and again, ${connection.failures} times so far`, connection.lastError),
      };
    case 'backoff':
      return { health: 'unhealthy', ...because('The server can not be reached', connection.lastError) };
    case 'connecting': {
      if (connection.lastError !== undefined)
        return { health: 'unhealthy', ...because('The server can not be reached', connection.lastError) };
      return wasReady
        ? { health: 'unhealthy', reason: 'The connection was lost and is made again.' }
        : { health: 'connecting', reason: 'The first connection is being made.' };
    }
    case 'ready':
      return undefined;
    default:
      return calls > 0
        ? undefined
        : { health: 'unknown', reason: 'It was not connected yet, and nothing was asked of it.' };
  }
}

function judgeCalls(facts: ServerFacts, settings: TrackerSettings): Judgement | undefined {
  const { calls, faults, failuresInARow, refusedCredentialsInARow, successesInARow, quietMs, lastError } = facts;
  if (refusedCredentialsInARow >= CREDENTIALS_IN_A_ROW) {
    return { health: 'auth-required', ...withLast('Its calls fail because of the credentials', lastError) };
  }
  if (faults === 0) return undefined;
  if (successesInARow >= settings.recoverySuccesses && quietMs >= settings.recoveryQuietMs) return undefined;
  const ratio = faults / Math.max(calls, faults);
  const counted = `${faults} of ${Math.max(calls, faults)} calls failed in the last ${inMinutes(settings.windowMs)}`;
  if (failuresInARow >= settings.errorThreshold) {
    return { health: 'unhealthy', ...withLast(`The last ${failuresInARow} calls failed`, lastError) };
  }
  if (faults >= settings.errorThreshold && ratio >= settings.unhealthyErrorRatio) {
    if (successesInARow < SUCCESSES_OF_HOPE) return { health: 'unhealthy', ...withLast(counted, lastError) };
    return { health: 'degraded', ...withLast(`${counted}, the latest ${successesInARow} did not`, lastError) };
  }
  return ratio >= settings.degradedErrorRatio ? { health: 'degraded', ...withLast(counted, lastError) } : undefined;
}

function judgeStrain(facts: ServerFacts, settings: TrackerSettings): Judgement | undefined {
  const { lostConnections, throttles, heldUntilMs, openTools, successesInARow, quietMs } = facts;
  if (lostConnections >= settings.lostConnections) {
    return {
      health: 'degraded',
      reason: `It is connected, but the connection was lost ${lostConnections} times in the last ${inMinutes(settings.windowMs)}.`,
      advice: 'Look at what the server writes to stderr, and at the network between.',
    };
  }
  if (heldUntilMs !== undefined) {
    return {
      health: 'degraded',
      reason: `It asked for fewer calls and gets none until ${toTimestamp(heldUntilMs)}.`,
      advice: 'Make fewer calls, or raise the limit at its vendor.',
    };
  }
  if (throttles > 0 && !(successesInARow >= settings.recoverySuccesses && quietMs >= settings.recoveryQuietMs)) {
    return {
      health: 'degraded',
      ...withLast(
        `It asked for fewer calls ${times(throttles)} in the last ${inMinutes(settings.windowMs)}`,
        facts.lastError,
      ),
    };
  }
  const [first] = openTools;
  if (first === undefined) return undefined;
  const others = openTools.length > 1 ? ` and ${openTools.length - 1} more` : '';
  return {
    health: 'degraded',
    reason: `Its tool "${first}"${others} failed so often that calls to it are refused.`,
    advice: 'Look at the latest errors of that tool.',
  };
}

function judgeWell({ calls, faults }: CallFacts, { windowMs }: TrackerSettings): Judgement {
  if (calls === 0) return { health: 'healthy', reason: 'It is connected; nothing was asked of it lately.' };
  if (faults === 0) return { health: 'healthy', reason: `No call failed in the last ${inMinutes(windowMs)}.` };
  return { health: 'healthy', reason: `Few calls failed in the last ${inMinutes(windowMs)}, and the latest did not.` };
}

/** Fewer may be those of one caller or one tool. */
const CREDENTIALS_IN_A_ROW = 3;
/** After so many successes in a row a server that failed often is called degraded. */
const SUCCESSES_OF_HOPE = 3;

/** Said of an error: what is the matter, its words, and what to do. */
function because(what: string, error: MCPError): Omit<Judgement, 'health'> {
  return withLast(what, error);
}

function withLast(what: string, error: CallFacts['lastError'] | MCPError): Omit<Judgement, 'health'> {
  if (error === undefined) return { reason: `${what}.` };
  const reason = `${what}: ${error.message.replace(/\.$/, '')} (${error.code}).`;
  return error.hint === undefined ? { reason } : { reason, advice: error.hint };
}

function inMinutes(windowMs: number): string {
  const minutes = Math.round(windowMs / 60_000);
  return minutes <= 1 ? 'minute' : `${minutes} minutes`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
