import { createFakeClock, createMemoryParkedLog } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type AttemptEnd, MCPError, MCPRateLimitError, MCPServerError } from '../../../src/index.ts';
import { attemptParked } from '../../../src/policies/parking/attempt-parked.ts';
import { keyOf } from '../../../src/policies/parking/parkable-call.ts';
import type { ParkedCall } from '../../../src/policies/parking/parked-call.ts';
import { ParkedJournal } from '../../../src/policies/parking/parked-journal.ts';
import { recoverCalls } from '../../../src/policies/parking/recover-calls.ts';
import { verdictOfSent } from '../../../src/policies/parking/sent-verdict.ts';
import { settleWithin } from '../../../src/policies/parking/settle-within.ts';
import { byteLength, type WaitingCall, WaitingCalls } from '../../../src/policies/parking/waiting-calls.ts';
import { httpError } from '../settle/attempts.ts';
import { createGatedLog } from './gated-log.ts';
import { ANSWERED, failure, NOT_SENT, parkedCall, TIMED_OUT, throttled, watchTimers } from './parking-setup.ts';

const FULL = new MCPError({ code: 'STORE_FAILED', message: 'The disk is full.' });

describe('waiting for something, but not for ever', () => {
  it('tells how it ended, and leaves no timer', async () => {
    const clock = createFakeClock();
    const watched = watchTimers(clock);
    const error = new Error('boom');
    expect(await settleWithin(watched, 1000, () => 7)).toEqual({ kind: 'value', value: 7 });
    expect(await settleWithin(watched, 1000, () => Promise.reject(error))).toEqual({ kind: 'thrown', error });
    const late = settleWithin(watched, 1000, () => new Promise(() => undefined));
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(1000);
    expect(await late).toEqual({ kind: 'late' });
    expect(watched.keptUpMs).toEqual([]);
  });
});

describe('one sending of a parked call', () => {
  const call = parkedCall({ sends: 1 });

  /** Sends, and lets the clock and the signal do what a test says. */
  async function attempt(
    send: (signal: AbortSignal) => Promise<AttemptEnd>,
    meanwhile: (clock: ReturnType<typeof createFakeClock>, abort: AbortController) => Promise<void> = async () =>
      undefined,
  ) {
    const clock = createFakeClock();
    const watched = watchTimers(clock);
    const abort = new AbortController();
    const verdict = attemptParked(call, {
      clock: watched,
      timeoutMs: 5000,
      signal: abort.signal,
      send: (_call, signal) => send(signal),
    });
    await meanwhile(clock, abort);
    return { verdict: await verdict, left: clock.pendingTimers, keptUpMs: watched.keptUpMs };
  }
  const forEver = (): Promise<AttemptEnd> => new Promise(() => undefined);

  it('is judged by its end', async () => {
    expect(await attempt(async () => ANSWERED)).toMatchObject({ verdict: { kind: 'done' }, left: 0, keptUpMs: [] });
    expect(await attempt(async () => NOT_SENT)).toMatchObject({ verdict: { kind: 'again', of: 'server' }, left: 0 });
  });

  it('is unknown when no answer came, with the reason', async () => {
    const { verdict } = await attempt(async () => TIMED_OUT);
    expect(verdict).toMatchObject({ kind: 'unknown', error: { code: 'OUTCOME_UNKNOWN' } });
    expect(verdict.error?.message).toContain('may have run: no answer came.');
    expect(verdict.error?.cause).toBe(TIMED_OUT.kind === 'failure' ? TIMED_OUT.error : undefined);
  });

  it('is unknown when it throws, with what it threw', async () => {
    const error = new Error('boom');
    const { verdict } = await attempt(() => Promise.reject(error));
    expect(verdict.error?.message).toContain('may have run: what became of it is not known.');
    expect(verdict.error?.cause).toBe(error);
    const nonsense = await attempt(async () => ({ kind: 'failure', error: 'no' }) as never);
    expect(nonsense.verdict.kind).toBe('unknown');
    expect(nonsense.verdict.error?.cause).toBe(undefined);
  });

  it('is unknown when it was not answered in time, and a second more', async () => {
    let aborted = false;
    const { verdict, left, keptUpMs } = await attempt(
      (signal) => {
        signal.addEventListener('abort', () => (aborted = true));
        return forEver();
      },
      async (clock) => {
        await clock.advance(4999);
        expect(aborted).toBe(false);
        await clock.advance(1);
        expect(aborted).toBe(true);
        expect(clock.pendingTimers).toBe(1);
        await clock.advance(1000);
      },
    );
    expect(verdict.error?.message).toContain('may have run: it was not answered in time.');
    expect(verdict.error?.cause).toMatchObject({ code: 'OPERATION_TIMEOUT', timeoutMs: 5000 });
    expect([left, keptUpMs]).toEqual([0, []]);
  });

  it('is unknown when it was ended from outside, however often, and says nothing of a time limit', async () => {
    const { verdict, left } = await attempt(forEver, async (clock, abort) => {
      abort.abort();
      await clock.settle();
      expect(clock.pendingTimers).toBe(1);
      abort.signal.dispatchEvent(new Event('abort'));
      await clock.settle();
      expect(clock.pendingTimers).toBe(1);
      await clock.advance(1000);
    });
    expect(verdict.error?.message).toContain('may have run: Seawall was closed before it was answered.');
    expect(verdict.error?.cause).toBe(undefined);
    expect(left).toBe(0);
  });
});

describe('what becomes of a parked call that was sent', () => {
  const limited = (retryAfterMs: number): AttemptEnd => throttled(retryAfterMs);

  it.each([
    ['an answer', ANSWERED, { kind: 'done', result: ANSWERED.kind === 'result' ? ANSWERED.result : undefined }],
    [
      'an answer that may not be that of this call',
      { ...ANSWERED, isSuspect: true } as AttemptEnd,
      { kind: 'unknown' },
    ],
    ['no answer', TIMED_OUT, { kind: 'unknown' }],
    ['a failure that did not leave', NOT_SENT, { kind: 'again', of: 'server', delayMs: 1000 }],
    ['HTTP 429 with a time', limited(7000), { kind: 'again', of: 'tool', delayMs: 7000 }],
    ['HTTP 429 with no time', throttled(), { kind: 'again', of: 'tool', delayMs: 1000 }],
    ['HTTP 429 with a time of zero', limited(0), { kind: 'again', of: 'tool', delayMs: 1000 }],
    ['HTTP 500', httpError(500), { kind: 'unknown' }],
    [
      'an answered failure',
      failure(new MCPServerError({ code: 'SERVER_ERROR', message: 'No.' }), 'answered'),
      { kind: 'done' },
    ],
    [
      'a rate limit of which nothing left',
      failure(new MCPRateLimitError({ message: 'Slow down.' }), 'not-sent'),
      { kind: 'again' },
    ],
  ] satisfies [string, AttemptEnd, object][])('follows from %s', (_what, end, verdict) => {
    expect(verdictOfSent(end, 1)).toMatchObject(verdict);
  });

  it('is unknown when the failure itself says so, though something answered', () => {
    const lost = new MCPError({ code: 'OUTCOME_UNKNOWN', message: 'It may have run.' });
    expect(verdictOfSent(failure(lost, 'answered'), 1)).toEqual({ kind: 'unknown', error: lost });
  });

  it('waits twice as long each time, up to half a minute', () => {
    const delays = [1, 2, 3, 5, 6, 7, 100].map((sends) => {
      const verdict = verdictOfSent(NOT_SENT, sends);
      return verdict.kind === 'again' ? verdict.delayMs : undefined;
    });
    expect(delays).toEqual([1000, 2000, 4000, 16_000, 30_000, 30_000, 30_000]);
  });
});

describe('the journal of parked calls', () => {
  function setUpJournal() {
    const log = createMemoryParkedLog();
    return { log, journal: new ParkedJournal(log, createFakeClock()) };
  }

  it('keeps what the log did not take, shows it, and writes it as soon as it can', async () => {
    const { log, journal } = setUpJournal();
    const done = parkedCall({ state: 'done' });
    await journal.put(parkedCall());
    expect([journal.owed, journal.owedCalls()]).toEqual([0, []]);
    log.failWith(FULL);
    await journal.note(done);
    expect([journal.owed, journal.owedCalls()]).toEqual([1, [done]]);
    expect(await journal.read('ticket-1')).toBe(done);
    await expect(journal.read('ticket-2')).rejects.toBe(FULL);
    await expect(journal.pay()).rejects.toBe(FULL);
    expect(journal.owed).toBe(1);
    log.failWith(undefined);
    await journal.pay();
    expect(journal.owed).toBe(0);
    expect(await log.read('ticket-1')).toEqual(done);
    expect(await journal.read('ticket-2')).toBe(undefined);
  });

  it('writes what it owes before anything else, and not what is written anew', async () => {
    const { log, journal } = setUpJournal();
    log.failWith(FULL);
    await journal.note(parkedCall({ state: 'done' }));
    await expect(journal.put(parkedCall({ id: 'ticket-2' }))).rejects.toBe(FULL);
    expect(journal.owedCalls().map(({ id }) => id)).toEqual(['ticket-1']);
    log.failWith(undefined);
    await journal.put(parkedCall({ id: 'ticket-2' }));
    expect(journal.owed).toBe(0);
    expect(await log.read('ticket-1')).toMatchObject({ state: 'done' });
  });

  it('writes instead what is to be believed when a confirmation is lost', async () => {
    const { log, journal } = setUpJournal();
    const refused = parkedCall({ state: 'discarded' });
    log.failWith(FULL, { isWritten: true });
    await expect(journal.put(parkedCall(), refused)).rejects.toBe(FULL);
    await expect(journal.put(parkedCall({ id: 'ticket-2' }))).rejects.toBe(FULL);
    expect(journal.owedCalls()).toEqual([refused]);
    log.failWith(undefined);
    await journal.pay();
    expect(await log.read('ticket-1')).toEqual(refused);
  });

  it('owes the newest of a call only', async () => {
    const { log, journal } = setUpJournal();
    log.failWith(FULL);
    await journal.note(parkedCall({ state: 'unknown' }));
    await journal.note(parkedCall({ state: 'discarded' }));
    expect(journal.owedCalls().map(({ state }) => state)).toEqual(['discarded']);
  });

  it('does not forget what came to be owed while the older record was written', async () => {
    const log = createMemoryParkedLog();
    const gate = createGatedLog(log);
    const clock = createFakeClock();
    const journal = new ParkedJournal(gate, clock);
    log.failWith(FULL);
    await journal.note(parkedCall({ state: 'unknown' }));
    gate.hold();
    log.failWith(undefined);
    const paying = journal.pay();
    await clock.settle();
    const noting = journal.note(parkedCall({ state: 'discarded' }));
    await clock.settle();
    gate.letGo();
    await Promise.all([paying, noting]);
    expect(await log.read('ticket-1')).toMatchObject({ state: 'discarded' });
    expect(journal.owed).toBe(0);
  });

  it('has the log forget what it is told to', async () => {
    const { log, journal } = setUpJournal();
    await journal.put(parkedCall({ state: 'done' }));
    expect(await journal.prune({ maxCalls: 0, maxCharacters: 1, changedBeforeMs: 0 })).toBe(1);
    expect(await log.read('ticket-1')).toBe(undefined);
  });
});

describe('the calls in line', () => {
  function waitingCall(fields: Partial<ParkedCall> = {}): WaitingCall {
    const call = parkedCall(fields);
    const key = keyOf(call.principal.id, call.server, call.tool, call.arguments);
    return { call, key, phase: 'idle', notBeforeMs: 0, deadlineMs: 1, stored: Promise.resolve() };
  }

  it('are found by ticket, by what they ask for, and by server', () => {
    const calls = new WaitingCalls();
    const one = waitingCall();
    const two = waitingCall({ id: 'ticket-2', tool: 'add_comment' });
    const three = waitingCall({ id: 'ticket-3', arguments: { n: 3 } });
    for (const call of [one, two, three]) calls.add(call);
    expect([calls.size, calls.bytes]).toEqual([3, byteLength(one.key) + byteLength(two.key) + byteLength(three.key)]);
    expect([calls.find('ticket-2'), calls.findEqual(three.key), [...calls.all()]]).toEqual([
      two,
      three,
      [one, two, three],
    ]);
    expect(calls.heads('jira')).toEqual([one, two]);
    expect([calls.servers(), calls.heads('wiki')]).toEqual([['jira'], []]);
    calls.remove(one);
    expect(calls.heads('jira')).toEqual([three, two]);
    expect(calls.findEqual(one.key)).toBe(undefined);
    calls.remove(three);
    expect([calls.heads('jira'), calls.servers()]).toEqual([[two], ['jira']]);
    calls.remove(two);
    expect([calls.size, calls.bytes, calls.servers()]).toEqual([0, 0, []]);
  });

  it('leave once, and do not take an equal one with them', () => {
    const calls = new WaitingCalls();
    const one = waitingCall();
    const two = waitingCall({ id: 'ticket-2' });
    calls.add(one);
    calls.add(two);
    calls.remove(one);
    calls.remove(one);
    expect([calls.size, calls.bytes, calls.findEqual(two.key)]).toEqual([1, byteLength(two.key), two]);
  });
});

describe('taking up what an earlier process left', () => {
  it('says what it made of each, and where the line goes on', async () => {
    const clock = createFakeClock();
    const log = createMemoryParkedLog();
    const nowMs = clock.now();
    const inTime = { expiresAtMs: nowMs + 1 };
    await log.put(parkedCall({ id: 'a', sequence: 5, state: 'sent', ...inTime }));
    await log.put(parkedCall({ id: 'b', sequence: 2, state: 'leased', ...inTime }));
    await log.put(parkedCall({ id: 'c', sequence: 3, ...inTime }));
    await log.put(parkedCall({ id: 'd', sequence: 4, expiresAtMs: nowMs }));
    await log.put(parkedCall({ id: 'e', sequence: 9, state: 'done' }));
    const { waiting, changes, lastSequence } = await recoverCalls(new ParkedJournal(log, clock), clock);
    expect(waiting.map(({ id, state }) => [id, state])).toEqual([
      ['b', 'parked'],
      ['c', 'parked'],
    ]);
    expect(changes.map(({ from, call: { id, state, changedAtMs } }) => [id, from, state, changedAtMs])).toEqual([
      ['b', 'leased', 'parked', nowMs],
      ['d', 'parked', 'expired', nowMs],
      ['a', 'sent', 'unknown', nowMs],
    ]);
    expect(changes.at(-1)?.error?.message).toContain('may have run: Seawall ended before it was answered.');
    expect(lastSequence).toBe(9);
  });
});
