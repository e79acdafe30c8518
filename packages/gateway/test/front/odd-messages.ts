import fc from 'fast-check';
import { ENVELOPE } from './raw-http.ts';

/** Messages that hosts could send, most of them broken somewhere. */

const META = { progressToken: 1, ...ENVELOPE };

const PARAMS: Readonly<Record<string, unknown>> = {
  initialize: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'odd', version: '1' } },
  ping: {},
  'server/discover': { _meta: META },
  'tools/list': { _meta: META },
  'tools/call': { name: 'git__echo', arguments: { a: [1, { b: 'c' }] }, _meta: META },
  'prompts/list': { cursor: 'x' },
  'prompts/get': { name: 'git__greet', arguments: { who: 'x' } },
  'resources/list': {},
  'resources/templates/list': {},
  'resources/read': { uri: 'doc://1', _meta: META },
  'resources/subscribe': { uri: 'doc://1' },
  'resources/unsubscribe': { uri: 'doc://1' },
  'completion/complete': { ref: { type: 'ref/prompt', name: 'git__greet' }, argument: { name: 'who', value: 'x' } },
  'logging/setLevel': { level: 'debug' },
  'tasks/get': { taskId: 'nobody' },
  'tasks/list': {},
  'subscriptions/listen': {
    notifications: { toolsListChanged: true, resourceSubscriptions: ['doc://1'] },
    _meta: META,
  },
  'unheard/of': { deep: { deep: { deep: [] } } },
};

const NOTIFICATIONS: Readonly<Record<string, unknown>> = {
  'notifications/initialized': {},
  'notifications/cancelled': { requestId: 'nobody', reason: 'odd' },
  'notifications/progress': { progressToken: 'nobody', progress: 1 },
  'notifications/roots/list_changed': {},
  'notifications/unheard-of': { a: 1 },
};

const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e308,
    2 ** 53,
    0.5,
    '',
    '\ud800',
    '__proto__',
    'x'.repeat(20_000),
    [],
    [[[[]]]],
    JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  ),
);

const oddId = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  fc.constantFrom<unknown>(2 ** 60, Number.MAX_SAFE_INTEGER, 'x'.repeat(5000), '0', null, {}, 1.5, true),
);

const request = fc
  .record({ method: fc.constantFrom(...Object.keys(PARAMS)), id: oddId })
  .map(({ method, id }) => ({ jsonrpc: '2.0', id, method, params: PARAMS[method] }));

const notification = fc
  .constantFrom(...Object.keys(NOTIFICATIONS))
  .map((method) => ({ jsonrpc: '2.0', method, params: NOTIFICATIONS[method] }));

const answer = fc.record({ id: oddId, isError: fc.boolean() }).map(({ id, isError }) => ({
  jsonrpc: '2.0',
  id,
  ...(isError ? { error: { code: -1, message: 'odd' } } : { result: { odd: true } }),
}));

interface Edit {
  readonly at: number;
  readonly kind: 'set' | 'delete' | 'wrap';
  readonly value: unknown;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(30),
  kind: fc.constantFrom('set' as const, 'delete' as const, 'wrap' as const),
  value: oddValue,
});

/** One message: as it should be, or with up to three places changed. */
const oddMessage: fc.Arbitrary<unknown> = fc
  .record({
    message: fc.oneof({ weight: 6, arbitrary: request }, { weight: 2, arbitrary: notification }, answer),
    edits: fc.array(edit, { maxLength: 3 }),
  })
  .map(({ message, edits }) => edits.reduce<unknown>(applyEdit, message));

/** What stands in a body or on a line: a message, a batch, or something that is none. */
export const oddText: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 12, arbitrary: oddMessage.map((message) => toBytes(JSON.stringify(message))) },
  { weight: 2, arbitrary: fc.array(oddMessage, { maxLength: 4 }).map((batch) => toBytes(JSON.stringify(batch))) },
  { weight: 1, arbitrary: oddValue.map((value) => toBytes(JSON.stringify(value))) },
  // Broken UTF-8, and JSON that ends too early.
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10))),
  },
  {
    weight: 1,
    arbitrary: fc.record({ message: oddMessage, cut: fc.nat(200) }).map(({ message, cut }) => {
      const text = toBytes(JSON.stringify(message));
      return text.subarray(0, Math.min(cut, text.length));
    }),
  },
);

function toBytes(text: string | undefined): Buffer {
  return Buffer.from(text ?? 'undefined');
}

function applyEdit(message: unknown, { at, kind, value }: Edit): unknown {
  const copy: unknown = structuredClone(message);
  const places = placesIn(copy);
  const place = places[at % Math.max(places.length, 1)];
  if (place === undefined) return value;
  const { holder, key } = place;
  if (kind === 'delete') Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, kind === 'set' ? value : { [key]: Reflect.get(holder, key) });
  return copy;
}

function placesIn(value: unknown): { readonly holder: object; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [{ holder: value, key }, ...placesIn(Reflect.get(value, key))]);
}
