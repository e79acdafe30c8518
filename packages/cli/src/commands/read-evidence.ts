import { ERROR_META_KEY, type Evidence, findErrorCode } from '@seawall/core/base';
import { fieldOf, isObject, numberOf, textOf } from './plain-json.ts';
import { readHttpResponse } from './read-http-response.ts';
import { PYTHON_TRACEBACK, readLogLines } from './read-log-lines.ts';

/** A pasted text, as far as it was understood. */
export type PastedError =
  | PastedEvidence
  | {
      readonly kind: 'own-error';
      /** What the text was taken for. */
      readonly form: string;
      /** The record of an error of Seawall, as `toJSON()` gives it. */
      readonly record: OwnErrorRecord;
    };

/** Something that a server, or a program in between, said. */
export interface PastedEvidence {
  readonly kind: 'evidence';
  /** What the text was taken for. */
  readonly form: string;
  readonly evidence: Evidence;
  /** The server and the tool, where the text names them. */
  readonly server?: string;
  readonly tool?: string;
}

/** What is used of the record of an error of ours. */
export interface OwnErrorRecord {
  readonly code: string;
  readonly message?: string;
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * Finds out what a pasted text is: an error of Seawall, a JSON-RPC error, the result of a tool, an HTTP response, a log
 * line, or words.
 *
 * Prefixes that logs put before each line are taken off first. Never throws.
 */
export function readPastedError(text: string): PastedError {
  const bare = text.replace(/^\ufeff/, '').trim();
  const whole = readForms(bare);
  if (whole) return whole;
  const { lines, form, server } = readLogLines(bare);
  const inner = lines === bare ? undefined : readForms(lines);
  const found = inner ?? readWords(lines, { isThrown: form === PYTHON_TRACEBACK });
  const named = form === undefined ? found : { ...found, form: `${form}: ${found.form}` };
  return server === undefined || named.kind !== 'evidence' || named.server !== undefined ? named : { ...named, server };
}

/** The forms that say by themselves what they are. */
function readForms(text: string): PastedError | undefined {
  const response = readHttpResponse(text);
  if (response) return httpResponse(response);
  return readJson(text) ?? readCode(text) ?? readOwnText(text);
}

/** More objects inside objects are not looked through. */
const MAX_DEPTH = 6;

function readJson(text: string): PastedError | undefined {
  if (!/^[[{"]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Words that begin with a bracket, or JSON that was cut: core reads what it can of it.
    return undefined;
  }
  if (typeof value === 'string') return readPastedError(value);
  // A batch, or a list with one answer in it.
  const first: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return readObject(first, 0) ?? { kind: 'evidence', form: 'JSON', evidence: toolResult(text, false) };
}

function readObject(value: unknown, depth: number): PastedError | undefined {
  if (!isObject(value) || depth > MAX_DEPTH) return undefined;
  const own = readOwnRecord(value) ?? readOwnRecord(fieldOf(fieldOf(value, '_meta'), ERROR_META_KEY));
  if (own) return own;
  if (value.jsonrpc === '2.0') return readRpcMessage(value, depth);
  if (Array.isArray(value.content) && value.content.every(isObject))
    return { kind: 'evidence', form: 'the result of a tool', evidence: { shape: 'tool_result', payload: value } };
  if (Number.isInteger(value.code) && typeof value.message === 'string' && Math.abs(Number(value.code)) >= 1000)
    return rpcError(value);
  return readLogRecord(value, depth) ?? readResponseObject(value);
}

function readRpcMessage(value: Readonly<Record<string, unknown>>, depth: number): PastedError | undefined {
  if (isObject(value.error)) return rpcError(value.error);
  const inner = readObject(value.result, depth + 1);
  if (inner) return inner;
  const payload = isObject(value.result) ? value.result : value;
  return { kind: 'evidence', form: 'a JSON-RPC message', evidence: { shape: 'tool_result', payload } };
}

function rpcError(value: Readonly<Record<string, unknown>>): PastedEvidence {
  const { code, message, data } = value;
  const payload = {
    code: typeof code === 'number' ? code : 0,
    message: typeof message === 'string' ? message : '',
    ...(data === undefined ? {} : { data }),
  };
  return { kind: 'evidence', form: 'a JSON-RPC error', evidence: { shape: 'jsonrpc_error', payload } };
}

/** The record of one of our errors, alone or in a line of our log. */
function readOwnRecord(value: unknown): PastedError | undefined {
  const code = textOf(value, 'code');
  if (textOf(value, 'errorType') === undefined || code === undefined || textOf(value, 'kind') === undefined)
    return undefined;
  const context = fieldOf(value, 'context');
  const retryable = fieldOf(value, 'retryable');
  const message = textOf(value, 'message');
  const hint = textOf(value, 'hint');
  return {
    kind: 'own-error',
    form: 'an error of Seawall',
    record: {
      code,
      context: isObject(context) ? context : {},
      ...(message === undefined ? {} : { message }),
      ...(hint === undefined ? {} : { hint }),
      ...(typeof retryable === 'boolean' ? { retryable } : {}),
    },
  };
}

/** The fields in which loggers put an error, and those in which they put the words of a record. */
const ERROR_FIELDS: readonly string[] = ['err', 'error', 'exception', 'exc_info', 'cause', 'failure'];
const MESSAGE_FIELDS: readonly string[] = ['msg', 'message', 'event', 'log', 'text', 'MESSAGE'];
const LEVEL_FIELDS: readonly string[] = ['level', 'levelname', 'severity', 'lvl', 'PRIORITY', 'stream', 'log.level'];

/** A line of a log that is JSON: pino, bunyan, winston, structlog, docker's own files, journald. */
function readLogRecord(value: Readonly<Record<string, unknown>>, depth: number): PastedError | undefined {
  if (!LEVEL_FIELDS.some((field) => ['string', 'number'].includes(typeof value[field]))) return undefined;
  const server = textOf(value, 'server') ?? textOf(value, 'serverName');
  const tool = textOf(value, 'tool');
  const about = { ...(server === undefined ? {} : { server }), ...(tool === undefined ? {} : { tool }) };
  for (const field of ERROR_FIELDS) {
    const inner = value[field];
    const found = readObject(inner, depth + 1);
    if (found) return tell(found, about);
    if (isObject(inner)) return tell(exception(inner), about);
    if (typeof inner === 'string' && inner.trim() !== '') return tell(readPastedError(inner), about);
  }
  const message = MESSAGE_FIELDS.map((field) => textOf(value, field)).find((text) => text !== undefined);
  return message === undefined ? undefined : tell(depth < MAX_DEPTH ? readNested(message) : readWords(message), about);
}

/** docker keeps each line of a program, possibly JSON again, in a record of its own. */
function readNested(message: string): PastedError {
  return message.trimStart().startsWith('{')
    ? (readJson(message.trim()) ?? readWords(message))
    : readPastedError(message);
}

function tell(found: PastedError, about: { readonly server?: string; readonly tool?: string }): PastedError {
  const form = `a line of a log: ${found.form}`;
  return found.kind === 'evidence' ? { ...about, ...found, form } : { ...found, form };
}

function exception(value: Readonly<Record<string, unknown>>): PastedEvidence {
  const name = textOf(value, 'name') ?? textOf(value, 'type');
  return {
    kind: 'evidence',
    form: 'an exception',
    evidence: { shape: 'exception', payload: { ...value, ...(name === undefined ? {} : { name }) } },
  };
}

/** An HTTP response that a client printed as an object. */
function readResponseObject(value: Readonly<Record<string, unknown>>): PastedEvidence | undefined {
  const status = numberOf(value, 'status') ?? numberOf(value, 'statusCode');
  if (status === undefined || status < 100 || status > 599) return undefined;
  if (!['headers', 'body', 'data', 'statusText', 'text'].some((field) => field in value)) return undefined;
  const { body = value.data ?? value.text, headers } = value;
  const statusText = textOf(value, 'statusText');
  return httpResponse({
    status,
    headers: isObject(headers) ? textsOf(headers) : {},
    body: typeof body === 'string' ? body : (JSON.stringify(body) ?? ''),
    ...(statusText === undefined ? {} : { statusText }),
  });
}

function textsOf(value: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}

function httpResponse(payload: Extract<Evidence, { shape: 'http_response' }>['payload']): PastedEvidence {
  return { kind: 'evidence', form: 'an HTTP response', evidence: { shape: 'http_response', payload } };
}

/** A code of ours alone. */
function readCode(text: string): PastedError | undefined {
  if (!/^[A-Z][A-Z0-9_]{3,60}$/.test(text) || findErrorCode(text) === undefined) return undefined;
  return { kind: 'own-error', form: 'a code of Seawall', record: { code: text, context: {} } };
}

/** What a command of ours printed: `error: …`, `fix: …`, `code: …`. */
function readOwnText(text: string): PastedError | undefined {
  const code = /^\s*code: ([A-Z][A-Z0-9_]{3,60})\b/m.exec(text)?.[1];
  if (code === undefined || findErrorCode(code) === undefined) return undefined;
  const message = /^\s*error: (.+)$/m.exec(text)?.[1];
  const hint = /^\s*fix: (.+)$/m.exec(text)?.[1];
  return {
    kind: 'own-error',
    form: 'an error of Seawall',
    record: {
      code,
      context: {},
      ...(message === undefined ? {} : { message }),
      ...(hint === undefined ? {} : { hint }),
    },
  };
}

/** Words were pasted because somebody takes them for an error: they count as one, and core says how sure it is. */
function readWords(text: string, known: { readonly isThrown: boolean } = { isThrown: false }): PastedEvidence {
  const tool = /\b(?:calling|executing|running) (?:the )?(?:mcp )?tool:? ['"`]?([\w./:-]{1,128})['"`]?:/i.exec(
    text,
  )?.[1];
  const isThrown =
    known.isThrown ||
    /^(?:Uncaught )?(?:[A-Za-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception)\b/.test(text) ||
    /\n\s+at .+:\d+/.test(text);
  const sdk = readSdkError(text);
  if (sdk) return { ...sdk, ...(tool === undefined ? {} : { tool }) };
  const evidence: Evidence = isThrown ? { shape: 'exception', payload: toException(text) } : toolResult(text, true);
  return {
    kind: 'evidence',
    form: isThrown ? 'an exception' : 'words',
    evidence,
    ...(tool === undefined ? {} : { tool }),
  };
}

/** What clients built on the SDK print of an error: alone it was thrown by the client, not answered by a tool. */
function readSdkError(text: string): PastedEvidence | undefined {
  const [, code, message = ''] = /^(?:McpError: )?MCP error (-?\d{3,6}):?\s*([\s\S]*)$/i.exec(text) ?? [];
  if (code === undefined) return undefined;
  const payload = { name: 'McpError', code: Number(code), message: `MCP error ${code}: ${message}` };
  return { kind: 'evidence', form: 'an error of the MCP SDK', evidence: { shape: 'exception', payload } };
}

/** The first line without its class; Node puts the code of a system error in words and again in braces. */
function toException(text: string): object {
  const [first = '', ...rest] = text.split('\n');
  const [, name, message = first] =
    /^(?:Uncaught )?((?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?: \[\w+\])?:\s*(.*)$/.exec(first) ?? [];
  const code = /\bcode: ['"]([A-Z][A-Z0-9_]+)['"]/.exec(text)?.[1] ?? /^[A-Za-z]*Error \[(\w+)\]/.exec(first)?.[1];
  return {
    message,
    stack: [first, ...rest].join('\n'),
    ...(name === undefined ? {} : { name }),
    ...(code === undefined ? {} : { code }),
  };
}

function toolResult(text: string, isError: boolean): Evidence {
  return { shape: 'tool_result', payload: { content: [{ type: 'text', text }], ...(isError ? { isError } : {}) } };
}
