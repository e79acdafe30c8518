import { describe, expect, it } from 'vitest';
import { MAX_INPUT_ROUNDS } from '../../src/hosts/answer-input-required.ts';
import { failure } from '../support/fake-connector.ts';
import { connectFake, fakeCaller, startCall, thinking } from '../support/fake-host.ts';
import type { FakeSeawall, FakeServer } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const ASK = { method: 'elicitation/create', params: { message: 'Which?', requestedSchema: {} } } as const;

const asking = (inputRequests?: unknown, requestState?: string): Readonly<Record<string, unknown>> => ({
  resultType: 'input_required',
  ...(inputRequests === undefined ? {} : { inputRequests }),
  ...(requestState === undefined ? {} : { requestState }),
});

/** A server of 2026-07-28 that answers calls with these results, later ones with the last. */
function modernServer(results: readonly unknown[]): FakeServer {
  let calls = 0;
  return {
    era: 'modern',
    answer: ({ method }) => {
      if (method !== 'tools/call') return { tools: [] };
      calls += 1;
      return results[Math.min(calls, results.length) - 1];
    },
  };
}

function paramsOfCalls(fake: FakeSeawall): readonly unknown[] {
  return fake
    .connector('jira')
    .last.requests.filter(({ method }) => method === 'tools/call')
    .map(({ params }) => params);
}

describe('a result that asks for input', () => {
  it('is answered by the caller, and the call goes on with the state of the server', async () => {
    const requests = { a: ASK, b: { method: 'sampling/createMessage', params: { messages: [] } } };
    await using fake = await connectFake(
      modernServer([asking(requests, 's1'), asking({ c: { method: 'roots/list' } }), { content: ['done'] }]),
    );
    const caller = fakeCaller({}, ({ method }) => Promise.resolve({ answered: method }));
    const { outcome } = await startCall(fake, 'x', { caller });
    expect(await outcome).toEqual({ content: ['done'] });
    expect(paramsOfCalls(fake)).toEqual([
      { name: 'x', arguments: {} },
      {
        name: 'x',
        arguments: {},
        inputResponses: { a: { answered: 'elicitation/create' }, b: { answered: 'sampling/createMessage' } },
        requestState: 's1',
      },
      { name: 'x', arguments: {}, inputResponses: { c: { answered: 'roots/list' } } },
    ]);
    expect(fake.events.filter(({ kind }) => kind === 'callFinished')).toMatchObject([{ attempts: 3 }]);
  });

  it('is asked for all at once', async () => {
    await using fake = await connectFake(modernServer([asking({ a: ASK, b: ASK, c: ASK })]));
    const caller = fakeCaller({}, thinking);
    const cancel = new AbortController();
    const { outcome } = await startCall(fake, 'x', { caller, signal: cancel.signal });
    expect(caller.requests).toHaveLength(3);
    cancel.abort();
    expect(await rejectionOf(outcome)).toMatchObject({ code: 'CALL_CANCELLED' });
    expect(caller.signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it('may ask for nothing but to come again', async () => {
    await using fake = await connectFake(modernServer([asking(undefined, 'later'), { content: [] }]));
    const { outcome } = await startCall(fake, 'x', { caller: fakeCaller() });
    expect(await outcome).toEqual({ content: [] });
    expect(paramsOfCalls(fake)[1]).toEqual({ name: 'x', arguments: {}, requestState: 'later' });
  });

  it('is given back as it is to a caller that wants it', async () => {
    const result = asking({ a: ASK }, 's1');
    await using fake = await connectFake(modernServer([result]));
    const caller = fakeCaller({ inputRequired: 'return' });
    const { outcome } = await startCall(fake, 'x', { caller });
    expect(await outcome).toBe(result);
    expect(caller.requests).toEqual([]);
  });

  it('means nothing of a server of the older era', async () => {
    const result = asking({ a: ASK }, 's1');
    await using fake = await connectFake({ ...modernServer([result]), era: 'legacy' });
    const caller = fakeCaller();
    const { outcome } = await startCall(fake, 'x', { caller });
    expect(await outcome).toBe(result);
    expect(caller.requests).toEqual([]);
  });

  it('fails the call of nobody who could be asked', async () => {
    await using fake = await connectFake(modernServer([asking({ a: ASK })]));
    const { outcome } = await startCall(fake, 'x');
    expect(await rejectionOf(outcome)).toMatchObject({
      code: 'INPUT_REQUIRED',
      kind: 'validation',
      message: 'Server "jira" asks for input to go on with call_tool(x), but nobody who could be asked made the call.',
    });
  });

  it('fails the call when the caller did not declare it, or refuses', async () => {
    await using fake = await connectFake(modernServer([asking({ a: ASK })]));
    const undeclared = await startCall(fake, 'x', { caller: fakeCaller({ capabilities: { sampling: {} } }) });
    expect(await rejectionOf(undeclared.outcome)).toMatchObject({ code: 'INPUT_REQUIRED', cause: { code: -32601 } });
    const cause = new Error('not today');
    const refused = await startCall(fake, 'x', { caller: fakeCaller({}, () => Promise.reject(cause)) });
    expect(await rejectionOf(refused.outcome)).toMatchObject({ code: 'INPUT_REQUIRED', cause });
  });

  it('fails the call when it comes too often', async () => {
    await using fake = await connectFake(modernServer([asking({ a: ASK }, 'again')]));
    const caller = fakeCaller();
    const { outcome } = await startCall(fake, 'x', { caller });
    expect(await rejectionOf(outcome)).toMatchObject({ code: 'INPUT_ROUNDS_EXCEEDED', kind: 'protocol' });
    expect(caller.requests).toHaveLength(MAX_INPUT_ROUNDS);
  });

  it.each([
    ['a list', []],
    ['a text', { a: 'who?' }],
    ['no method', { a: { params: {} } }],
    ['params that are no object', { a: { method: 'roots/list', params: 7 } }],
  ])('fails the call when it is none of the protocol: %s', async (_what, inputRequests) => {
    await using fake = await connectFake(modernServer([asking(inputRequests)]));
    const { outcome } = await startCall(fake, 'x', { caller: fakeCaller() });
    expect(await rejectionOf(outcome)).toMatchObject({ code: 'INVALID_RESULT' });
  });

  it('does not count the time that the host takes', async () => {
    let answer: (result: Record<string, unknown>) => void = () => undefined;
    await using fake = await connectFake({
      ...modernServer([asking({ a: ASK }), { content: [] }]),
      entry: { seawall: { timeoutMs: 1000, totalTimeoutMs: 2000, maxTotalTimeoutMs: 3000 } },
    });
    const caller = fakeCaller({}, () => new Promise((resolve) => (answer = resolve)));
    const { outcome } = await startCall(fake, 'x', { caller });
    await fake.clock.advance(500_000);
    answer({ action: 'accept' });
    expect(await outcome).toEqual({ content: [] });
    expect(fake.connector('jira').last.sent.at(-1)).toMatchObject({ timeoutMs: 1000, maxTotalTimeoutMs: 3000 });
  });
});

describe('a request for a task', () => {
  const request = { method: 'tools/call', params: { name: 'x', arguments: {}, task: { ttl: 1000 } } };

  it.each([
    ['is not sent again', request, 1],
    ['unlike any other, which is sent again', { method: 'tools/call', params: { name: 'x', arguments: {} } }, 2],
  ])('when the session was lost %s', async (_what, lost, times) => {
    await using fake = await connectFake({
      entry: { seawall: { tools: { x: { fallback: false } } } },
      answer: ({ method }) => {
        if (method === 'tools/call') throw failure('SESSION_LOST', 'session-lost');
        return { tools: [] };
      },
    });
    expect(await rejectionOf(fake.seawall.request('jira', lost))).toMatchObject({ code: 'SESSION_LOST' });
    const { connections } = fake.connector('jira');
    const sent = connections.flatMap(({ requests }) => requests.filter(({ method }) => method === 'tools/call'));
    expect(sent).toHaveLength(times);
  });

  it('is not sent again with input', async () => {
    await using fake = await connectFake(modernServer([asking({ a: ASK })]));
    const caller = fakeCaller();
    expect(await rejectionOf(fake.seawall.request('jira', request, { caller }))).toMatchObject({
      code: 'INPUT_REQUIRED',
    });
    expect(paramsOfCalls(fake)).toHaveLength(1);
    expect(caller.requests).toEqual([]);
  });
});
