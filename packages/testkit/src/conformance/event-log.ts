import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

interface LoggedEvent {
  readonly id: string;
  readonly streamId: string;
  readonly message: JSONRPCMessage;
}

/** Older events of a session are forgotten. */
const MAX_EVENTS = 1000;

/** Keeps the events of one session, so that a client that lost its stream gets what it missed. */
export function createEventLog(): EventStore {
  const events: LoggedEvent[] = [];
  let count = 0;
  return {
    storeEvent: async (streamId, message) => {
      count += 1;
      const id = `${streamId}_${count}`;
      events.push({ id, streamId, message });
      if (events.length > MAX_EVENTS) events.shift();
      return id;
    },
    getStreamIdForEventId: async (eventId) => events.find((event) => event.id === eventId)?.streamId,
    replayEventsAfter: async (lastEventId, { send }) => {
      const seen = events.findIndex((event) => event.id === lastEventId);
      const streamId = events[seen]?.streamId;
      if (streamId === undefined) throw new RangeError(`The event "${lastEventId}" is not known, or is forgotten.`);
      for (const event of events.slice(seen + 1)) {
        // The SDK opens a stream with an event without a message, which is of no use later.
        if (event.streamId === streamId && 'jsonrpc' in event.message) await send(event.id, event.message);
      }
      return streamId;
    },
  };
}
