import type { LogLevel } from '../logger.ts';
import type { ErrorCode } from './error-code.ts';
import type { ErrorKind } from './error-kind.ts';

/** An error as a record for logs, stores and programs on the other side of a wire. */
export interface SerializedMCPError {
  readonly errorType: string;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly retryable: boolean;
  readonly hint?: string;
  /** Where the code is explained, as `docs/errors.md#call_timeout`; absent for codes of users. */
  readonly docs?: string;
  /** The chain of causes in one line, outermost first; absent without a cause. */
  readonly chain?: string;
}

/** What an error writes to a log: one record. */
export interface ErrorLogRecord {
  readonly level: LogLevel;
  /** `Name: message`. */
  readonly message: string;
  /** The whole error, secrets hidden. */
  readonly fields: { readonly error: SerializedMCPError };
}
