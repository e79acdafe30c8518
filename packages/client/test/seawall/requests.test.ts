import { MCPTimeoutError, type SeawallEvent } from '@seawall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, type AttemptPlan, answering, failure, silence } from '../support/fake-connector.ts';
import { type FakeSeawall, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const call = { server: 'jira', name: 'search', arguments: { query: 'x' } };
const hello = { content: [{ type: 'text', text: 'hello' }], future: { kept: true } };
const sessionLost = failure('SESSION_LOST', 'session-lost');

function ofCalls({ events }: Pick<FakeSeawall, 'events'>): readonly SeawallEvent[] {
  return events.filter(({ kind }) => kind.startsWith('call') || kind.startsWith('attempt'));
}

const kinds = (client: FakeSeawall): readonly string[] => ofCalls(client).map(({ kind }) => kind);

/** An answer after some time on the clock. */
function after(client: () => FakeSeawall, delayMs: number, result: unknown = hello): Answer {
  return async () => {
    await new Promise<void>((resolve) => void client().clock.setTimer(resolve, delayMs));
    return result;
  };
}

describe('a call', () => {
  it('[B52] is made by server, name and arguments, and its result comes as it was', async () => {
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': hello }) } });
    expect(await client.seawall.callTool(call)).toEqual(hello);
    expect(client.connector('jira').last.requests).toContainEqual({
      method: 'tools/call',
      params: { name: 'search', arguments: { query: 'x' } },
    });
  });

  it('fails when its result is an error', async () => {
    const answer = { isError: true, content: [] };
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': answer }) } });
    expect(await rejectionOf(client.seawall.callTool(call))).toMatchObject({ kind: 'server_error' });
  });

  it('tells of itself in order, and once', async () => {
    await using client = await openFake({ jira: {} });
    await client.seawall.callTool(call);
    expect(kinds(client)).toEqual(['callStarted', 'attemptStarted', 'attemptFinished', 'callFinished']);
    const info = {
      id: 'call-1',
      principal: { id: 'anonymous' },
      server: 'jira',
      method: 'tools/call',
      target: 'search',
    };
    for (const event of ofCalls(client)) expect(event).toMatchObject({ call: info, atMs: client.clock.now() });
    expect(ofCalls(client).at(-1)).toMatchObject({ attempts: 1, outcome: { kind: 'success', servedBy: 'upstream' } });
  });

  it('that failed is told with the error that the caller gets', async () => {
    const broken = failure('SERVER_ERROR', 'none');
    await using client = await openFake({
      jira: { answer: answering({ 'tools/call': () => Promise.reject(broken) }) },
    });
    const error = await rejectionOf(client.seawall.callTool(call));
    expect(error).toBe(broken.error);
    expect(kinds(client)).toEqual(['callStarted', 'attemptStarted', 'attemptFinished', 'callFinished']);
    expect(ofCalls(client).at(-1)).toMatchObject({ attempts: 1, outcome: { kind: 'failure', error: broken.error } });
  });

  it('to a server that is known to be bad fails at once, without an attempt', async () => {
    await using client = await openFake({ jira: { attempts: [failure('CONNECTION_REFUSED')] } });
    await client.seawall.connect({ maxAttempts: 1 });
    const startMs = client.clock.monotonicMs();
    expect(await rejectionOf(client.seawall.callTool(call))).toMatchObject({
      code: 'SERVER_NOT_CONNECTED',
      kind: 'connection',
    });
    expect(client.clock.monotonicMs()).toBe(startMs);
    expect(kinds(client)).toEqual(['callStarted', 'callFinished']);
    expect(ofCalls(client).at(-1)).toMatchObject({ attempts: 0 });
  });

  it('connects its server when nobody has started the client', async () => {
    await using client = await openFake({ jira: {}, other: {} });
    await client.seawall.callTool(call);
    expect(client.connector('jira').attempts).toBe(1);
    expect(client.connector('other').attempts).toBe(0);
  });

  it('to an unknown server names the one that was meant', async () => {
    await using client = await openFake({ jira: {}, notion: {} });
    const error = await rejectionOf(client.seawall.callTool({ ...call, server: 'jria' }));
    expect(error).toMatchObject({ code: 'SERVER_NOT_FOUND', hint: 'Did you mean "jira"?' });
    expect(await rejectionOf(client.seawall.callTool({ ...call, server: 'zzz' }))).toMatchObject({
      hint: 'The servers are: jira, notion.',
    });
    expect(kinds(client)).toEqual([]);
  });

  it('survives a connection that throws what it must not', async () => {
    await using client = await openFake({
      jira: { answer: answering({ 'tools/call': () => Promise.reject(new TypeError('boom')) }) },
    });
    expect(await rejectionOf(client.seawall.callTool(call))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      cause: { code: 'UNEXPECTED_ERROR' },
    });
    expect(ofCalls(client)[2]).toMatchObject({
      kind: 'attemptFinished',
      outcome: { kind: 'failure', delivery: 'unknown' },
    });
    expect(kinds(client)).toHaveLength(4);
  });

  it('is not disturbed by a listener that throws', async () => {
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': hello }) } });
    const stop = client.seawall.subscribe(() => {
      throw new Error('listener');
    });
    expect(await client.seawall.callTool(call)).toEqual(hello);
    expect(kinds(client)).toHaveLength(4);
    expect(client.logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'A listener of "callStarted" failed.' }),
    );
    stop();
  });

  it('passes progress on', async () => {
    const answer: Answer = (_request, { onProgress }) => {
      onProgress?.({ progress: 1, total: 2 });
      return hello;
    };
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': answer }) } });
    const reports: unknown[] = [];
    await client.seawall.callTool(call, { onProgress: (progress) => reports.push(progress) });
    expect(reports).toEqual([{ progress: 1, total: 2 }]);
  });
});

describe('the deadline of a call', () => {
  it('[A27] ends a silent call, and says by its type that it was time', async () => {
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': silence }) } });
    const failed = rejectionOf(client.seawall.callTool(call));
    await client.clock.advance(30_000);
    expect(await failed).toMatchObject({ kind: 'outcome_unknown', cause: { code: 'CALL_TIMEOUT', kind: 'timeout' } });
  });

  it('[A27] counts the time that the connection took, and says so by its type', async () => {
    await using client = await openFake({ jira: { attempts: ['hang'] } });
    const failed = rejectionOf(client.seawall.callTool(call));
    await client.clock.advance(59_999);
    expect(kinds(client)).toEqual(['callStarted']);
    await client.clock.advance(1);
    const error = await failed;
    expect(MCPTimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'CALL_TIMEOUT', kind: 'timeout', operation: 'call_tool(search)' });
  });

  it('leaves the attempt what the wait has left of it', async () => {
    let client: FakeSeawall | undefined;
    const connect = (): Promise<void> => new Promise((resolve) => void client?.clock.setTimer(resolve, 50_000));
    await using opened = await openFake({
      jira: { attempts: [connect], answer: answering({ 'tools/call': silence }) },
    });
    client = opened;
    const failed = rejectionOf(client.seawall.callTool(call));
    await client.clock.advance(60_000);
    expect(await failed).toMatchObject({ cause: { kind: 'timeout' } });
    expect(client.clock.monotonicMs()).toBe(60_000);
  });

  it.each(['waiting', 'running'])('is what the caller says, also while %s', async (phase) => {
    await using client = await openFake({
      jira: { attempts: [phase === 'waiting' ? 'hang' : 'ready'], answer: answering({ 'tools/call': silence }) },
    });
    const failed = rejectionOf(client.seawall.callTool(call, { timeoutMs: 100 }));
    await client.clock.advance(100);
    const timeout = { kind: 'timeout' };
    expect(await failed).toMatchObject(phase === 'waiting' ? timeout : { cause: timeout });
  });

  it('may be longer than the one of the server when the caller says so', async () => {
    const client: FakeSeawall = await openFake({
      jira: { answer: answering({ 'tools/call': after(() => client, 90_000) }) },
    });
    await using _ = client;
    const result = client.seawall.callTool(call, { timeoutMs: 100_000 });
    await client.clock.advance(90_000);
    expect(await result).toEqual(hello);
  });

  it('holds for every call, whatever the server does, and each settles and is told once', async () => {
    const plan = fc.constantFrom<AttemptPlan>(
      'ready',
      'hang',
      failure('CONNECTION_REFUSED'),
      failure('PROCESS_EXITED'),
      () => {
        throw new Error('boom');
      },
      failure('AUTHENTICATION_REQUIRED', 'auth-required'),
    );
    const behaviour = fc.constantFrom('answer', 'silent', 'error', 'session-lost', 'broken', 'drop', 'throw', 'late');
    const scenario = fc.record({
      attempts: fc.array(plan, { minLength: 1, maxLength: 5 }),
      behaviours: fc.array(behaviour, { minLength: 1, maxLength: 6 }),
      calls: fc.array(fc.record({ atMs: fc.nat(20_000), timeoutMs: fc.option(fc.integer({ min: 1, max: 90_000 })) }), {
        maxLength: 8,
      }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ attempts, behaviours, calls }) => {
        let asked = 0;
        const answer: Answer = async (_request, _options, connection) => {
          const what = behaviours[asked++ % behaviours.length];
          if (what === 'silent') return silence();
          if (what === 'error') throw failure('SERVER_ERROR', 'none');
          if (what === 'session-lost') throw sessionLost;
          if (what === 'broken') throw failure('CONNECTION_RESET');
          if (what === 'throw') throw new RangeError('boom');
          if (what === 'drop') connection.drop();
          if (what === 'late') await new Promise<void>((resolve) => void client.clock.setTimer(resolve, 10_000));
          return hello;
        };
        const client: FakeSeawall = await openFake({ jira: { attempts, answer: answering({ 'tools/call': answer }) } });
        await using _ = client;
        client.seawall.start();
        const tookMs: { readonly tookMs: number; readonly limitMs: number }[] = [];
        for (const { atMs, timeoutMs } of calls) {
          client.clock.setTimer(() => {
            const startMs = client.clock.monotonicMs();
            const note = (): void =>
              void tookMs.push({ tookMs: client.clock.monotonicMs() - startMs, limitMs: (timeoutMs ?? 60_000) + 1 });
            void client.seawall.callTool(call, timeoutMs === null ? {} : { timeoutMs }).then(note, note);
          }, atMs);
        }
        await client.clock.advance(150_000);
        expect(tookMs).toHaveLength(calls.length);
        for (const one of tookMs) expect(one.tookMs).toBeLessThanOrEqual(one.limitMs);
        const of = (kind: string): number => client.events.filter((event) => event.kind === kind).length;
        expect([of('callStarted'), of('callFinished')]).toEqual([calls.length, calls.length]);
        expect(of('attemptStarted')).toBe(of('attemptFinished'));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a caller that aborts', () => {
  it('before the call sends nothing', async () => {
    await using client = await openFake({ jira: {} });
    const signal = AbortSignal.abort();
    expect(await rejectionOf(client.seawall.callTool(call, { signal }))).toMatchObject({ kind: 'cancelled' });
    await client.seawall.connect();
    const sent = client.connector('jira').last.requests.length;
    expect(await rejectionOf(client.seawall.callTool(call, { signal }))).toMatchObject({ kind: 'cancelled' });
    expect(client.connector('jira').last.requests).toHaveLength(sent);
    expect(kinds(client)).toEqual(['callStarted', 'callFinished', 'callStarted', 'callFinished']);
  });

  it.each(['waiting', 'running'])('while %s is answered at once', async (phase) => {
    await using client = await openFake({
      jira: { attempts: [phase === 'waiting' ? 'hang' : 'ready'], answer: answering({ 'tools/call': silence }) },
    });
    const caller = new AbortController();
    const failed = rejectionOf(client.seawall.callTool(call, { signal: caller.signal }));
    await client.clock.settle();
    caller.abort();
    expect(await failed).toMatchObject({ kind: 'cancelled' });
    expect(client.clock.monotonicMs()).toBe(0);
  });
});

describe('a session that the server has lost', () => {
  it('is opened anew once for all calls, and each is sent once more', async () => {
    let isLost = false;
    const answer: Answer = (_request, _options, connection) => {
      if (isLost && connection === client.connector('jira').connections[0]) throw sessionLost;
      return hello;
    };
    const client: FakeSeawall = await openFake({ jira: { answer: answering({ 'tools/call': answer }) } });
    await using _ = client;
    await client.seawall.connect();
    isLost = true;
    const results = await Promise.all(Array.from({ length: 20 }, () => client.seawall.callTool(call)));
    expect(results).toEqual(Array.from({ length: 20 }, () => hello));
    const { connections } = client.connector('jira');
    expect(connections).toHaveLength(2);
    for (const { requests } of connections) {
      expect(requests.filter(({ method }) => method === 'tools/call')).toHaveLength(20);
    }
    const finished = client.events.filter((event) => event.kind === 'callFinished');
    expect(finished).toHaveLength(20);
    for (const event of finished) expect(event).toMatchObject({ attempts: 2, outcome: { kind: 'success' } });
  });

  it('is not opened a third time for one call', async () => {
    await using client = await openFake({
      jira: { answer: answering({ 'tools/call': () => Promise.reject(sessionLost) }) },
    });
    expect(await rejectionOf(client.seawall.callTool(call))).toMatchObject({ code: 'SESSION_LOST' });
    const sent = client.connector('jira').connections.flatMap(({ requests }) => requests);
    expect(sent.filter(({ method }) => method === 'tools/call')).toHaveLength(2);
  });

  it('does not send a call again that may have run', async () => {
    const answer: Answer = (_request, _options, connection) => {
      connection.drop(failure('PROCESS_EXITED'));
      return silence();
    };
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': answer }) } });
    expect(await rejectionOf(client.seawall.callTool(call))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      cause: { code: 'PROCESS_EXITED' },
    });
    await client.clock.settle();
    const sent = client.connector('jira').connections.flatMap(({ requests }) => requests);
    expect(sent.filter(({ method }) => method === 'tools/call')).toHaveLength(1);
  });
});
