import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { Clue, FailureKind } from './clue.ts';

type Row = readonly [kind: FailureKind, code: KnownErrorCode, retryable?: boolean];

/** Codes that mean one thing, whatever the message says. */
const DECISIVE: Readonly<Record<number, Row>> = {
  [-32700]: ['protocol', 'INVALID_MESSAGE'],
  [-32601]: ['tool_not_found', 'METHOD_NOT_FOUND'],
  [-32002]: ['not_found', 'RESOURCE_NOT_FOUND'],
  [-32042]: ['authentication', 'AUTHORIZATION_REQUIRED'],
  [-32020]: ['protocol', 'INVALID_MESSAGE'],
  [-32021]: ['protocol', 'CAPABILITY_REQUIRED'],
  [-32022]: ['protocol', 'VERSION_UNSUPPORTED'],
  [-32800]: ['cancelled', 'CALL_CANCELLED'],
};

/** Codes that servers use for everything: they count when nothing else says what happened. */
const WEAK: Readonly<Record<number, Row>> = {
  [-32602]: ['validation', 'INVALID_ARGUMENTS'],
  [-32600]: ['protocol', 'INVALID_MESSAGE'],
  [-32001]: ['timeout', 'CALL_TIMEOUT'],
  [-32000]: ['server_error', 'SERVER_ERROR'],
  [-32603]: ['server_error', 'SERVER_ERROR'],
};

/** Reads a code of JSON-RPC; `undefined` for one that servers make up. */
export function readRpcCode(rpcCode: number): Clue | undefined {
  const row = DECISIVE[rpcCode] ?? WEAK[rpcCode];
  if (!row) return undefined;
  const [kind, code, retryable] = row;
  return {
    source: 'jsonrpc-code',
    value: String(rpcCode),
    kind,
    code,
    isGeneral: DECISIVE[rpcCode] === undefined,
    ...(retryable === undefined ? {} : { retryable }),
  };
}
