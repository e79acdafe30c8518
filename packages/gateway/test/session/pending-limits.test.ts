import { MCPResourceError } from '@seawall/core';
import { afterEach, describe, expect, it } from 'vitest';
import { PENDING_LIMITS } from '../../src/session/pending-calls.ts';
import { ANY, closeAll } from '../front/connect.ts';
import { ask, askOnce, call, type InputRequired, setUp } from './pending-host.ts';

afterEach(closeAll);

describe('a pending request for something else than a tool', () => {
  it('is a prompt', async () => {
    const { seawall, client } = await setUp('stdio');
    seawall.put({ name: 'up', catalog: { prompts: [{ name: 'greet' }] } });
    seawall.answer = async (request) => ({ messages: [], answer: await ask(request) });
    const send = (params: object) =>
      client.request({ method: 'prompts/get', params: { name: 'greet', ...params } }, ANY, {
        allowInputRequired: true,
      });
    // The result is the wire's.
    const { requestState, inputRequests } = (await send({})) as InputRequired;
    const inputResponses = { [Object.keys(inputRequests)[0] ?? '']: { action: 'decline' } };
    expect(await send({ requestState, inputResponses })).toMatchObject({ answer: { action: 'decline' } });
  });

  it('is a resource, also at the second server that may have it', async () => {
    const { seawall, client } = await setUp('stdio');
    seawall.put({ name: 'down' });
    seawall.answer = async (request) => {
      if (request.server === 'up') throw new MCPResourceError({ message: 'Not here.' });
      await ask(request);
      return { contents: [{ uri: 'x:1', text: request.server }] };
    };
    const send = (params: object) =>
      client.request({ method: 'resources/read', params: { uri: 'x:1', ...params } }, ANY, {
        allowInputRequired: true,
      });
    // The result is the wire's.
    const { requestState, inputRequests } = (await send({})) as InputRequired;
    const inputResponses = { [Object.keys(inputRequests)[0] ?? '']: { action: 'decline' } };
    expect(await send({ requestState, inputResponses })).toMatchObject({ contents: [{ text: 'down' }] });
    expect(seawall.seen.map(({ server }) => server)).toEqual(['up', 'down']);
  });
});

describe('the limit of pending calls', () => {
  it('declines the question that would go beyond it, and frees a place with each call that is over', async () => {
    const { seawall, client } = await setUp('stdio');
    seawall.answer = (request) => askOnce(request).catch((error: unknown) => ({ content: [], refused: String(error) }));
    const waiting = await Promise.all(Array.from({ length: PENDING_LIMITS.maxCallsPerServer }, () => call(client)));
    expect(await call(client)).toMatchObject({ refused: expect.stringContaining('other questions') });
    const [first] = waiting;
    const inputResponses = { [Object.keys(first?.inputRequests ?? {})[0] ?? '']: { action: 'decline' } };
    await call(client, { requestState: first?.requestState, inputResponses });
    expect((await call(client)).inputRequests).toBeDefined();
  });

  it('leaves places for other servers, up to the limit of all', async () => {
    const { seawall, client } = await setUp('stdio');
    const servers = ['a', 'b', 'c', 'd'];
    for (const name of servers) {
      seawall.put({ name, catalog: { tools: [{ name: `book-${name}`, inputSchema: { type: 'object' } }] } });
    }
    seawall.answer = (request) => askOnce(request).catch((error: unknown) => ({ content: [], refused: String(error) }));
    const fill = (name: string) =>
      Promise.all(Array.from({ length: PENDING_LIMITS.maxCallsPerServer }, () => call(client, { name })));
    const waiting = (await Promise.all(servers.map((name) => fill(`book-${name}`)))).flat();
    expect(waiting.every(({ inputRequests }) => inputRequests !== undefined)).toBe(true);
    expect(waiting).toHaveLength(PENDING_LIMITS.maxCalls);
    expect(await call(client)).toMatchObject({ refused: expect.stringContaining('other questions') });
  });

  it('leaves nothing of a host over stdio that is gone', async () => {
    const { seawall, client } = await setUp('stdio');
    seawall.answer = askOnce;
    await call(client);
    await client.close();
    await expect.poll(() => seawall.seen[0]?.options.signal?.aborted).toBe(true);
    expect(seawall.hosts.map(({ isClosed }) => isClosed)).toEqual(seawall.hosts.map(() => true));
  });
});
