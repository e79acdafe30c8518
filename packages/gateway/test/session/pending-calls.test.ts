import { MCPServerError } from '@seawall/core';
import { afterEach, describe, expect, it } from 'vitest';
import { PENDING_LIMITS } from '../../src/session/pending-calls.ts';
import { deferred } from '../fake-seawall.ts';
import { ANY, closeAll, type Way } from '../front/connect.ts';
import { ask, askOnce, call, callerOf, INVALID_STATE, type InputRequired, QUESTION, setUp } from './pending-host.ts';

afterEach(closeAll);

describe.each<Way>(['http', 'stdio'])('a pending call of a host over %s', (way) => {
  it('goes on with the answers of the next request, and runs once', async () => {
    const { seawall, client } = await setUp(way);
    seawall.answer = askOnce;
    const first = await call(client);
    expect(Object.values(first.inputRequests)).toEqual([{ method: QUESTION.method, params: QUESTION.params }]);
    const [key = ''] = Object.keys(first.inputRequests);
    const inputResponses = { [key]: { action: 'accept', content: { room: 'A' }, later: 1 } };
    const last = await call(client, { inputResponses, requestState: first.requestState });
    expect(last.content).toEqual([{ type: 'text', text: '{"action":"accept","content":{"room":"A"},"later":1}' }]);
    expect(seawall.seen).toHaveLength(1);
  });

  it('refuses a state that was used, changed, or belongs to another request', async () => {
    const { seawall, client } = await setUp(way);
    seawall.answer = askOnce;
    const { requestState, inputRequests } = await call(client);
    const inputResponses = { [Object.keys(inputRequests)[0] ?? '']: { action: 'decline' } };
    await expect(call(client, { name: 'other', inputResponses, requestState })).rejects.toMatchObject(INVALID_STATE);
    const changed = `${requestState.slice(0, -2)}${requestState.endsWith('AA') ? 'BB' : 'AA'}`;
    await expect(call(client, { inputResponses, requestState: changed })).rejects.toMatchObject(INVALID_STATE);
    const foreign = `seawall.00000000.${requestState.split('.').slice(2).join('.')}`;
    await expect(call(client, { inputResponses, requestState: foreign })).rejects.toMatchObject(INVALID_STATE);
    await expect(call(client, { inputResponses, requestState: 'anything' })).rejects.toMatchObject(INVALID_STATE);
    expect((await call(client, { inputResponses, requestState })).content).toBeDefined();
    await expect(call(client, { inputResponses, requestState })).rejects.toMatchObject(INVALID_STATE);
    expect(seawall.seen).toHaveLength(1);
  });

  it('lets one of two requests with the same state go on', async () => {
    const { seawall, client } = await setUp(way);
    seawall.answer = askOnce;
    const { requestState, inputRequests } = await call(client);
    const inputResponses = { [Object.keys(inputRequests)[0] ?? '']: { action: 'decline' } };
    const both = await Promise.allSettled([
      call(client, { inputResponses, requestState }),
      call(client, { inputResponses, requestState }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('asks again for what was left unanswered', async () => {
    const { seawall, client } = await setUp(way);
    seawall.answer = async (request) => {
      const answers = await Promise.all([ask(request), ask(request, { ...QUESTION, params: { message: 'When?' } })]);
      return { content: [{ type: 'text', text: JSON.stringify(answers) }] };
    };
    const first = await call(client);
    const [room = '', when = ''] = Object.keys(first.inputRequests);
    const second = await call(client, {
      requestState: first.requestState,
      inputResponses: { [room]: { action: 'accept', content: {} }, nobody: { asked: true } },
    });
    expect(Object.keys(second.inputRequests)).toEqual([when]);
    const inputResponses = { [when]: { action: 'cancel' } };
    const last = await call(client, { requestState: second.requestState, inputResponses });
    expect(last.content).toMatchObject([{ text: '[{"action":"accept","content":{}},{"action":"cancel"}]' }]);
  });

  it('keeps a result that comes between two rounds for the next one', async () => {
    const { seawall, client } = await setUp(way);
    const gone = new AbortController();
    seawall.answer = async (request) => {
      await ask(request, QUESTION, gone.signal).catch(() => undefined);
      return { content: [{ type: 'text', text: 'done without it' }] };
    };
    const first = await call(client);
    gone.abort();
    const last = await call(client, { requestState: first.requestState, inputResponses: {} });
    expect(last.content).toMatchObject([{ text: 'done without it' }]);
  });

  it('holds questions that come while nobody is attached until the next round', async () => {
    const { seawall, client } = await setUp(way);
    const between = deferred<void>();
    seawall.answer = async (request) => {
      const first = ask(request);
      await between.promise;
      await Promise.all([first, ask(request, { ...QUESTION, params: { message: 'When?' } })]);
      return { content: [] };
    };
    const first = await call(client);
    between.resolve();
    const [key = ''] = Object.keys(first.inputRequests);
    const second = await call(client, {
      requestState: first.requestState,
      inputResponses: { [key]: { action: 'accept', content: {} } },
    });
    expect(Object.values(second.inputRequests)).toMatchObject([{ params: { message: 'When?' } }]);
  });

  it('puts questions that come one right after the other into one round', async () => {
    const { seawall, client } = await setUp(way);
    seawall.answer = async (request) => {
      const first = ask(request);
      await new Promise(setImmediate);
      const second = ask(request, { ...QUESTION, params: { message: 'When?' } });
      return { content: [{ type: 'text', text: JSON.stringify(await Promise.all([first, second])) }] };
    };
    const { inputRequests } = await call(client);
    expect(Object.values(inputRequests)).toMatchObject([
      { params: { message: 'Which room?' } },
      { params: { message: 'When?' } },
    ]);
  });

  it('sends progress and log messages to the request that is attached', async () => {
    const { seawall, client } = await setUp(way);
    const heard: unknown[] = [];
    client.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params.data));
    seawall.answer = async (request) => {
      const tell = (data: string): void =>
        callerOf(request).onNotification({
          server: 'up',
          method: 'notifications/message',
          params: { level: 'info', data },
        });
      tell('before');
      request.options.onProgress?.({ progress: 1 });
      await ask(request);
      tell('after');
      request.options.onProgress?.({ progress: 2 });
      return { content: [] };
    };
    const _meta = { 'io.modelcontextprotocol/logLevel': 'debug' };
    const request = { method: 'tools/call', params: { name: 'book', _meta } };
    const rounds: unknown[][] = [[], []];
    const options = (round: number) => ({
      allowInputRequired: true,
      onprogress: ({ progress }: { progress: number }) => void rounds[round]?.push(progress),
    });
    // The result is the wire's.
    const first = (await client.request(request, ANY, options(0))) as InputRequired;
    const [key = ''] = Object.keys(first.inputRequests);
    const retry = { requestState: first.requestState, inputResponses: { [key]: { action: 'decline' } } };
    await client.request({ ...request, params: { ...request.params, ...retry } }, ANY, options(1));
    expect(rounds).toEqual([[1], [2]]);
    expect(heard).toEqual(['before', 'after']);
  });

  it('ends when the host cancels the request that is attached, not when an answered one ends', async () => {
    const { seawall, client } = await setUp(way);
    const resumed = deferred<void>();
    const aborted = deferred<unknown>();
    seawall.answer = async (request) => {
      request.options.signal?.addEventListener('abort', () => aborted.resolve(undefined));
      await ask(request);
      resumed.resolve();
      return await new Promise((_, reject) => request.options.signal?.addEventListener('abort', reject));
    };
    const { requestState, inputRequests } = await call(client);
    expect(seawall.seen[0]?.options.signal?.aborted).toBe(false);
    const inputResponses = { [Object.keys(inputRequests)[0] ?? '']: { action: 'decline' } };
    const cancel = new AbortController();
    const second = call(client, { requestState, inputResponses }, { signal: cancel.signal });
    second.catch(() => undefined);
    await resumed.promise;
    cancel.abort();
    await aborted.promise;
    await expect(second).rejects.toThrow();
    await expect(call(client, { requestState, inputResponses })).rejects.toMatchObject(INVALID_STATE);
  });

  it('ends when the host does not come back in time', async () => {
    const { seawall, client, clock } = await setUp(way);
    seawall.answer = askOnce;
    const { requestState } = await call(client);
    await clock.advance(PENDING_LIMITS.returnTimeoutMs - 1);
    expect(seawall.seen[0]?.options.signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(seawall.seen[0]?.options.signal?.aborted).toBe(true);
    await expect(call(client, { requestState, inputResponses: {} })).rejects.toMatchObject(INVALID_STATE);
  });

  it('ends at once when the gateway drains, and asks nothing from then on', async () => {
    const { seawall, client, gateway } = await setUp(way);
    const refused = deferred<unknown>();
    const mayAsk = deferred<void>();
    seawall.answer = async (request) => {
      if (seawall.seen.length === 1) return await askOnce(request);
      await mayAsk.promise;
      refused.resolve(await ask(request).catch((error: unknown) => error));
      return { content: [] };
    };
    await call(client);
    const running = call(client);
    await expect.poll(() => gateway.runningCalls).toBe(1);
    const drained = gateway.drain();
    expect(seawall.seen[0]?.options.signal?.aborted).toBe(true);
    mayAsk.resolve();
    expect(await refused.promise).toMatchObject({ code: -32_603 });
    expect((await running).content).toEqual([]);
    await drained;
  });

  it('becomes a question when the server says that a URL has to be visited first', async () => {
    const { seawall, client } = await setUp(way);
    const elicitation = { mode: 'url', elicitationId: 'e1', url: 'https://example.com/allow', message: 'Allow it.' };
    seawall.answer = ({ params }) => {
      if (seawall.seen.length > 1) return { content: [{ type: 'text', text: JSON.stringify(params) }] };
      const jsonRpcError = { code: -32_042, message: 'Visit it.', data: { elicitations: [elicitation] } };
      throw new MCPServerError({ message: 'Visit it.', context: { jsonRpcError } });
    };
    const first = await call(client, { arguments: { a: 1 } });
    const [[key, question] = []] = Object.entries(first.inputRequests);
    expect(question).toEqual({ method: 'elicitation/create', params: elicitation });
    const last = await call(client, {
      arguments: { a: 1 },
      requestState: first.requestState,
      inputResponses: { [key ?? '']: { action: 'accept' } },
    });
    expect(last.content).toMatchObject([{ text: '{"name":"book","arguments":{"a":1}}' }]);
  });

  it('fails as any other call when the server fails after its question', async () => {
    const { seawall, client } = await setUp(way);
    seawall.answer = async (request) => {
      await ask(request);
      throw new MCPServerError({ code: 'SERVER_UNAVAILABLE', serverName: 'up', message: 'Server "up" is down.' });
    };
    const { requestState, inputRequests } = await call(client);
    const inputResponses = { [Object.keys(inputRequests)[0] ?? '']: { action: 'decline' } };
    const last = await call(client, { requestState, inputResponses });
    expect(last).toMatchObject({ isError: true, _meta: { 'dev.seawall/error': { code: 'SERVER_UNAVAILABLE' } } });
  });
});
