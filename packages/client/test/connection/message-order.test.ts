import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { expect, it } from 'vitest';
import { createMessageOrder } from '../../src/connection/message-order.ts';

const progress: JSONRPCMessage = {
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken: 1, progress: 1 },
};
const answer = (id: number): JSONRPCMessage => ({ jsonrpc: '2.0', id, result: {} });

it('lets microtasks of a notification run before the next message', async () => {
  const log: string[] = [];
  const order = createMessageOrder((message) => {
    if ('method' in message) void Promise.resolve().then(() => log.push('progress handled'));
    else log.push(`answer ${message.id}`);
  });
  for (const message of [progress, progress, answer(1), answer(2)]) order.push(message);
  expect(log).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual(['progress handled', 'progress handled', 'answer 1', 'answer 2']);
});

it('hands answers on at once', () => {
  const seen: unknown[] = [];
  const order = createMessageOrder((message) => seen.push(message));
  order.push(answer(1));
  order.push(answer(2));
  expect(seen).toEqual([answer(1), answer(2)]);
});
