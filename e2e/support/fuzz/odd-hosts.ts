import fc from 'fast-check';
import { bent } from './odd-values.ts';

const META = {
  progressToken: 1,
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
  'io.modelcontextprotocol/logLevel': 'debug',
};
const ANSWERED = { one: { action: 'accept', content: {} }, 'question-1': { action: 'decline' } };

/** What hosts of both eras may say. */
const SAID: readonly unknown[] = [
  { id: 1, method: 'tools/list', params: {} },
  { id: 2, method: 'tools/call', params: { name: 'good__echo', arguments: { a: [1, { b: 'c' }] } } },
  { id: 3, method: 'tools/call', params: { name: 'good__ask', arguments: {}, _meta: META } },
  {
    id: 4,
    method: 'tools/call',
    params: { name: 'good__ask', arguments: {}, inputResponses: ANSWERED, requestState: 'forged', _meta: META },
  },
  {
    id: 5,
    method: 'tools/call',
    params: { name: 'newer__ask', inputResponses: ANSWERED, requestState: 'x', _meta: META },
  },
  { id: 6, method: 'resources/read', params: { uri: 'doc://1', _meta: META } },
  { id: 7, method: 'resources/subscribe', params: { uri: 'doc://1' } },
  { id: 8, method: 'resources/unsubscribe', params: { uri: 'doc://1' } },
  { id: 9, method: 'prompts/get', params: { name: 'good__greet', arguments: {} } },
  { id: 10, method: 'logging/setLevel', params: { level: 'debug' } },
  { id: 11, method: 'tasks/get', params: { taskId: 'nobody' } },
  { id: 12, method: 'server/discover', params: { _meta: META } },
  {
    id: 13,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'o', version: '1' } },
  },
  {
    id: 14,
    method: 'completion/complete',
    params: { ref: { type: 'ref/prompt', name: 'good__greet' }, argument: { name: 'a', value: '' } },
  },
  { id: 15, method: 'tools/call', params: { name: 'good__echo', task: { ttl: 1 } } },
  { method: 'notifications/initialized' },
  { method: 'notifications/cancelled', params: { requestId: 3 } },
  { method: 'notifications/progress', params: { progressToken: 'nobody', progress: 1 } },
  { method: 'notifications/roots/list_changed' },
  { id: 0, result: { action: 'accept', content: {} } },
  { id: 'q1', result: { roots: [] } },
  { id: 1, error: { code: -1, message: 'odd' } },
];

const message = fc.constantFrom(...SAID).map((said) => Object.assign({ jsonrpc: '2.0' }, said));

/** A body, or a line without its end: a message, a batch, half of one, or anything. */
export const oddBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 10, arbitrary: bent(message).map(toBytes) },
  { weight: 2, arbitrary: fc.array(bent(message), { maxLength: 5 }).map(toBytes) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10))),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ sent: bent(message), cut: fc.nat(150) })
      .map(({ sent, cut }) => toBytes(sent).subarray(0, cut)),
  },
);

/** Headers of 2026-07-28 and of sessions, mixed. */
export const oddHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc.constantFrom(
  {},
  {},
  { accept: 'application/json' },
  { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'good__ask' },
  { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'newer__ask' },
  { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
  { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'resources/read', 'mcp-name': 'doc://1' },
  { 'mcp-protocol-version': 'x' },
  { 'last-event-id': 'nobody_1' },
);

function toBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? 'undefined');
}
