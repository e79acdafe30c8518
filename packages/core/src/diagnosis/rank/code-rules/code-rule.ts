import type { KnownErrorCode } from '../../../errors/error-code.ts';
import type { CredentialFault } from '../../diagnosis.ts';
import type { FailureKind } from '../clue.ts';
import type { Alternatives } from '../matching/any-of.ts';

/** What the words of a code mean. */
export interface CodeRule {
  /** Matched against the words of a code, in lower case with single spaces: `InvalidApiKey` is `invalid api key`. */
  readonly words: Alternatives;
  readonly kind: FailureKind;
  readonly code?: KnownErrorCode;
  readonly reason?: CredentialFault;
  readonly retryable?: boolean;
}
