import type { Clock, Logger } from '@seawall/core/base';
import type { ProtocolEra } from '../connection/connection.ts';
import type { HostRegistry } from './host-registry.ts';
import type { Recipients } from './recipients.ts';
import type { RegisteredHost } from './registered-host.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What all conversations with one server share. */
export interface ConversationContext {
  readonly serverName: string;
  readonly registry: HostRegistry;
  readonly subscriptions: Subscriptions;
  readonly recipients: Recipients;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A question could not be told to belong to one of several callers. */
  readonly onAmbiguous: () => void;
}

/** What a conversation is made of. */
export interface ConversationOptions extends ConversationContext {
  /** Whether anybody's calls may go over the connection, or those of one host or caller only. */
  readonly isShared: boolean;
  /** The host whose connection it is now. */
  readonly owner: () => RegisteredHost | undefined;
  readonly era: () => ProtocolEra | undefined;
  /** Hears that a list of the server changed. */
  readonly onListChanged: (method: string) => void;
}
