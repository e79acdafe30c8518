import fc from 'fast-check';
import { bent } from './odd-values.ts';

/** What `odd-server-main.mjs` says instead of an answer. */
export interface Script {
  readonly pieces: readonly string[];
  readonly exits?: boolean;
  readonly status?: number;
  readonly contentType?: string;
  readonly cutsSocket?: boolean;
  readonly staysOpen?: boolean;
}

/** Stands for the id of the request; its quotes go as well. */
const ID = '%ID%';
const ELICITATION = { mode: 'form', message: 'odd?', requestedSchema: { type: 'object', properties: {} } };
const SAMPLING = { messages: [{ role: 'user', content: { type: 'text', text: 'odd?' } }], maxTokens: 1 };

const result = fc.constantFrom<unknown>(
  { content: [{ type: 'text', text: 'fine' }] },
  { content: [], structuredContent: { a: 1 }, _meta: { 'x/y': 1 } },
  { resultType: 'complete', content: [{ type: 'text', text: 'fine' }], isError: true },
  {
    resultType: 'input_required',
    inputRequests: { one: { method: 'elicitation/create', params: ELICITATION } },
    requestState: 'state',
  },
  { resultType: 'input_required', inputRequests: { one: { method: 'sampling/createMessage', params: SAMPLING } } },
  { resultType: 'input_required', requestState: 'again' },
  { task: { taskId: 't', status: 'working', createdAt: 'x', lastUpdatedAt: 'x', ttl: 1 } },
);

const answer = fc.oneof(
  { weight: 4, arbitrary: result.map((value) => ({ jsonrpc: '2.0', id: ID, result: value })) },
  fc.constantFrom<unknown>(
    { jsonrpc: '2.0', id: ID, error: { code: -32_603, message: 'odd' } },
    {
      jsonrpc: '2.0',
      id: ID,
      error: {
        code: -32_042,
        message: 'open',
        data: { elicitations: [{ mode: 'url', elicitationId: 'e', url: 'https://example.com/e', message: 'open' }] },
      },
    },
    { jsonrpc: '2.0', id: ID, error: { code: -32_020, message: 'odd', data: { requiredCapabilities: { roots: {} } } } },
    { jsonrpc: '2.0', id: 'nobody', result: {} },
    { jsonrpc: '2.0', id: 0, result: {} },
    { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'odd' } },
  ),
);

const said = fc.constantFrom<unknown>(
  { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'error', logger: 'odd', data: 'odd' } },
  { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: ID, progress: 1, total: 2 } },
  { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'odd://1' } },
  { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
  { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: ID } },
  { jsonrpc: '2.0', method: 'notifications/elicitation/complete', params: { elicitationId: 'e' } },
  { jsonrpc: '2.0', method: 'notifications/tasks/status', params: { taskId: 't', status: 'completed' } },
  {
    jsonrpc: '2.0',
    method: 'notifications/subscriptions/acknowledged',
    params: { notifications: {}, _meta: { 'io.modelcontextprotocol/subscriptionId': ID } },
  },
  { jsonrpc: '2.0', id: 'q1', method: 'elicitation/create', params: ELICITATION },
  { jsonrpc: '2.0', id: 'q2', method: 'sampling/createMessage', params: SAMPLING },
  { jsonrpc: '2.0', id: 'q3', method: 'roots/list' },
  { jsonrpc: '2.0', id: 'q4', method: 'ping' },
  { jsonrpc: '2.0', id: 'q5', method: 'tools/call', params: { name: 'say' } },
  { jsonrpc: '2.0', id: ID, method: 'unheard/of' },
);

/** A text of the wire: mostly messages, some half, some noise. */
const text: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: bent(answer).map(toBytes) },
  { weight: 5, arbitrary: bent(said, 2).map(toBytes) },
  { weight: 1, arbitrary: fc.array(bent(fc.oneof(answer, said)), { maxLength: 4 }).map(toBytes) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .record({ message: bent(answer), cut: fc.nat(120) })
      .map(({ message, cut }) => toBytes(message).subarray(0, cut)),
  },
);

const rare = fc.integer({ min: 0, max: 19 }).map((chance) => chance === 0);

/** What a server over stdio writes: lines, and now and then no end of one. */
export const oddLines: fc.Arbitrary<Script> = fc
  .record({
    texts: fc.array(text, { minLength: 0, maxLength: 5 }),
    ending: fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n', ''),
    exits: rare,
  })
  .map(({ texts, ending, exits }) => ({ pieces: texts.map((bytes) => toPiece(bytes, '', ending)), exits }));

/** What a server over HTTP answers with: a body, or a stream of odd events. */
export const oddBody: fc.Arbitrary<Script> = fc
  .record({
    texts: fc.array(text, { minLength: 0, maxLength: 5 }),
    frame: fc.constantFrom(
      ['data: ', '\n\n'],
      ['data: ', '\n\n'],
      ['id: 1\nevent: message\ndata:', '\r\n\r\n'],
      ['retry: 99999999999\nid: \ndata: ', '\n\n'],
      [': comment\nevent: odd\ndata: ', '\n\n'],
      ['data: ', '\n'],
      ['', ''],
    ),
    contentType: fc.constantFrom('text/event-stream', 'text/event-stream', 'application/json', 'text/html', ''),
    status: fc.constantFrom(200, 200, 200, 200, 200, 202, 204, 400, 404, 500, 503),
    cutsSocket: rare,
    staysOpen: rare,
  })
  .map(({ texts, frame: [before = '', after = ''], ...rest }) => ({
    pieces: texts.map((bytes) => toPiece(bytes, before, after)),
    ...rest,
  }));

function toBytes(value: unknown): Buffer {
  return Buffer.from((JSON.stringify(value) ?? 'undefined').replaceAll(`"${ID}"`, ID));
}

function toPiece(bytes: Buffer, before: string, after: string): string {
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]).toString('base64');
}
