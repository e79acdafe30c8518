import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { type Clock, MCPConnectionError, MCPProtocolError, type Timer } from '@seawall/core/base';
import { ConnectionFailure } from '../connection.ts';
import { createMessageOrder } from '../message-order.ts';
import type { OversizedLine } from './line-splitter.ts';
import { createMessageReader, type MessageReader } from './message-reader.ts';
import { createNoiseRecord, type Noise } from './noise.ts';
import { findResponseId } from './response-id.ts';
import { DRAIN_MS, type ProcessExit, type StdioProcess } from './stdio-process.ts';

/** What a {@link StdioTransport} needs. */
export interface StdioTransportOptions {
  readonly serverName: string;
  readonly process: StdioProcess;
  readonly clock: Clock;
  readonly maxMessageBytes: number;
}

/** Limits of what one server may cost us. */
export const STDIO_LIMITS = {
  /** Bytes that may wait for a server that does not read its input. */
  maxQueuedBytes: 16_777_216,
  /** Noise and notifications that are taken in one go, in bytes, before other work gets its turn. */
  maxIdleBytesPerTurn: 262_144,
} as const;

/**
 * The SDK's transport over the pipes of a server's process.
 *
 * {@link StdioTransport.close} lets go of the process without ending it, and {@link StdioTransport.start} takes it up again:
 * so the era can be settled on one process with more than one client. {@link StdioTransport.end} ends it.
 *
 * `stderr` and `pid` are there because the SDK knows stdio by them, and then takes a silent probe for the older handshake.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly stderr: null = null;
  readonly #options: StdioTransportOptions;
  readonly #noise = createNoiseRecord();
  readonly #reader: MessageReader;
  #isAttached = false;
  #isEndedByUs = false;
  #idleBytes = 0;
  #resumeTimer: Timer | undefined;
  readonly #order = createMessageOrder((message) => this.onmessage?.(message));
  #lateDiscovery: Readonly<Record<string, unknown>> | undefined;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.#reader = createMessageReader({
      maxMessageBytes: options.maxMessageBytes,
      noise: this.#noise,
      onMessage: (message, bytes) => this.#receive(message, bytes),
      onMalformed: (id, reason) => this.#order.push(toErrorResponse(id, this.#malformed(reason))),
      onOversized: (line) => this.#refuse(line),
    });
    const { stdout, exited } = options.process;
    stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    stdout.once('end', () => this.#outputEnded());
    // Never rejects.
    void exited.then(() => this.#processGone());
  }

  get pid(): number {
    return this.#options.process.pid;
  }

  /** How the process ended by itself; absent while it runs, and when we ended it. */
  get exit(): ProcessExit | undefined {
    return this.#isEndedByUs ? undefined : this.#options.process.exit;
  }

  get stderrTail(): string {
    return this.#options.process.stderr.read();
  }

  /** What came on stdout that is no message. */
  get noise(): Noise {
    return this.#noise;
  }

  /** The answer to the era probe, if it came after the probe was given up. */
  get lateDiscovery(): Readonly<Record<string, unknown>> | undefined {
    return this.#lateDiscovery;
  }

  async start(): Promise<void> {
    if (this.#options.process.exit) throw this.#gone('not-sent');
    this.#isAttached = true;
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { stdin, exit } = this.#options.process;
    if (exit || !this.#isAttached || stdin.writableEnded || stdin.destroyed) throw this.#gone('not-sent');
    const line = `${JSON.stringify(message)}\n`;
    const queued = stdin.writableLength;
    if (queued > 0 && queued + line.length > STDIO_LIMITS.maxQueuedBytes) throw this.#unread(queued);
    stdin.write(line);
  }

  async close(): Promise<void> {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    this.onclose?.();
  }

  /** Ends the process and everything that came from it. May be called twice. */
  async end(): Promise<void> {
    this.#isEndedByUs ||= this.#options.process.exit === undefined;
    await this.close();
    this.#resumeTimer?.cancel();
    // What it still writes is drained, so that it can end.
    this.#options.process.stdout.resume();
    await this.#options.process.end();
  }

  #read(chunk: Buffer): void {
    this.#idleBytes += chunk.length;
    this.#reader.push(chunk);
    const { pendingBytes } = this.#reader;
    if (this.#idleBytes - pendingBytes < STDIO_LIMITS.maxIdleBytesPerTurn || !this.#isAttached) return;
    this.#idleBytes = pendingBytes;
    const { stdout } = this.#options.process;
    stdout.pause();
    this.#resumeTimer = this.#options.clock.setTimer(() => stdout.resume(), 0);
  }

  #receive(message: JSONRPCMessage, bytes: number): void {
    // Answers are what we are here for; only what nobody asked for is rationed.
    if (!('method' in message)) this.#idleBytes = Math.max(0, this.#idleBytes - bytes);
    if ('result' in message && String(message.id).startsWith(PROBE_ID_PREFIX)) this.#lateDiscovery = message.result;
    this.#order.push(message);
  }

  #refuse(line: OversizedLine): void {
    const failure = this.#tooLarge(line.bytes);
    const id = findResponseId(line);
    if (id === undefined) this.onerror?.(failure);
    else this.#order.push(toErrorResponse(id, failure));
  }

  /** A server that closed its output can't answer any more, though it may go on running. */
  #outputEnded(): void {
    if (this.exit) return;
    this.#reader.end();
    // A process that just ends gets the time to say how; the end that follows here does not reject.
    this.#options.clock.setTimer(() => void (this.exit ? undefined : this.end()), DRAIN_MS, { background: true });
  }

  #processGone(): void {
    this.#resumeTimer?.cancel();
    this.#reader.end();
    // What the end of the output still brought is handled first.
    queueMicrotask(() => void this.close());
  }

  #gone(delivery: 'not-sent' | 'unknown'): ConnectionFailure {
    const { serverName } = this.#options;
    const error = new MCPConnectionError({
      code: 'CONNECTION_CLOSED',
      serverName,
      transportType: 'stdio',
      message: `The connection to server "${serverName}" is closed.`,
    });
    return new ConnectionFailure({ error, delivery, effect: 'broken' });
  }

  #unread(queuedBytes: number): ConnectionFailure {
    const { serverName } = this.#options;
    const error = new MCPConnectionError({
      code: 'SERVER_UNAVAILABLE',
      serverName,
      transportType: 'stdio',
      message: `Server "${serverName}" does not read its input: ${queuedBytes} bytes of earlier requests still wait for it.`,
      hint: 'Its process hangs or is stopped; restart the server if it does not recover.',
      context: { queuedBytes, limitBytes: STDIO_LIMITS.maxQueuedBytes },
    });
    return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'none' });
  }

  #tooLarge(bytes: number): ConnectionFailure {
    const { serverName, maxMessageBytes } = this.#options;
    const error = new MCPProtocolError({
      code: 'MESSAGE_TOO_LARGE',
      serverName,
      message: `Server "${serverName}" sent a message of ${bytes} bytes; ${maxMessageBytes} bytes are allowed.`,
      hint: `Ask for less at a time, or raise mcpServers.${serverName}.seawall.maxMessageBytes.`,
      context: { bytes, limitBytes: maxMessageBytes },
    });
    return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
  }

  #malformed(reason: string): ConnectionFailure {
    const { serverName } = this.#options;
    const error = new MCPProtocolError({
      code: 'INVALID_MESSAGE',
      serverName,
      message: `Server "${serverName}" sent an answer that is not valid JSON-RPC: ${reason}.`,
      hint: 'Report it to the author of the server.',
    });
    return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
  }
}

/** The SDK's own prefix for the ids of era probes. */
const PROBE_ID_PREFIX = 'server-discover-probe-';
/** JSON-RPC's code for an internal error; programs read the failure in `data`. */
const INTERNAL_ERROR = -32603;

/** A failure in the shape of an answer: the only way to fail one request and keep the others. */
export function toErrorResponse(id: string | number, failure: ConnectionFailure): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: INTERNAL_ERROR, message: failure.message, data: failure } };
}
