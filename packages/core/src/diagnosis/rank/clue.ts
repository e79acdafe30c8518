import type { KnownErrorCode } from '../../errors/error-code.ts';
import type { CredentialFault, DiagnosisKind, SignalSource } from '../diagnosis.ts';

/** A kind that a failure can have. */
export type FailureKind = Exclude<DiagnosisKind, 'none' | 'empty_result'>;

/** What one thing in the evidence points to. */
export interface Clue {
  readonly source: SignalSource;
  /** What was seen. */
  readonly value: string;
  readonly kind: FailureKind;
  /** @default the usual code of the kind */
  readonly code?: KnownErrorCode;
  /** @default what is usual for the code */
  readonly retryable?: boolean;
  readonly reason?: CredentialFault;
  /** A general word, as `bad_request` or the status 400: words that say more may correct it. */
  readonly isGeneral: boolean;
  /** Whether nothing else in the evidence can correct it.
   * @default false */
  readonly isDecisive?: true;
}
