import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/**
 * Hands messages on in the order in which the SDK is to see them take effect.
 *
 * The SDK handles a notification one microtask later than an answer, and so loses progress that comes in one breath with
 * the answer: after a notification the next message waits for its turn.
 */
export interface MessageOrder {
  push(message: JSONRPCMessage): void;
}

/** Builds an order over the function that takes the messages, which must not throw. */
export function createMessageOrder(deliver: (message: JSONRPCMessage) => void): MessageOrder {
  // Bounded by the messages of one chunk of input: it is empty again one microtask later.
  let held: JSONRPCMessage[] | undefined;
  const push = (message: JSONRPCMessage): void => {
    if (held) {
      held.push(message);
      return;
    }
    deliver(message);
    if (!('method' in message)) return;
    held = [];
    queueMicrotask(() => {
      const waiting = held ?? [];
      held = undefined;
      for (const next of waiting) push(next);
    });
  };
  return { push };
}
