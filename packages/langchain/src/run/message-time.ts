import type { BaseMessage } from '@langchain/core/messages';
import { type Clock, toTimestamp } from '@seawall/core/base';

/** Where a message says when it came; no integration sends this part to a model. */
const TIME_KEY = 'dev.seawall/time';

/** Writes down when a message came, as ISO 8601 in UTC. */
export function stampTime<Message extends BaseMessage>(message: Message, clock: Pick<Clock, 'now'>): Message {
  message.response_metadata = { ...message.response_metadata, [TIME_KEY]: toTimestamp(clock.now()) };
  return message;
}

/** When a message came; `undefined` where nobody wrote it down. */
export function timeOf(message: BaseMessage): string | undefined {
  const time: unknown = message.response_metadata[TIME_KEY];
  return typeof time === 'string' ? time : undefined;
}
