import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { Clue, FailureKind } from './clue.ts';

type Row = readonly [kind: FailureKind, code: KnownErrorCode, retryable?: boolean];

/** Whole SQLSTATEs that mean something else than their class. */
const STATES: Readonly<Record<string, Row>> = {
  '22P02': ['validation', 'INVALID_ARGUMENTS'],
  '23505': ['conflict', 'ALREADY_EXISTS'],
  '25006': ['permission', 'READ_ONLY_MODE'],
  '3D000': ['not_found', 'ITEM_NOT_FOUND'],
  '40001': ['conflict', 'TRANSACTION_CONFLICT', true],
  '40P01': ['conflict', 'TRANSACTION_CONFLICT', true],
  '42501': ['permission', 'PERMISSION_DENIED'],
  '42704': ['not_found', 'ITEM_NOT_FOUND'],
  '42P01': ['not_found', 'ITEM_NOT_FOUND'],
  '42S02': ['not_found', 'ITEM_NOT_FOUND'],
  '42P04': ['conflict', 'ALREADY_EXISTS'],
  '42P06': ['conflict', 'ALREADY_EXISTS'],
  '42P07': ['conflict', 'ALREADY_EXISTS'],
  '42710': ['conflict', 'ALREADY_EXISTS'],
  '53100': ['quota', 'STORAGE_FULL'],
  '55006': ['conflict', 'STATE_CONFLICT'],
  '55P03': ['conflict', 'TRANSACTION_CONFLICT', true],
  '57014': ['timeout', 'UPSTREAM_TIMEOUT'],
};

/** The first two characters of a SQLSTATE. */
const CLASSES: Readonly<Record<string, Row>> = {
  '08': ['connection', 'UPSTREAM_UNREACHABLE'],
  '0A': ['validation', 'INVALID_QUERY'],
  '21': ['validation', 'INVALID_QUERY'],
  '22': ['validation', 'INVALID_ARGUMENTS'],
  '23': ['validation', 'INVALID_ARGUMENTS'],
  '25': ['conflict', 'STATE_CONFLICT'],
  '28': ['authentication', 'CREDENTIALS_INVALID'],
  '3F': ['not_found', 'ITEM_NOT_FOUND'],
  '40': ['conflict', 'TRANSACTION_CONFLICT', true],
  '42': ['validation', 'INVALID_QUERY'],
  '53': ['unavailable', 'SERVER_UNAVAILABLE'],
  '54': ['validation', 'REQUEST_TOO_LARGE'],
  '55': ['conflict', 'STATE_CONFLICT'],
  '57': ['unavailable', 'SERVER_UNAVAILABLE'],
  '58': ['server_error', 'INTERNAL_ERROR', true],
  XX: ['server_error', 'INTERNAL_ERROR'],
};

const SHAPE = /^(?:(?=.*\d)[0-9A-Z]{2}[0-9A-Z]{3}|XX\d{3})$/;

/** Reads a SQLSTATE, as `42P01`; `undefined` for everything else. */
export function readSqlState(value: string): Clue | undefined {
  if (value.length !== 5 || !SHAPE.test(value)) return undefined;
  const row = STATES[value] ?? CLASSES[value.slice(0, 2)];
  if (!row) return undefined;
  const [kind, code, retryable] = row;
  // A statement that was ended may have been ended by a person, and a constraint be any: the words say which.
  const isGeneral = value === '57014' || value === '23000';
  return { source: 'vendor-code', value, kind, code, isGeneral, ...(retryable === undefined ? {} : { retryable }) };
}
