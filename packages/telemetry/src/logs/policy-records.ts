import type { LogLevel } from '@seawall/core/base';
import type { EventOf, PolicyEvent } from '../tracker/core-events.ts';
import { type EventRecord, inSeconds, sentences } from './event-record.ts';

/** What policies did: grave where calls are refused or a write waits, else for debugging. */
export function policyRecord(event: PolicyEvent): EventRecord | undefined {
  switch (event.kind) {
    case 'circuitChanged':
      return circuitRecord(event);
    case 'gateChanged':
      return gateRecord(event);
    case 'retryScheduled':
      return retryRecord(event);
    case 'silenceProbed':
      return silenceRecord(event);
    case 'staleServed':
      return staleRecord(event);
    case 'callParked':
      return parkedRecord(event);
    case 'parkedChanged':
      return parkedChangeRecord(event);
    case 'concurrencyLimitChanged':
      return limitRecord(event);
    case 'retrySuppressed':
      return callRecord(event, `is not repeated: ${SUPPRESSED[event.reason]}`, { reason: event.reason });
    case 'hedgeStarted':
      return callRecord(event, `is slow and was sent a second time after ${inSeconds(event.afterMs)}`, {});
    case 'hedgeWon':
      return callRecord(event, 'was answered by the second attempt', {});
    case 'callQueued':
      return callRecord(event, `waits for its turn behind ${event.inFlight} calls`, { queued: event.queued });
    case 'callJoined':
      return callRecord(event, 'waits for the answer to an equal call', {});
    case 'fallbackServed':
      return undefined; // Written when the fallback is chosen.
  }
}

const SUPPRESSED: Readonly<Record<EventOf<'retrySuppressed'>['reason'], string>> = {
  budget: 'the repetitions of its server are used up',
  deadline: 'its time is over',
  unsafe: 'it may have run',
  breaker: 'the circuit is open',
  attempts: 'it was repeated often enough',
  'retry-after': 'the server asks for a longer wait than there is time for',
};

const CIRCUIT_LEVELS: Readonly<Record<EventOf<'circuitChanged'>['to'], LogLevel>> = {
  open: 'error',
  'forced-open': 'warn',
  isolated: 'warn',
  'half-open': 'info',
  closed: 'info',
  'forced-closed': 'warn',
};

function circuitRecord(event: EventOf<'circuitChanged'>): EventRecord {
  const { kind: _kind, atMs: _atMs, ...fields } = event;
  const { server, tool, from, to, counts, reason, detail, by, failureCode, retryAtMs, atMs } = event;
  const subject = tool === undefined ? `server "${server}"` : `tool "${tool}" on server "${server}"`;
  const why = [
    `${reason.replaceAll('-', ' ')}${detail === undefined ? '' : `: ${detail}`}`,
    to === 'open' ? `${counts.failures} of ${counts.calls} calls failed` : undefined,
    failureCode === undefined ? undefined : `the last failure was ${failureCode}`,
    by === undefined ? undefined : `${by.actor} said: ${by.reason}`,
  ].filter((part) => part !== undefined);
  const next =
    retryAtMs === undefined ? undefined : `It is tried again in ${inSeconds(Math.max(0, retryAtMs - atMs))}.`;
  return {
    level: CIRCUIT_LEVELS[to],
    message: sentences([
      `Circuit of ${subject} switches from ${label(from)} to ${label(to)} (${why.join('; ')}).`,
      next,
    ]),
    fields,
  };
}

/** As people know the states. */
function label(state: string): string {
  return state.toUpperCase().replaceAll('-', '_');
}

function gateRecord({ server, tool, from, to, retryAtMs, ratePerSecond, atMs }: EventOf<'gateChanged'>): EventRecord {
  const subject = tool === undefined ? `Server "${server}"` : `Tool "${tool}" on server "${server}"`;
  const what = {
    held: `asked for fewer calls and gets none${retryAtMs === undefined ? '' : ` for ${inSeconds(retryAtMs - atMs)}`}`,
    paced: `gets ${ratePerSecond?.toFixed(2) ?? 'fewer'} calls a second`,
    free: 'gets as many calls as before',
  }[to];
  const fields = { server, ...(tool === undefined ? {} : { tool }), from, to, retryAtMs, ratePerSecond };
  return { level: to === 'held' ? 'warn' : 'info', message: `${subject} ${what}.`, fields };
}

function retryRecord(event: EventOf<'retryScheduled'>): EventRecord {
  const { delayMs, because, attempt } = event;
  return callRecord(event, `is sent again in ${inSeconds(delayMs)} after ${because}`, { attempt, delayMs, because });
}

function silenceRecord({ server, silentForMs, result, durationMs }: EventOf<'silenceProbed'>): EventRecord {
  const isAlive = result === 'alive';
  const what = isAlive ? 'answers, so its calls go on' : `does not answer within ${inSeconds(durationMs)} either`;
  return {
    level: isAlive ? 'debug' : 'warn',
    message: `Server "${server}" owed an answer for ${inSeconds(silentForMs)} and was asked whether it is there: it ${what}.`,
    fields: { server, silentForMs: Math.round(silentForMs), result, durationMs: Math.round(durationMs) },
  };
}

function staleRecord(event: EventOf<'staleServed'>): EventRecord {
  const { ageMs, because } = event;
  const record = callRecord(event, `got an answer that is ${inSeconds(ageMs)} old, after ${because}`, { because });
  return { ...record, level: 'info', fields: { ...record.fields, ageMs: Math.round(ageMs) } };
}

function parkedRecord(event: EventOf<'callParked'>): EventRecord {
  const { ticket, expiresAtMs, why } = event;
  const record = callRecord(event, `is kept to be sent later as ticket ${ticket}, after ${why.code}`, {});
  return { ...record, level: 'warn', fields: { ...record.fields, ticket, expiresAtMs, code: why.code } };
}

function parkedChangeRecord(event: EventOf<'parkedChanged'>): EventRecord {
  const { ticket, server, tool, from, to, error, by } = event;
  const isGrave = to === 'unknown' || to === 'expired';
  const who = by === undefined ? '' : ` by ${by.actor}`;
  return {
    level: isGrave ? 'warn' : 'info',
    message: sentences([
      `Parked call ${ticket} of tool "${tool}" on server "${server}" went from ${from} to ${to}${who}.`,
      error?.message,
    ]),
    fields: { ticket, server, tool, from, to, ...(error === undefined ? {} : { error: error.toJSON() }) },
  };
}

function limitRecord({ server, from, to, reason }: EventOf<'concurrencyLimitChanged'>): EventRecord {
  return {
    level: 'debug',
    message: `Server "${server}" gets ${to} calls at a time instead of ${from} (${reason}).`,
    fields: { server, from, to, reason },
  };
}

function callRecord(
  { call }: Extract<PolicyEvent, { readonly call: unknown }>,
  what: string,
  fields: Readonly<Record<string, unknown>>,
): EventRecord {
  const { server, target, method, id } = call;
  const subject = method === 'tools/call' ? `Tool ${target}` : method;
  return {
    level: 'debug',
    message: `${subject} of server "${server}" ${what}.`,
    fields: { server, method, target, callId: id, ...fields },
  };
}
