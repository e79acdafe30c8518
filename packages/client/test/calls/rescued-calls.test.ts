import { MCPConfigurationError } from '@seawall/core';
import { createMemoryParkedLog } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { answering, failure, silence, tool } from '../support/fake-connector.ts';
import { configurationOf, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const text = (words: string) => ({ content: [{ type: 'text', text: words }] });
const broken = () => Promise.reject(failure('CONNECTION_RESET'));
const down = { attempts: [failure('CONNECTION_REFUSED')] };

/** The names of the tools that were called on a fake server, in order. */
function calledTools(
  requests: readonly { readonly method: string; readonly params?: Readonly<Record<string, unknown>> }[],
) {
  return requests.filter(({ method }) => method === 'tools/call').map(({ params }) => params?.name);
}

describe('a chain of fallbacks', () => {
  const chain = [
    { server: 'second', tool: 'find', arguments: { q: '$query', limit: 5 } },
    { server: 'third', tool: 'look' },
  ];
  const tools = { search: { safety: 'read', maxAttempts: 1, fallback: chain } };

  it('answers with the first tool that succeeds, marked, and keeps the failure (A110, A112, A122)', async () => {
    await using fake = await openFake({
      first: { entry: { seawall: { tools } }, answer: answering({ 'tools/call': broken }) },
      second: { answer: answering({ 'tools/list': { tools: [tool('find')] }, 'tools/call': text('found') }) },
    });
    await fake.seawall.connect();
    const result = await fake.seawall.callTool({ server: 'first', name: 'search', arguments: { query: 'x' } });
    expect(result).toMatchObject({
      content: [{ text: 'found' }, { text: expect.stringContaining('instead of "search" on server "first"') }],
      _meta: {
        'dev.seawall/served-by': { servedBy: 'fallback', server: 'second', error: { code: 'CONNECTION_RESET' } },
      },
    });
    expect(fake.connector('second').last.requests.at(-1)).toMatchObject({
      params: { name: 'find', arguments: { q: 'x', limit: 5 } },
    });
    expect(fake.events.at(-1)).toMatchObject({
      kind: 'callFinished',
      outcome: { kind: 'success', servedBy: 'fallback' },
    });
  });

  it('goes on when one of them fails, and fails with the first failure when all do (A112)', async () => {
    await using fake = await openFake({
      first: { entry: { seawall: { tools } }, answer: answering({ 'tools/call': broken }) },
      second: {
        answer: answering({
          'tools/list': { tools: [tool('find')] },
          'tools/call': () => Promise.reject(failure('SERVER_ERROR', 'none')),
        }),
      },
      third: {
        answer: answering({
          'tools/list': { tools: [tool('look')] },
          'tools/call': () => Promise.reject(failure('SERVER_ERROR', 'none')),
        }),
      },
    });
    await fake.seawall.connect();
    const error = await rejectionOf(fake.seawall.callTool({ server: 'first', name: 'search' }));
    expect(error).toMatchObject({ code: 'CONNECTION_RESET' });
    expect(calledTools(fake.connector('second').last.requests)).toEqual(['find']);
    expect(calledTools(fake.connector('third').last.requests)).toEqual(['look']);
  });

  it('leaves out servers that are down, and never runs in a circle (A112)', async () => {
    const back = { find: { safety: 'read', maxAttempts: 1, fallback: [{ server: 'first', tool: 'search' }] } };
    await using fake = await openFake({
      first: { entry: { seawall: { tools } }, answer: answering({ 'tools/call': broken }) },
      second: {
        entry: { seawall: { tools: back } },
        answer: answering({ 'tools/list': { tools: [tool('find')] }, 'tools/call': broken }),
      },
      third: down,
    });
    await fake.seawall.connect({ maxAttempts: 1 });
    await rejectionOf(fake.seawall.callTool({ server: 'first', name: 'search' }));
    expect(
      calledTools(
        fake.connectors('first').flatMap(({ connections }) => connections.flatMap(({ requests }) => requests)),
      ),
    ).toEqual(['search']);
  });

  it('has time left when its tool hangs', async () => {
    await using fake = await openFake({
      first: { entry: { seawall: { tools } }, answer: answering({ 'tools/call': silence }) },
      second: { answer: answering({ 'tools/list': { tools: [tool('find')] }, 'tools/call': text('found') }) },
    });
    await fake.seawall.connect();
    const outcome = fake.seawall.callTool({ server: 'first', name: 'search' });
    await fake.clock.advance(60_000);
    expect(await outcome).toMatchObject({ content: [{ text: 'found' }, {}] });
    expect(fake.clock.monotonicMs()).toBeLessThanOrEqual(60_000);
  });

  it('is never used for a write that may have run', async () => {
    const write = { search: { fallback: chain } };
    await using fake = await openFake({
      first: { entry: { seawall: { tools: write } }, answer: answering({ 'tools/call': broken }) },
      second: { answer: answering({ 'tools/list': { tools: [tool('find')] }, 'tools/call': text('found') }) },
    });
    await fake.seawall.connect();
    expect(await rejectionOf(fake.seawall.callTool({ server: 'first', name: 'search' }))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    expect(calledTools(fake.connector('second').last.requests)).toEqual([]);
  });
});

describe("what a vendor's pack says when nothing answers", () => {
  it('is an error for programs and a result that is no success for hosts (A113, A122)', async () => {
    await using fake = await openFake({ tavily: down });
    await fake.seawall.connect({ maxAttempts: 1 });
    const search = { name: 'tavily-search', arguments: { query: 'weather' } };
    expect(await rejectionOf(fake.seawall.callTool({ server: 'tavily', ...search }))).toMatchObject({
      code: 'SERVER_NOT_CONNECTED',
    });
    const result = await fake.seawall.request('tavily', { method: 'tools/call', params: search });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('Search functionality is currently unavailable') }],
      _meta: { 'dev.seawall/served-by': { servedBy: 'fallback', answer: { results: [] } } },
    });
    expect(fake.events.at(-1)).toMatchObject({ kind: 'callFinished', outcome: { kind: 'failure' } });
  });
});

describe('an earlier answer', () => {
  const entry = { seawall: { tools: { look: { safety: 'read', staleMs: 60_000, maxAttempts: 1 } } } };

  it('is given when the server is down, marked with its age, to the same principal only', async () => {
    let isDown = false;
    const answer = answering({ 'tools/call': () => (isDown ? broken() : text('fresh')) });
    await using fake = await openFake({ docs: { entry, answer } });
    const call = { server: 'docs', name: 'look', arguments: { id: 1 } };
    const alice = { principal: { id: 'alice' } };
    await fake.seawall.callTool(call, alice);
    isDown = true;
    await fake.clock.advance(5000);
    expect(await fake.seawall.callTool(call, alice)).toMatchObject({
      content: [{ text: 'fresh' }, { text: expect.stringContaining('5 s old') }],
      _meta: { 'dev.seawall/stale': { ageMs: 5000 } },
    });
    await fake.clock.advance(5000);
    await rejectionOf(fake.seawall.callTool(call, { principal: { id: 'bob' } }));
    await rejectionOf(fake.seawall.callTool({ ...call, arguments: { id: 2 } }, alice));
  });

  it('is forgotten when it is too old, and when the server was configured anew', async () => {
    let isDown = false;
    const answer = answering({ 'tools/call': () => (isDown ? broken() : text('fresh')) });
    await using fake = await openFake({ docs: { entry, answer } });
    const call = { server: 'docs', name: 'look' };
    await fake.seawall.callTool(call);
    isDown = true;
    await fake.clock.advance(61_000);
    await rejectionOf(fake.seawall.callTool(call));
  });
});

describe('the limits of earlier answers', () => {
  const servers = { docs: { entry: { seawall: { maxAttempts: 1 } } } };
  const reading = { method: 'resources/read', params: { uri: 'file:///a' } };

  it('are those of the configuration in force', async () => {
    let isDown = false;
    const answer = answering({ 'resources/read': () => (isDown ? broken() : { contents: [] }) });
    await using fake = await openFake({ docs: { ...servers.docs, answer } });
    await fake.seawall.request('docs', reading);
    isDown = true;
    expect(await fake.seawall.request('docs', reading)).toMatchObject({ contents: [] });
    await fake.seawall.reload(await configurationOf(servers, {}, { stale: { resourceMs: 0 } }));
    await rejectionOf(fake.seawall.request('docs', reading));
    await fake.seawall.reload(await configurationOf(servers));
    expect(await fake.seawall.request('docs', reading)).toMatchObject({ contents: [] });
  });

  it('let go of what is too much after a reload', async () => {
    let isDown = false;
    const answer = answering({ 'resources/read': () => (isDown ? broken() : { contents: [] }) });
    await using fake = await openFake({ docs: { ...servers.docs, answer } });
    const other = { ...reading, params: { uri: 'file:///b' } };
    await fake.seawall.request('docs', reading);
    await fake.seawall.request('docs', other);
    await fake.seawall.reload(await configurationOf(servers, {}, { stale: { maxEntries: 1 } }));
    isDown = true;
    await rejectionOf(fake.seawall.request('docs', reading));
    expect(await fake.seawall.request('docs', other)).toMatchObject({ contents: [] });
  });
});

describe('equal reads under way', () => {
  it('become one, and each caller leaves by itself', async () => {
    let asked = 0;
    let finish: (result: unknown) => void = () => undefined;
    const answer = answering({
      'resources/read': () => {
        asked += 1;
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    });
    await using fake = await openFake({ docs: { answer } });
    await fake.seawall.connect();
    const read = { method: 'resources/read', params: { uri: 'a:b' } };
    const leaver = new AbortController();
    const first = rejectionOf(fake.seawall.request('docs', read, { signal: leaver.signal }));
    const second = fake.seawall.request('docs', read);
    await fake.clock.settle();
    leaver.abort();
    expect(await first).toMatchObject({ kind: 'cancelled' });
    finish({ contents: [] });
    expect(await second).toEqual({ contents: [] });
    expect(asked).toBe(1);
  });

  it('of different principals stay apart', async () => {
    let asked = 0;
    const answer = answering({
      'resources/read': () => {
        asked += 1;
        return { contents: [] };
      },
    });
    await using fake = await openFake({ docs: { answer } });
    await fake.seawall.connect();
    const read = { method: 'resources/read', params: { uri: 'a:b' } };
    await Promise.all(['a', 'b'].map((id) => fake.seawall.request('docs', read, { principal: { id } })));
    expect(asked).toBe(2);
  });
});

describe('a write that surely did not run', () => {
  const entry = { seawall: { tools: { create: { park: true } } } };
  const call = { server: 'tracker', name: 'create', arguments: { title: 'x' } };

  it('waits as a ticket, is given once, and goes out once when its server is back (A118)', async () => {
    const log = createMemoryParkedLog();
    let isBack = false;
    const attempt = () => (isBack ? undefined : Promise.reject(failure('CONNECTION_REFUSED')));
    await using fake = await openFake(
      { tracker: { entry, attempts: [attempt], answer: answering({ 'tools/call': text('created') }) } },
      { parkedLog: () => Promise.resolve(log) },
    );
    await fake.seawall.connect({ maxAttempts: 1 });
    const first = await fake.seawall.callTool(call);
    expect(first).toMatchObject({
      isError: true,
      _meta: { 'dev.seawall/ticket': { state: 'parked', isRepeat: false } },
    });
    const again = await fake.seawall.callTool(call);
    expect(again).toMatchObject({ _meta: { 'dev.seawall/ticket': { isRepeat: true } } });
    isBack = true;
    await fake.clock.advance(5000);
    const parked = await fake.seawall.parkedCalls();
    expect(await parked?.list()).toMatchObject([{ state: 'done', tool: 'create' }]);
    const sent = fake.connector('tracker').connections.flatMap(({ requests }) => requests);
    expect(calledTools(sent)).toEqual(['create']);
  });

  it('is not kept when it may have run, or when its tool is not set to park', async () => {
    const log = createMemoryParkedLog();
    await using fake = await openFake(
      {
        tracker: { entry, answer: answering({ 'tools/call': broken }) },
        other: down,
      },
      { parkedLog: () => Promise.resolve(log) },
    );
    await fake.seawall.connect({ maxAttempts: 1 });
    expect(await rejectionOf(fake.seawall.callTool(call))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await rejectionOf(fake.seawall.callTool({ ...call, server: 'other' }));
    expect(await (await fake.seawall.parkedCalls())?.list()).toEqual([]);
  });

  it('is answered with its failure when there is nowhere to keep it, and the log says so', async () => {
    await using fake = await openFake({ tracker: { entry, ...down } });
    await fake.seawall.connect({ maxAttempts: 1 });
    expect(await rejectionOf(fake.seawall.callTool(call))).toMatchObject({ code: 'SERVER_NOT_CONNECTED' });
    expect(
      fake.logged
        .filter(({ level }) => level === 'warn')
        .map(({ message }) => message)
        .join('\n'),
    ).toContain('no write is parked');
  });

  it('is kept again by itself once the log that could not be opened can be', async () => {
    const log = createMemoryParkedLog();
    let opened = 0;
    const parkedLog = async () => {
      opened += 1;
      if (opened < 3) throw new MCPConfigurationError({ code: 'STORE_UNUSABLE', message: 'It is a folder.' });
      return log;
    };
    await using fake = await openFake({ tracker: { entry, ...down } }, { parkedLog });
    await fake.seawall.connect({ maxAttempts: 1 });
    expect(await rejectionOf(fake.seawall.callTool(call))).toMatchObject({ code: 'SERVER_NOT_CONNECTED' });
    expect(await fake.seawall.parkedCalls()).toBeUndefined();
    expect(fake.seawall.parkingTrouble).toMatchObject({ code: 'STORE_UNUSABLE' });
    await fake.clock.advance(61_000);
    expect(opened).toBe(3);
    expect(await fake.seawall.callTool(call)).toMatchObject({ _meta: { 'dev.seawall/ticket': { state: 'parked' } } });
    expect(fake.seawall.parkingTrouble).toBeUndefined();
    const told = fake.logged.map(({ message }) => message).filter((message) => message.includes('log of parked calls'));
    expect(told).toEqual([
      'The log of parked calls could not be opened: no write is parked.',
      'The log of parked calls is open now: writes are parked.',
    ]);
  });

  it('is not tried to be kept any more once the client is closed', async () => {
    let opened = 0;
    const parkedLog = () => {
      opened += 1;
      return Promise.reject(new Error('none'));
    };
    const fake = await openFake({ tracker: { entry, ...down } }, { parkedLog });
    await fake.seawall.connect({ maxAttempts: 1 });
    await fake.seawall.parkedCalls();
    expect(fake.seawall.parkingTrouble).toMatchObject({ code: 'STORE_UNUSABLE' });
    await fake.seawall.close();
    await fake.clock.advance(120_000);
    expect(opened).toBe(1);
    await fake[Symbol.asyncDispose]();
  });
});

describe('a batch of calls', () => {
  const entry = { seawall: { tools: { '*': { maxAttempts: 1 }, read: { safety: 'read', maxAttempts: 1 } } } };
  const calls = ['ok', 'bad', 'slow', 'read', 'ok'].map((name) => ({ server: 'docs', name }));

  it('gives what came of each, and cancels what still runs when its time is over (B110, B111, B112)', async () => {
    const answer = answering({
      'tools/call': ({ params }: { readonly params?: Readonly<Record<string, unknown>> }) => {
        if (params?.name === 'ok') return text('fine');
        return params?.name === 'bad' ? Promise.reject(failure('SERVER_ERROR', 'none')) : silence();
      },
    });
    await using fake = await openFake({ docs: { entry, answer } });
    await fake.seawall.connect();
    const outcomes = fake.seawall.callBatch(calls, { timeoutMs: 20_000 });
    await fake.clock.advance(20_000);
    expect(await outcomes).toMatchObject([
      { status: 'fulfilled', result: text('fine') },
      { status: 'rejected', error: { code: 'SERVER_ERROR' } },
      { status: 'rejected', error: { code: 'OUTCOME_UNKNOWN', cause: { kind: 'timeout' } } },
      { status: 'rejected', error: { code: 'CALL_TIMEOUT', timeoutMs: 20_000, operation: 'batch_mcp_operations' } },
      { status: 'fulfilled' },
    ]);
    expect(fake.logged.filter(({ message }) => message.includes('in a batch failed'))).toHaveLength(3);
    expect(fake.seawall.policies('docs')).toMatchObject({ inFlight: 0, queued: 0 });
  });

  it('has 30 seconds unless told otherwise, and tells of servers that are not there', async () => {
    await using fake = await openFake({ docs: { entry, answer: answering({ 'tools/call': silence }) } });
    await fake.seawall.connect();
    const outcomes = fake.seawall.callBatch([calls[3] ?? { server: '', name: '' }, { server: 'doc', name: 'x' }]);
    await fake.clock.advance(30_000);
    expect(await outcomes).toMatchObject([
      { error: { kind: 'timeout' } },
      { error: { code: 'SERVER_NOT_FOUND', hint: 'Did you mean "docs"?' } },
    ]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a time of %s', async (timeoutMs) => {
    await using fake = await openFake({ docs: {} });
    expect(await rejectionOf(fake.seawall.callBatch([], { timeoutMs }))).toMatchObject({ code: 'OPTION_INVALID' });
  });
});

describe('a circuit in the hands of an operator', () => {
  it('is isolated with a reason, said to callers, and reset (A178)', async () => {
    await using fake = await openFake({ docs: { answer: answering({ 'tools/call': text('ok') }) } });
    await fake.seawall.connect();
    const by = { actor: 'ops', reason: 'migration' };
    fake.seawall.changeCircuit({ server: 'docs', action: 'isolate', by });
    const call = { server: 'docs', name: 'look' };
    expect(await rejectionOf(fake.seawall.callTool(call))).toMatchObject({ code: 'CIRCUIT_ISOLATED' });
    expect(fake.seawall.policies('docs')).toMatchObject({ circuit: { state: 'isolated', by } });
    fake.seawall.changeCircuit({ server: 'docs', action: 'reset', by });
    expect(await fake.seawall.callTool(call)).toEqual(text('ok'));
  });
});
