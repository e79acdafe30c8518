import type { Clock, Outbound, SinkTarget } from '@seawall/core/base';

/** What a sender is made of. */
export interface SenderOptions<T extends SinkTarget['type']> {
  /** The name of the sink, for errors. */
  readonly sink: string;
  readonly target: Extract<SinkTarget, { readonly type: T }>;
  readonly outbound: Outbound;
  readonly clock: Clock;
}
