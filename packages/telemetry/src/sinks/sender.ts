import type { MCPError } from '@seawall/core/base';
import type { Notice } from '../alerts/notice.ts';

/** Turns one notice into what a receiver takes, and sends it once. */
export interface Sender {
  /** Whether it can tell its receiver that somebody looks after an alert. */
  readonly takesAcknowledgements: boolean;
  /** How often it has to repeat what goes on, where its receiver forgets; acknowledged alerts too. */
  readonly refreshMs?: number;
  /** Never rejects. Ends soon after `signal` aborts. */
  send(notice: Notice, signal: AbortSignal): Promise<Try>;
}

/** How one try ended. */
export type Try =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'failed';
      readonly error: MCPError;
      /** Whether another try may succeed. */
      readonly mayPass: boolean;
      /** When the receiver wants to be asked again. */
      readonly retryAfterMs?: number;
      /** Whether the receiver may have taken it although nobody knows. */
      readonly mayHaveArrived: boolean;
    };
