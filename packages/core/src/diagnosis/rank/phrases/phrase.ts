import type { KnownErrorCode } from '../../../errors/error-code.ts';
import type { CredentialFault } from '../../diagnosis.ts';
import type { FailureKind } from '../clue.ts';
import type { Alternatives } from '../matching/any-of.ts';

/** Words by which servers say what happened. */
export interface Phrase {
  readonly kind: FailureKind;
  readonly code: KnownErrorCode;
  /** Matched against the peeled text in lower case. */
  readonly text: Alternatives;
  /** Where this holds as well, the phrase means something else. */
  readonly unless?: Alternatives;
  /** Whether the words are so exact that they correct a status or a general code.
   * @default false */
  readonly corrects?: true;
  /** Whether they leave no doubt, so that nothing corrects them.
   * @default false */
  readonly decides?: true;
  readonly retryable?: boolean;
  readonly reason?: CredentialFault;
  /** The channels in which it means this.
   * @default all */
  readonly only?: 'transport' | 'call' | 'start' | 'connect';
}
