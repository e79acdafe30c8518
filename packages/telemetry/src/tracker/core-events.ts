import type { SeawallEvent } from '@seawall/core/base';

/** The event of a kind. */
export type EventOf<K extends SeawallEvent['kind']> = Extract<SeawallEvent, { readonly kind: K }>;

/** What policies tell of: neither calls and attempts themselves, nor connections, catalogs, the configuration and alerts. */
export type PolicyEvent = Exclude<
  SeawallEvent,
  {
    readonly kind:
      | 'callStarted'
      | 'callFinished'
      | 'attemptStarted'
      | 'attemptFinished'
      | 'connectionChanged'
      | 'catalogChanged'
      | 'configReloaded'
      | 'alertFired'
      | 'alertResolved';
  }
>;
