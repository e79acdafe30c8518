import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/** A symbol, so that nothing in a message from a server can pass for it. */
const ORIGIN = Symbol('origin');

/** Ties a message of a server to the call in whose stream it came; the SDK hands the mark on with the message. */
export function markOrigin(message: JSONRPCMessage, origin: object): void {
  Object.defineProperty(message, ORIGIN, { value: origin, enumerable: true });
}

/** What a message was tied to, as the field that a listener is told; empty for any other message. */
export function sourceOf(message: object): { readonly origin?: object } {
  const origin: unknown = Reflect.get(message, ORIGIN);
  return typeof origin === 'object' && origin !== null ? { origin } : {};
}
