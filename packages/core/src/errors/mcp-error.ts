import { systemClock, toTimestamp } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { redact, redactText } from '../redaction/redact.ts';
import { formatErrorChain } from './error-chain.ts';
import { type ErrorCode, findErrorCode } from './error-code.ts';
import { mergeContext, withoutEmpty } from './error-context.ts';
import { errorDocsUrl } from './error-docs.ts';
import type { ErrorKind } from './error-kind.ts';
import { errorLogLevel, markLogged } from './error-log.ts';
import type { ErrorLogRecord, SerializedMCPError } from './error-record.ts';

/** What every error of Seawall can be given. */
export interface MCPErrorOptions {
  /** One sentence: what happened and where. Secrets in it are hidden. */
  readonly message: string;
  /** @default 'UNEXPECTED_ERROR' */
  readonly code?: ErrorCode;
  /** @default the kind that belongs to `code`, else `server_error` */
  readonly kind?: ErrorKind;
  /** Data for programs and logs: never shown to a model. Fields without a value are left out; secrets are hidden.
   * @default {} */
  readonly context?: Readonly<Record<string, unknown>>;
  /** One sentence that says what to do. */
  readonly hint?: string;
  /** Whether the same call may succeed later unchanged.
   * @default what belongs to `code`, else false */
  readonly retryable?: boolean;
  /** The failure underneath. Kept; where it holds a secret, a copy without it is kept. */
  readonly cause?: unknown;
  /** When it happened, in milliseconds since the epoch.
   * @default now */
  readonly timestampMs?: number;
}

/**
 * The base of everything that Seawall throws.
 *
 * Ask `MCPError.isInstance(error)` or `error.code` rather than `instanceof`, which fails across two copies of a package.
 */
export class MCPError extends Error {
  override readonly name: string = 'MCPError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly hint: string | undefined;
  /** When it happened, in milliseconds since the epoch. */
  readonly timestampMs: number;
  /** The message as it was given, before any decoration; secrets are hidden in it too. */
  readonly originalMessage: string;

  constructor(options: MCPErrorOptions) {
    const message = redactText(options.message);
    super(message, options.cause === undefined ? undefined : { cause: redact(options.cause) });
    const entry = findErrorCode(options.code ?? 'UNEXPECTED_ERROR');
    this.code = options.code ?? 'UNEXPECTED_ERROR';
    this.kind = options.kind ?? entry?.[0] ?? 'server_error';
    this.retryable = options.retryable ?? entry?.[1] === 'transient';
    this.hint = options.hint === undefined ? undefined : redactText(options.hint);
    this.timestampMs = isTimestamp(options.timestampMs) ? options.timestampMs : systemClock.now();
    this.originalMessage = message;
    // No private field: the copy that redaction makes of an error, as of a cause, could not have it.
    Object.defineProperty(this, CONTEXT, { value: redact(withoutEmpty(options.context ?? {})), writable: true });
    Object.defineProperty(this, ERROR_BRAND, { value: true });
  }

  /** Whether `value` is an error of Seawall, from whichever copy of the package. */
  static isInstance(value: unknown): value is MCPError {
    return isErrorOf(value, MCPError, undefined);
  }

  /**
   * Data for programs and logs: a frozen object, cleaned anew at every read, so that neither a secret that became known
   * later nor one that was put into a nested value since then is in it. Add fields with {@link addContext}.
   */
  get context(): Readonly<Record<string, unknown>> {
    try {
      return Object.freeze({ ...this.sanitizeContext(redact(contextOf(this))) });
    } catch {
      // Nobody knows what a hook that failed would have hidden.
      return Object.freeze({ contextLeftOut: 'The sanitizeContext of this class failed.' });
    }
  }

  /**
   * Hides more of the context than Seawall does by itself: override it, and return a copy in which your own marker stands.
   *
   * Called at every read with the redacted context, never while the error is built, so fields of the derived class are
   * there. A marker that it puts in stays; where it throws, the whole context is left out.
   */
  protected sanitizeContext(context: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return context;
  }

  /** Adds data for programs and logs while the error is on its way; fields of the same name are replaced. */
  addContext(fields: Readonly<Record<string, unknown>>): this {
    Reflect.set(this, CONTEXT, redact(mergeContext(contextOf(this), fields)));
    return this;
  }

  /** When it happened, as ISO 8601 in UTC. */
  get timestamp(): string {
    return toTimestamp(this.timestampMs);
  }

  /** The error as a record; already redacted. */
  toJSON(): SerializedMCPError {
    const docs = errorDocsUrl(this.code);
    const record = redact({
      errorType: this.name,
      kind: this.kind,
      code: this.code,
      message: this.message,
      context: {},
      timestamp: this.timestamp,
      retryable: this.retryable,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(docs === undefined ? {} : { docs }),
      ...(this.cause === undefined || this.cause === null ? {} : { chain: formatErrorChain(this) }),
    });
    // The context is clean already, and a marker of a derived class has to stay as it is.
    return { ...record, context: this.context };
  }

  /** `Name [CODE]: message hint`, for people. */
  override toString(): string {
    return redactText(`${this.name} [${this.code}]: ${this.message}${this.hint === undefined ? '' : ` ${this.hint}`}`);
  }

  /**
   * Writes one record with the whole error to `logger`, as grave as its kind: see {@link errorLogLevel}.
   *
   * Without a logger nothing is written; the record comes back either way.
   */
  log(logger?: Logger): ErrorLogRecord {
    const record: ErrorLogRecord = {
      level: errorLogLevel(this.kind),
      message: redactText(`${this.name}: ${this.message}`),
      fields: { error: this.toJSON() },
    };
    if (logger !== undefined) {
      markLogged(this);
      logger.log(record.level, record.message, record.fields);
    }
    return record;
  }
}

/** Marks errors of every copy of this package. */
export const ERROR_BRAND: unique symbol = Symbol.for('dev.seawall.error');

/** Under which an error keeps its context; shared by all copies of this package, like the brand. */
const CONTEXT: unique symbol = Symbol.for('dev.seawall.error.context');

/**
 * Whether `value` is an error of Seawall and of a class: by its prototype, or, from another copy of the package, by its
 * name. Never throws, whatever `value` is.
 */
export function isErrorOf(value: unknown, errorClass: ErrorClass, name: string | undefined): boolean {
  try {
    if (!(value instanceof Error) || Reflect.get(value, ERROR_BRAND) !== true) return false;
    return name === undefined || value.name === name || value instanceof errorClass;
  } catch {
    // A proxy or a getter that throws: no error of ours.
    return false;
  }
}

/** A class, for `instanceof` alone. */
type ErrorClass = abstract new (...parameters: never) => Error;

/**
 * The context of an error as it is kept, for decisions of ours: unlike `error.context` it costs nothing to read, and is not
 * cleaned of what became a secret since then, so nothing of it may be shown.
 */
export function contextOf(error: MCPError): Readonly<Record<string, unknown>> {
  const context: unknown = Reflect.get(error, CONTEXT);
  // Only the constructor writes under the key, and redaction keeps the shape of what it copies.
  return typeof context === 'object' && context !== null ? (context as Readonly<Record<string, unknown>>) : {};
}

/** The latest time that a date can hold, in milliseconds on either side of the epoch. */
const MAX_TIME_MS = 8_640_000_000_000_000;

function isTimestamp(timeMs: number | undefined): timeMs is number {
  return timeMs !== undefined && Math.abs(timeMs) <= MAX_TIME_MS;
}
