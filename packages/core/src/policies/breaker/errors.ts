import { MCPRejectedError } from '../../errors/rejected-error.ts';
import type { CircuitChanged, CircuitName, CircuitState } from './events.ts';

/** What the error of a refused call is made of. */
export interface CircuitRefusal {
  readonly name: CircuitName;
  readonly state: CircuitState;
  readonly retryAfterMs: number | undefined;
  /** The change that made the circuit refuse calls. */
  readonly why: CircuitChanged | undefined;
  /** Now, in milliseconds since the epoch. */
  readonly timestampMs: number;
}

/** The error of a call that a circuit refused: what was not called, why not, and when that is tried again. */
export function circuitError({ name, state, retryAfterMs, why, timestampMs }: CircuitRefusal): MCPRejectedError {
  const { server, tool } = name;
  const waitMs = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs);
  const isIsolated = state === 'isolated';
  const target = tool === undefined ? `Server "${server}"` : `Tool "${tool}" on server "${server}"`;
  const cause = why === undefined ? '' : ` ${describe(why)}`;
  return new MCPRejectedError({
    code: isIsolated ? 'CIRCUIT_ISOLATED' : 'CIRCUIT_OPEN',
    message: `${target} was not called: its circuit is ${WORDS[state]}.${cause}${whenAgain(state, waitMs)}`,
    hint: hintOf(state, why),
    serverName: server,
    timestampMs,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    context: {
      circuit: state,
      tool,
      delivery: 'not-sent',
      reason: why?.reason,
      counts: why?.counts,
      failureCode: why?.failureCode,
      by: why?.by,
    },
  });
}

const WORDS: Readonly<Record<CircuitState, string>> = {
  closed: 'closed',
  open: 'open',
  'half-open': 'half-open',
  'forced-closed': 'held closed by hand',
  'forced-open': 'opened by hand',
  isolated: 'isolated by hand',
};

function describe({ reason, counts, failureCode, detail, by }: CircuitChanged): string {
  const code = failureCode === undefined ? '' : `, the last one with ${failureCode}`;
  switch (reason) {
    case 'failures-in-a-row':
      return `It opened after ${counts.failuresInARow} failures in a row${code}.`;
    case 'failure-ratio':
      return `It opened when ${counts.failures} of ${counts.calls} calls had failed${code}.`;
    case 'failed-on-probation':
      return `It opened again at the first failure after a break${failureCode === undefined ? '' : `: ${failureCode}`}.`;
    case 'tripped':
      return `It was found dead (${detail ?? 'no reason given'})${failureCode === undefined ? '' : `: ${failureCode}`}.`;
    default:
      return by === undefined ? '' : `"${by.actor}" did that: "${by.reason}".`;
  }
}

function whenAgain(state: CircuitState, retryAfterMs: number | undefined): string {
  if (state === 'half-open') return ' It is being tried out, which no write is used for.';
  return retryAfterMs === undefined ? '' : ` It is tried again in ${retryAfterMs} ms.`;
}

function hintOf(state: CircuitState, why: CircuitChanged | undefined): string {
  if (state === 'isolated') return 'Use something else until somebody closes the circuit again.';
  if (state === 'half-open') return 'Call again in a moment.';
  return why?.by === undefined
    ? 'Wait, or use something else meanwhile; other tools and servers are not affected.'
    : 'Wait, or use something else meanwhile.';
}

/** The circuits of a thousand tools are not closed: there is no room for a further one. */
export function noRoomForCircuit(serverName: string, tool: string): MCPRejectedError {
  return new MCPRejectedError({
    code: 'TOO_MANY_CIRCUITS',
    serverName,
    message: `The circuit of tool "${tool}" on server "${serverName}" can't be changed: too many circuits of its tools are open.`,
    hint: 'Reset some of them first, or change the circuit of the whole server.',
  });
}
