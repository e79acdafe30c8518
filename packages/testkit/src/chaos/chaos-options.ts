import type { Configuration } from '@seawall/client';
import type { Clock, Logger } from '@seawall/core/base';
import type { FaultKind } from '../faults/fault-kind.ts';
import type { ChaosRow } from './chaos-report.ts';

/** What {@link runChaos} plays. */
export interface ChaosOptions {
  readonly configuration: Configuration;
  readonly faults: readonly FaultKind[];
  /** How long each fault lasts, in milliseconds.
   * @default 5000 */
  readonly faultMs?: number;
  /** Calls to make; those that are no reads are answered in the place of the server unless `sendWrites` is set.
   * @default lists as reads, and the first tool of each server as a write that is never sent */
  readonly calls?: readonly ChaosCall[];
  /** Whether writes of `calls` are really sent.
   * @default false */
  readonly sendWrites?: boolean;
  /** The same seed makes the same choices.
   * @default 1 */
  readonly seed?: number;
  /** How long one call may take, in milliseconds.
   * @default 5000 */
  readonly deadlineMs?: number;
  /** How long after a fault calls may fail, in milliseconds.
   * @default 5000 */
  readonly recoveryMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly signal?: AbortSignal;
  /** Hears of each row when it is done. */
  readonly onRow?: (row: ChaosRow) => void;
}

/** A call of the user's own. */
export interface ChaosCall {
  readonly server: string;
  readonly tool: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Whether the call changes nothing, so that it may be sent as often as it likes.
   * @default false */
  readonly isRead?: boolean;
}

/** What {@link runChaos} uses where an option is absent. */
export const CHAOS_DEFAULTS = {
  faultMs: 5000,
  sendWrites: false,
  seed: 1,
  deadlineMs: 5000,
  recoveryMs: 5000,
} as const satisfies Partial<ChaosOptions>;
