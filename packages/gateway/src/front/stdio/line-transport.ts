import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, MessageExtraInfo, Transport } from '@modelcontextprotocol/server';
import { isJsonRpcMessage, requestIdOf } from './json-rpc-message.ts';
import { createLineSplitter } from './line-splitter.ts';

/** The streams and limits of a {@link LineTransport}. */
export interface LineTransportOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Longer messages are refused, in bytes. */
  readonly maxLineBytes: number;
}

/**
 * MCP over a pair of streams, one message a line.
 *
 * A line that is no message is answered with an error and the next one is read. The end of the input, and an output that
 * can't be written to, end the connection. Progress is left out while the host does not read.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
  readonly #options: LineTransportOptions;
  #onClosed: () => void = () => undefined;
  #isClosed = false;
  readonly #onData: (chunk: Buffer) => void;
  readonly #onEnd = (): void => void this.close();
  readonly #onFailure = (error: Error): void => {
    this.onerror?.(error);
    void this.close();
  };

  constructor(options: LineTransportOptions) {
    this.#options = options;
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve;
    });
    const splitter = createLineSplitter({
      maxLineBytes: options.maxLineBytes,
      onLine: (line) => this.#onLine(line),
      onOverlong: () =>
        this.#refuse({
          code: INVALID_REQUEST_CODE,
          message: `The message has more than ${options.maxLineBytes} bytes.`,
        }),
    });
    this.#onData = (chunk) => splitter.push(chunk);
  }

  async start(): Promise<void> {
    const { input, output } = this.#options;
    output.on('error', this.#onFailure);
    output.on('close', this.#onEnd);
    input.on('error', this.#onFailure);
    input.on('end', this.#onEnd);
    input.on('close', this.#onEnd);
    input.on('data', this.#onData);
    // Streams tell of an end once, and it may have been before anybody listened.
    if (input.readableEnded || input.destroyed || output.destroyed) queueMicrotask(this.#onEnd);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#isClosed) return;
    const { output } = this.#options;
    if (output.writableNeedDrain && 'method' in message && message.method === 'notifications/progress') return;
    if (output.write(`${JSON.stringify(message)}\n`)) return;
    await new Promise<void>((resolve) => {
      const onDrain = (): void => {
        output.off('drain', onDrain);
        output.off('close', onDrain);
        resolve();
      };
      output.on('drain', onDrain);
      output.on('close', onDrain);
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { input, output } = this.#options;
    output.off('close', this.#onEnd);
    input.off('data', this.#onData);
    input.off('end', this.#onEnd);
    input.off('close', this.#onEnd);
    input.off('error', this.#onFailure);
    input.pause();
    // The listener for errors of the output stays: what was written may fail later, and must not end the process.
    this.onclose?.();
    this.#onClosed();
  }

  #onLine(line: string): void {
    if (this.#isClosed || line.trim() === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#refuse({ code: PARSE_ERROR_CODE, message: 'The line is not valid JSON.' });
      return;
    }
    if (isJsonRpcMessage(message)) this.onmessage?.(message);
    else this.#refuse({ code: INVALID_REQUEST_CODE, message: 'The line is no JSON-RPC message.' }, message);
  }

  #refuse(error: { readonly code: number; readonly message: string }, message?: unknown): void {
    // JSON-RPC wants `null` where the id can't be known; the type of the SDK does not know that answer.
    const id = requestIdOf(message) ?? null;
    if (!this.#isClosed) this.#options.output.write(`${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`);
  }
}

const PARSE_ERROR_CODE = -32_700;
const INVALID_REQUEST_CODE = -32_600;
