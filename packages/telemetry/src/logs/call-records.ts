import {
  type AttemptFinished,
  type CallFinished,
  type CallInfo,
  type CatalogChanged,
  type ConfigReloaded,
  errorLogLevel,
} from '@seawall/core/base';
import { type EventRecord, inSeconds, sentences } from './event-record.ts';
import { serializedError } from './serialized-error.ts';

/** How a call ended: failures with the whole error, successes for debugging. */
export function callRecord(event: CallFinished): EventRecord {
  const { call, attempts, durationMs, outcome } = event;
  const fields = { ...callFields(call), attempts, durationMs: Math.round(durationMs) };
  const subject = capitalized(describe(call));
  if (outcome.kind === 'success') {
    return { level: 'debug', message: `${subject} executed successfully in ${inSeconds(durationMs)}`, fields };
  }
  const { error } = outcome;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  const headline = `${subject} failed in ${inSeconds(durationMs)}${tries}: ${error.message}`;
  return {
    level: errorLogLevel(error.kind),
    message: sentences([headline, error.hint]),
    fields: { ...fields, error: serializedError(error) },
  };
}

/** How one attempt failed; nothing for one that did not. */
export function attemptRecord(event: AttemptFinished): EventRecord | undefined {
  if (event.outcome.kind === 'success') return undefined;
  const { error, delivery } = event.outcome;
  return {
    level: 'debug',
    message: `Attempt ${event.attempt} at ${describe(event.call)} failed in ${inSeconds(event.durationMs)}: ${error.message}`,
    fields: { ...callFields(event.call), attempt: event.attempt, delivery, code: error.code },
  };
}

/** What a server offers changed. */
export function catalogRecord(event: CatalogChanged): EventRecord {
  const { server, changed } = event;
  // Nothing changed but how fresh the lists are.
  const what =
    changed.length === 0
      ? 'What is listed of it is the last that is known, or live again.'
      : `It changed its ${changed.join(', ')}.`;
  return {
    level: 'debug',
    message: `Catalog of server "${server}": ${what}`,
    fields: { server, changed },
  };
}

/** A configuration was read again, and taken over or not. */
export function reloadRecord(event: ConfigReloaded): EventRecord {
  const { outcome } = event;
  if (outcome.kind === 'refused') {
    const { error } = outcome;
    const message = 'The changed configuration was not taken over; the one before goes on.';
    return {
      level: 'error',
      message: sentences([message, error.message, error.hint]),
      fields: { error: error.toJSON() },
    };
  }
  const { added, removed, changed } = outcome;
  const parts = [listed('added', added), listed('removed', removed), listed('changed', changed)].filter(
    (part) => part !== undefined,
  );
  const what = parts.length === 0 ? 'no server changed' : parts.join('; ');
  return { level: 'info', message: `The configuration was read again: ${what}.`, fields: { added, removed, changed } };
}

function callFields(call: CallInfo): Readonly<Record<string, unknown>> {
  return { server: call.server, method: call.method, target: call.target, callId: call.id };
}

function describe(call: CallInfo): string {
  return call.method === 'tools/call' ? `tool ${call.target}` : `${call.method} of server "${call.server}"`;
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function listed(verb: string, servers: readonly string[]): string | undefined {
  return servers.length === 0 ? undefined : `${verb} ${servers.map((server) => `"${server}"`).join(', ')}`;
}
