import type { ErrorCode } from '../errors/error-code.ts';
import type { ErrorKind } from '../errors/error-kind.ts';

/** What a call came to: a kind of failure that a server can cause, or one of the two kinds of results. */
export type DiagnosisKind = Exclude<ErrorKind, 'circuit_open' | 'overloaded' | 'outcome_unknown'> | ResultKind;

/** `none` is a result, whatever it talks about; `empty_result` is one that found nothing. */
export type ResultKind = 'none' | 'empty_result';

/** How sure a diagnosis is. A low one must never trip a breaker: the server destroyed what would tell more. */
export type Confidence = 'high' | 'medium' | 'low';

/** What is wrong with a credential. */
export type CredentialFault = 'missing' | 'invalid' | 'expired';

/**
 * A finding about what a server answered: what it is, why that is believed, and what to do.
 *
 * `summary` and `advice` are our words only. What the server said stands in `quote`, and nowhere else.
 */
export interface Diagnosis {
  readonly kind: DiagnosisKind;
  /** A code of the catalogue, or of a user's pack. Results have `RESULT_OK`, `RESULT_EMPTY` or `RESULT_PARTIAL`. */
  readonly code: ErrorCode;
  /** Whether the same call, unchanged, may succeed later. Says nothing about whether it already ran. */
  readonly retryable: boolean;
  /** When the server wants the next call, in milliseconds from now, as far as it said so. */
  readonly retryAfterMs?: number;
  /** The HTTP status behind the failure, as far as it is visible. */
  readonly httpStatus?: number;
  /** What is wrong with the credential; only for `authentication`. */
  readonly reason?: CredentialFault;
  /** What happened and where, in one sentence. */
  readonly summary: string;
  /** What to do, in one sentence; empty for a result without a finding. */
  readonly advice: string;
  readonly confidence: Confidence;
  /** Everything that was seen and what it points to, strongest first. */
  readonly signals: readonly Signal[];
  /** The pack whose knowledge decided. */
  readonly pack?: string;
  /** The pack's own word for the outcome, as `workflow_error`. */
  readonly status?: string;
  /** What the server said: cleaned of control characters, redacted, bounded. */
  readonly quote?: string;
  /** What programs can use: the fields at fault, the possible transitions, the length of a window. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What a model should know about a result that is empty or not whole. */
  readonly warnings?: readonly string[];
  /** Where people look next, built from the configured base URL. */
  readonly links?: readonly DiagnosisLink[];
}

/** A diagnosis of a failure: what an error can be made of. */
export type FailureDiagnosis = Diagnosis & { readonly kind: Exclude<DiagnosisKind, ResultKind> };

/** A diagnosis of a result. */
export type ResultDiagnosis = Diagnosis & { readonly kind: ResultKind };

/** Whether a diagnosis is one of a failure, so that an error can be made of it. */
export function isFailure(diagnosis: Diagnosis): diagnosis is FailureDiagnosis {
  return diagnosis.kind !== 'none' && diagnosis.kind !== 'empty_result';
}

/** One thing that was seen in the evidence. */
export interface Signal {
  readonly source: SignalSource;
  /** What was seen, cleaned and bounded, as `429` or `ECONNREFUSED`. */
  readonly value: string;
  /** What it points to; absent where it only supports another signal. */
  readonly kind?: DiagnosisKind;
}

/** Where a signal comes from, strongest first. */
export type SignalSource =
  | 'abort'
  | 'pack'
  | 'vendor-code'
  | 'http-status'
  | 'system-error'
  | 'error-class'
  | 'jsonrpc-code'
  | 'text'
  | 'shape';

/** A place where people look next. */
export interface DiagnosisLink {
  readonly title: string;
  readonly url: string;
}
