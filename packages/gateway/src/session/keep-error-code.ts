import type { JSONRPCMessage, MessageExtraInfo, Transport, TransportSendOptions } from '@modelcontextprotocol/server';
import { isResourceNotFoundData, RESOURCE_NOT_FOUND_CODE } from '../reply/json-rpc-error.ts';

/**
 * Wraps the transport of an older host so that "resource not found" keeps its code.
 *
 * The SDK sends -32602 where a handler answers -32002; hosts of the era before 2026-07-28 know -32002 only.
 */
export function keepErrorCode(inner: Transport): Transport {
  return new KeepErrorCodeTransport(inner);
}

class KeepErrorCodeTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  readonly #inner: Transport;

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  async start(): Promise<void> {
    this.#inner.onclose = () => this.onclose?.();
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onmessage = (message, extra) => this.onmessage?.(message, extra);
    await this.#inner.start();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.#inner.send(withOriginalCode(message), options);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion?.(version);
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.#inner.setSupportedProtocolVersions?.(versions);
  }
}

function withOriginalCode(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message) || !isResourceNotFoundData(message.error.data)) return message;
  return { ...message, error: { ...message.error, code: RESOURCE_NOT_FOUND_CODE } };
}
