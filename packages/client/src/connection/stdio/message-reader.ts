import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { isRecord } from '../is-record.ts';
import { createLineSplitter, type OversizedLine } from './line-splitter.ts';
import type { NoiseRecord } from './noise.ts';

/** Finds the JSON-RPC messages in what a server writes to stdout. */
export interface MessageReader {
  /** Bytes of a message that is still coming. */
  readonly pendingBytes: number;
  push(chunk: Buffer): void;
  end(): void;
}

/** What a {@link MessageReader} needs. */
export interface MessageReaderOptions {
  readonly maxMessageBytes: number;
  /** Gets every line that is no message. */
  readonly noise: NoiseRecord;
  readonly onMessage: (message: JSONRPCMessage, bytes: number) => void;
  /** Told of a response that no client could take, with the id that it answers. */
  readonly onMalformed: (id: string | number, reason: string) => void;
  readonly onOversized: (line: OversizedLine) => void;
}

/** Builds a reader. What can't be a message is passed over without being parsed. */
export function createMessageReader(options: MessageReaderOptions): MessageReader {
  return createLineSplitter({
    maxLineBytes: options.maxMessageBytes,
    onLine: (line) => readLine(line, options),
    onOversized: options.onOversized,
  });
}

const [BRACE, BRACKET, SPACE] = [0x7b, 0x5b, 0x20];

function readLine(line: Buffer, options: MessageReaderOptions): void {
  let start = 0;
  while (start < line.length && (line[start] ?? 0) <= SPACE) start += 1;
  if (start === line.length) return;
  const first = line[start];
  const value = first === BRACE || first === BRACKET ? parse(line) : undefined;
  // A server of 2025-03-26 may answer in batches.
  const candidates: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isMessage = candidates.map((candidate) => take(candidate, line.length, options)).some((taken) => taken);
  if (!isMessage) options.noise.add(line);
}

function take(value: unknown, bytes: number, options: MessageReaderOptions): boolean {
  if (!isRecord(value) || value.jsonrpc !== '2.0') return false;
  const { id, method, result, error } = value;
  if (typeof method === 'string' || isRecord(result) || isRpcError(error)) {
    // The members that the SDK dispatches by were looked at above; the rest passes untouched.
    options.onMessage(value as unknown as JSONRPCMessage, bytes);
    return true;
  }
  if (typeof id !== 'string' && typeof id !== 'number') return false;
  options.onMalformed(
    id,
    'error' in value ? 'its "error" has no numeric "code" and "message"' : 'its "result" is not an object',
  );
  return true;
}

function isRpcError(error: unknown): boolean {
  return isRecord(error) && Number.isInteger(error.code) && typeof error.message === 'string';
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    // Noise that looks like JSON: the caller counts it.
    return undefined;
  }
}
