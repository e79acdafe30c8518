import type { ServerNotificationHandler, ServerRequestHandler } from '@seawall/client';
import type { Params } from './params.ts';

/** How a server reaches the host while a call runs. */
export interface Conversation {
  readonly onRequest: ServerRequestHandler;
  readonly onNotification: ServerNotificationHandler;
}

/** What leads from a server back to its host while a call runs. */
export interface Line {
  readonly signal: AbortSignal;
  readonly conversation: Conversation;
  readonly onProgress: (progress: Params) => void;
}
