import type { BaseMessage } from '@langchain/core/messages';
import { type Clock, toTimestamp } from '@seawall/core/base';

/** Where a message says when it came; no integration sends this part to a model. */
const TIME_KEY = 'dev.seawall/time';

/** A copy of a message that says when it came, as ISO 8601 in UTC. Whoever made the message may hold on to it, as a cache does. */
export function stampTime<Message extends BaseMessage>(message: Message, clock: Pick<Clock, 'now'>): Message {
  const copy: Message = Object.create(Object.getPrototypeOf(message));
  return Object.assign(copy, message, {
    // The graph writes the id of a message in here.
    lc_kwargs: { ...message.lc_kwargs },
    response_metadata: { ...message.response_metadata, [TIME_KEY]: toTimestamp(clock.now()) },
  });
}

/** When a message came; `undefined` where nobody wrote it down. */
export function timeOf(message: BaseMessage): string | undefined {
  const time: unknown = message.response_metadata[TIME_KEY];
  return typeof time === 'string' ? time : undefined;
}
