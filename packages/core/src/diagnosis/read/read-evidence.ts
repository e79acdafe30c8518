import type { Evidence } from '../../call/evidence.ts';
import { clip } from './clip.ts';
import { EMPTY_VIEW, type EvidenceView } from './evidence-view.ts';
import { hasAny, isForeignArray, readNumber, readProperty, readString } from './foreign-value.ts';
import { toPlainValue } from './plain-value.ts';
import { readException } from './read-exception.ts';
import { readHeaders } from './read-headers.ts';

/** Reads evidence of any shape into one form. A payload that has another shape than it says is read as what it is. */
export function readEvidence(evidence: Evidence): EvidenceView {
  const shape = readString(evidence, 'shape');
  const payload = unwrap(readProperty(evidence, 'payload'));
  switch (sniff(payload, shape)) {
    case 'tool_result':
      return readToolResult(payload);
    case 'jsonrpc_error':
      return readRpcError(payload);
    case 'http_response':
      return readHttpResponse(payload);
    default:
      return readException(payload);
  }
}

/** A whole JSON-RPC message, or a result in an envelope, stands for what is in it. */
function unwrap(payload: unknown): unknown {
  if (readString(payload, 'jsonrpc') === undefined) return payload;
  return readProperty(payload, 'error') ?? readProperty(payload, 'result') ?? payload;
}

function sniff(payload: unknown, shape: string | undefined): string | undefined {
  if (isForeignArray(readProperty(payload, 'content')) || hasAny(payload, ['structuredContent'])) return 'tool_result';
  if (shape === 'tool_result') {
    if (readNumber(payload, 'code') !== undefined && readString(payload, 'message') !== undefined)
      return 'jsonrpc_error';
    return hasAny(payload, ['stack', 'cause']) ? 'exception' : 'tool_result';
  }
  if (shape === 'jsonrpc_error') {
    return readNumber(payload, 'code') === undefined && hasAny(payload, ['name', 'stack', 'cause'])
      ? 'exception'
      : shape;
  }
  if (shape === 'http_response')
    return readNumber(payload, 'status') === undefined && hasAny(payload, ['stack']) ? 'exception' : shape;
  return shape;
}

const MAX_BLOCKS = 20;

/** Written out in full, for every healthy result comes this way. */
function readToolResult(payload: unknown): EvidenceView {
  // Some clients hand over the blocks alone.
  const content = isForeignArray(payload) ? payload : readProperty(payload, 'content');
  const { texts, length, blocks, hasOtherContent } = isForeignArray(content)
    ? readBlocks(content)
    : readBare(typeof payload === 'string' ? payload : content);
  const structured =
    readProperty(payload, 'structuredContent') ??
    readProperty(payload, 'structured_content') ??
    readProperty(payload, 'toolResult');
  return {
    channel: 'tool_result',
    isError: readProperty(payload, 'isError') === true || readProperty(payload, 'is_error') === true,
    texts,
    length,
    blocks,
    hasOtherContent,
    objects: structured === undefined || structured === null ? [] : [toPlainValue(structured)],
    headers: EMPTY_VIEW.headers,
    links: EMPTY_VIEW.links,
  };
}

type Content = Pick<EvidenceView, 'texts' | 'length' | 'blocks' | 'hasOtherContent'>;

function readBlocks(blocks: readonly unknown[]): Content {
  const texts: string[] = [];
  let length = 0;
  let hasOtherContent = false;
  for (let index = 0; index < Math.min(blocks.length, MAX_BLOCKS); index += 1) {
    const text = readString(blocks[index], 'text');
    if (text === undefined) hasOtherContent = true;
    else {
      texts.push(clip(text));
      length += text.length;
    }
  }
  return { texts: texts.length > 1 ? [clip(texts.join('\n'))] : texts, length, blocks: blocks.length, hasOtherContent };
}

function readBare(text: unknown): Content {
  if (typeof text !== 'string') return { texts: [], length: 0, blocks: 0, hasOtherContent: false };
  return { texts: [clip(text)], length: text.length, blocks: 1, hasOtherContent: false };
}

function readRpcError(payload: unknown): EvidenceView {
  const message = readString(payload, 'message') ?? (typeof payload === 'string' ? payload : '');
  const data = readProperty(payload, 'data');
  const rpcCode = readNumber(payload, 'code');
  return {
    ...EMPTY_VIEW,
    channel: 'jsonrpc_error',
    texts: typeof data === 'string' ? [clip(message), clip(data)] : [clip(message)],
    length: message.length,
    objects: typeof data === 'object' && data !== null ? [toPlainValue(data)] : [],
    ...(rpcCode === undefined ? {} : { rpcCode }),
  };
}

function readHttpResponse(payload: unknown): EvidenceView {
  const body = readProperty(payload, 'body') ?? readProperty(payload, 'data') ?? readProperty(payload, 'text');
  const text = typeof body === 'string' ? body : '';
  const status = readNumber(payload, 'status') ?? readNumber(payload, 'statusCode');
  return {
    ...EMPTY_VIEW,
    channel: 'http_response',
    texts: text === '' ? [] : [clip(text)],
    length: text.length,
    objects: typeof body === 'object' && body !== null ? [toPlainValue(body)] : [],
    headers: readHeaders(readProperty(payload, 'headers')),
    ...(status === undefined ? {} : { status }),
  };
}
