import type { Transport } from '@modelcontextprotocol/client';
import type { TransportFacts } from './failure-context.ts';

/** A way to a server that was opened and is ours to end: the SDK's transport with all that belongs to it. */
export interface Link {
  readonly kind: 'stdio' | 'http' | 'sse';
  readonly transport: Transport;
  readonly facts: TransportFacts;
  readonly pid: number | undefined;
  /** Where the server is, for HTTP. */
  readonly address: { readonly host: string; readonly port: number } | undefined;
  /** What came from the server so far, for the error when it never shook hands; whole sentences. */
  describeSilence(): string;
  /**
   * Runs `send`, and ties the request that the SDK sends within it to `origin`; absent where the wire does not tell which
   * request a message belongs to.
   */
  sendFor?<T>(origin: object, send: () => T): T;
  /** Ends the transport and everything it owns. May be called twice, never rejects. */
  end(): Promise<void>;
}
