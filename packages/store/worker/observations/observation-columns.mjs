// @ts-check
import { crc32 } from 'node:zlib';
import { DURATION_COLUMNS } from './observation-tables.mjs';

/** @typedef {import('../../src/observations/observation-protocol.ts').ObservationRow} ObservationRow */
/** @typedef {Record<string, string | number | null>} Row */

/**
 * What stands in which table for a record, or that nothing is to stand there. Tables are written in this order.
 *
 * @param {ObservationRow} row
 * @returns {{ readonly id: string, readonly tables: Readonly<Record<string, Row | null>> }}
 */
export function toColumns({ kind, json, searchText }) {
  const record = JSON.parse(json);
  return { id: kind === 'minute' ? '' : key(record.id), tables: COLUMNS[kind](record, json, searchText) };
}

/**
 * A text as it can be looked for in every database: no NUL, no half of a character.
 *
 * @param {string} text
 */
export function key(text) {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/**
 * A number as it is compared: not every database has fractions in its whole numbers.
 *
 * @param {number} value
 */
function whole(value) {
  return Math.floor(value);
}

/** @param {string | Uint8Array} content */
export function checksumOf(content) {
  return crc32(content);
}

/** @param {string} json */
function sealed(json) {
  return { record: json, checksum: checksumOf(json) };
}

/** @param {string | undefined} text */
function optional(text) {
  return text === undefined ? null : key(text);
}

/**
 * The texts of arguments and results stand apart, so that they can be forgotten alone and leave whole pages of the file free.
 *
 * @param {import('@seawall/core/base').CallRecord} call
 * @param {string} json
 * @param {string} searchText
 */
function callColumns(call, json, searchText) {
  const { argumentsText, resultText, ...rest } = call;
  const hasPayload = argumentsText !== undefined || resultText !== undefined;
  const payload = hasPayload ? JSON.stringify({ argumentsText, resultText }) : null;
  return {
    calls: {
      id: key(call.id),
      at_ms: whole(call.startedAtMs),
      server: key(call.server),
      target: key(call.target),
      session: optional(call.session),
      outcome: call.outcome,
      served_by: optional(call.servedBy),
      duration_ms: whole(call.durationMs),
      search_text: searchText,
    },
    call_records: { id: key(call.id), ...sealed(hasPayload ? JSON.stringify(rest) : json) },
    call_payloads: payload === null ? null : { id: key(call.id), ...sealed(payload) },
  };
}

/**
 * @param {import('@seawall/core/base').ErrorRecord} record
 * @param {string} json
 * @param {string} searchText
 */
function errorColumns({ id, atMs, server, target, error, outcome, group, callId }, json, searchText) {
  return {
    errors: {
      id: key(id),
      at_ms: whole(atMs),
      server: key(server),
      target: optional(target),
      kind: key(error.kind),
      code: key(error.code),
      outcome: key(outcome),
      group_id: key(group),
      call_id: optional(callId),
      search_text: searchText,
    },
    error_records: { id: key(id), ...sealed(json) },
  };
}

/**
 * @param {import('@seawall/core/base').GroupRecord} group
 * @param {string} json
 * @param {string} searchText
 */
function groupColumns({ id, lastSeenMs, stateSinceMs, server, kind, state }, json, searchText) {
  return {
    error_groups: {
      id: key(id),
      at_ms: whole(lastSeenMs),
      changed_at_ms: whole(Math.max(lastSeenMs, stateSinceMs)),
      server: key(server),
      kind: key(kind),
      state,
      search_text: searchText,
      ...sealed(json),
    },
  };
}

/**
 * @param {import('@seawall/core/base').AlertRecord} alert
 * @param {string} json
 */
function alertColumns({ id, startedAtMs, firedAtMs, resolvedAtMs, labels, rule, state }, json) {
  return {
    alerts: {
      id: key(id),
      at_ms: whole(startedAtMs),
      changed_at_ms: whole(Math.max(startedAtMs, firedAtMs ?? startedAtMs, resolvedAtMs ?? startedAtMs)),
      server: optional(labels.server),
      rule: key(rule),
      state,
      ...sealed(json),
    },
  };
}

/**
 * @param {import('@seawall/core/base').SilenceRecord} silence
 * @param {string} json
 */
function silenceColumns({ id, endsAtMs }, json) {
  return { silences: { id: key(id), at_ms: whole(endsAtMs), ...sealed(json) } };
}

/**
 * @param {import('@seawall/core/base').DeliveryRecord} delivery
 * @param {string} json
 */
function deliveryColumns({ id, atMs, sink }, json) {
  return { deliveries: { id: key(id), at_ms: whole(atMs), sink: key(sink), ...sealed(json) } };
}

/**
 * @param {import('@seawall/core/base').HealthRecord} health
 * @param {string} json
 */
function healthColumns({ id, atMs, server }, json) {
  return { health: { id: key(id), at_ms: whole(atMs), server: key(server), ...sealed(json) } };
}

/** @param {import('@seawall/core/base').MinuteRecord} minute */
function minuteColumns(minute) {
  const { minuteMs, server, target, calls, failures, recovered, attempts, totalDurationMs, durations } = minute;
  return {
    minutes: {
      at_ms: whole(minuteMs),
      server: key(server),
      target: key(target),
      calls,
      failures,
      recovered,
      attempts,
      total_duration_ms: whole(totalDurationMs),
      ...Object.fromEntries(DURATION_COLUMNS.map((name, index) => [name, durations[index] ?? 0])),
    },
  };
}

/** The tables of each kind of record. */
const COLUMNS = {
  call: callColumns,
  error: errorColumns,
  group: groupColumns,
  alert: alertColumns,
  silence: silenceColumns,
  delivery: deliveryColumns,
  health: healthColumns,
  minute: minuteColumns,
};
