import { createEventBus, MCPCancelledError, MCPError, MCPOutcomeUnknownError } from '@seawall/core';
import { createFakeClock, createSequentialId } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createMemoryObservationStore, createTracker, type Tracker } from '../../src/index.ts';
import { errorOf, openTracked, playCall } from '../support/tracked.ts';

const timeout = errorOf('CALL_TIMEOUT', 'No answer.');

describe('what a tracker hands to the store', () => {
  it('holds a call with its attempts, and its errors together with how it ended (A194)', async () => {
    await using tracked = await openTracked();
    const params = { name: 'search', _meta: { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` } };
    tracked.call({ errors: [timeout], end: 'upstream', session: 's1', durationMs: 30.4, params });
    expect(tracked.store.observations.map(({ kind }) => kind)).toEqual(['call', 'error', 'health']);
    expect(tracked.store.all('call')).toEqual([
      {
        id: 'c-1',
        startedAtMs: 1_767_225_600_000,
        durationMs: 30,
        server: 'jira',
        method: 'tools/call',
        target: 'search',
        principal: 'anonymous',
        session: 's1',
        safety: 'read',
        traceId: 'ab'.repeat(16),
        attempts: 2,
        outcome: 'succeeded',
        servedBy: 'upstream',
        tries: [
          {
            attempt: 1,
            startedAfterMs: 0,
            durationMs: 30,
            outcome: 'failed',
            code: 'CALL_TIMEOUT',
            delivery: 'answered',
          },
          { attempt: 2, startedAfterMs: 0, durationMs: 30, outcome: 'succeeded' },
        ],
      },
    ]);
    expect(tracked.store.all('error')).toEqual([
      {
        id: 'r-1',
        atMs: 1_767_225_600_000,
        server: 'jira',
        target: 'search',
        method: 'tools/call',
        group: expect.stringMatching(/^[0-9a-f]{32}$/),
        callId: 'c-1',
        principal: 'anonymous',
        session: 's1',
        attempt: 1,
        delivery: 'answered',
        durationMs: 30,
        outcome: 'recovered',
        error: timeout.toJSON(),
      },
    ]);
  });

  it('holds the error of a call that no attempt was made for', async () => {
    await using tracked = await openTracked();
    tracked.call({ end: errorOf('SERVER_NOT_CONNECTED', 'Not connected.') });
    expect(tracked.store.all('error')).toMatchObject([{ outcome: 'failed', error: { code: 'SERVER_NOT_CONNECTED' } }]);
  });

  it('counts a write of which nobody knows whether it ran once, by its cause', async () => {
    await using tracked = await openTracked();
    const unknown = new MCPOutcomeUnknownError({
      message: 'It may have run.',
      delivery: 'unknown',
      cause: timeout,
    });
    tracked.call({ errors: [timeout], end: unknown });
    expect(tracked.store.all('error')).toMatchObject([{ error: { code: 'CALL_TIMEOUT' } }]);
    expect(tracked.store.all('call')).toMatchObject([{ outcome: 'failed', kind: 'outcome_unknown' }]);
  });

  it('has no error for a call that was cancelled', async () => {
    await using tracked = await openTracked();
    const cancelled = new MCPCancelledError({ message: 'The caller left.' });
    tracked.call({ errors: [cancelled], end: cancelled });
    expect(tracked.store.all('error')).toEqual([]);
    expect(tracked.store.all('call')).toMatchObject([{ outcome: 'cancelled', kind: 'cancelled' }]);
  });

  it('holds an error of a connection, without a call', async () => {
    await using tracked = await openTracked();
    const lastError = errorOf('PROCESS_EXITED', 'It ended.');
    tracked.connection('jira', { state: 'backoff', sinceMs: 0, failures: 1, lastError, retryAtMs: 1 });
    const [record] = tracked.store.all('error');
    expect(record).toMatchObject({ server: 'jira', outcome: 'failed', error: { code: 'PROCESS_EXITED' } });
    expect(record).not.toHaveProperty('callId');
    expect(record).not.toHaveProperty('target');
  });

  it('has only some of many calls that went well, but each that did not, and says how many it left out', async () => {
    await using tracked = await openTracked({ options: { maxGoodCallsPerSecond: 2 } });
    for (let count = 0; count < 123; count += 1) tracked.call({});
    tracked.call({ errors: [timeout] });
    tracked.call({ errors: [timeout], end: 'upstream' });
    tracked.call({ end: 'stale' });
    const kept = tracked.store.all('call').map(({ id }) => id);
    expect(kept.slice(-5)).toEqual(['c-119', 'c-120', 'c-124', 'c-125', 'c-126']);
    expect(tracked.tracker.status.unkeptCalls).toBe(3);
    await tracked.clock.advance(1000);
    for (let count = 0; count < 3; count += 1) tracked.call({});
    expect(tracked.store.all('call').map(({ id }) => id)).toEqual([...kept, 'c-127', 'c-128']);
    await tracked.clock.advance(5000);
    expect(tracked.store.all('minute').at(-1)).toMatchObject({ calls: 129 });
  });

  it('has a minute of a storm of one cause, then so many errors in each second, and tells and counts all of them', async () => {
    await using tracked = await openTracked({ options: { maxErrorsPerSecond: 1, maxGoodCallsPerSecond: 0 } });
    const told: string[] = [];
    tracked.tracker.subscribe((change) => {
      if (change.kind === 'errorRecorded') told.push(change.record.id);
    });
    for (let count = 0; count < 100; count += 1) tracked.call({ errors: [timeout] });
    expect(tracked.store.all('error')).toHaveLength(60);
    expect(tracked.store.all('call')).toHaveLength(60);
    expect(tracked.tracker.status).toMatchObject({ unkeptErrors: 40, unkeptCalls: 40 });
    expect(new Set(told).size).toBe(100);
    expect(tracked.tracker.groups.list()).toMatchObject([{ count: 100 }]);
    // Another cause is kept meanwhile, and so is a call that ended otherwise.
    tracked.call({ tool: 'other', errors: [timeout] });
    tracked.call({ end: 'stale' });
    expect(tracked.store.all('error')).toHaveLength(61);
    expect(tracked.store.all('call')).toHaveLength(62);
    await tracked.clock.advance(3000);
    for (let count = 0; count < 10; count += 1) tracked.call({ errors: [timeout] });
    expect(tracked.store.all('error')).toHaveLength(64);
    await tracked.clock.advance(600_000);
    for (let count = 0; count < 100; count += 1) tracked.call({ errors: [timeout] });
    expect(tracked.store.all('error')).toHaveLength(124);
  });

  it('counts the calls of each minute, and writes a minute that goes on again', async () => {
    await using tracked = await openTracked();
    tracked.call({ durationMs: 15 });
    await tracked.clock.advance(5000);
    tracked.call({ errors: [timeout], durationMs: 7000 });
    await tracked.clock.advance(55_000);
    tracked.call({});
    await tracked.clock.advance(5000);
    const minutes = tracked.store.all('minute');
    expect(minutes.map(({ minuteMs, calls }) => [minuteMs - 1_767_225_600_000, calls])).toEqual([
      [0, 1],
      [0, 2],
      [60_000, 1],
    ]);
    expect(minutes[1]).toMatchObject({ target: 'search', failures: 1, attempts: 2, totalDurationMs: 7015 });
    expect(minutes[1]?.durations).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  });

  it('holds no arguments and no results unless asked for', async () => {
    const evidence = { shape: 'tool_result', payload: { content: [{ type: 'text', text: 'private words' }] } };
    const error = new MCPError({ code: 'SERVER_ERROR', message: 'Failed.', context: { evidence } });
    const played = { params: { name: 'search', arguments: { query: 'private words' } }, errors: [error] };
    await using off = await openTracked();
    off.call(played);
    expect(JSON.stringify(off.store.observations)).not.toContain('private words');
    await using errors = await openTracked({ options: { payloads: 'errors' } });
    errors.call(played);
    errors.call({ params: { name: 'search', arguments: { query: 'other words' } } });
    expect(errors.store.all('call')[0]?.argumentsText).toBe('{"query":"private words"}');
    expect(JSON.stringify(errors.store.all('error'))).toContain('private words');
    expect(JSON.stringify(errors.store.observations)).not.toContain('other words');
  });

  it('holds payloads redacted and cut, never half of a secret', async () => {
    await using tracked = await openTracked({ options: { payloads: 'all', maxPayloadLength: 200 } });
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    for (let before = 150; before < 200; before += 7) {
      const result = { content: [{ type: 'text', text: `${'x'.repeat(before - 40)} ${secret} and more` }] };
      tracked.call({ params: { name: 'search', arguments: { password: secret } }, result });
    }
    for (const { argumentsText = '', resultText = '' } of tracked.store.all('call')) {
      expect(resultText.length).toBeLessThanOrEqual(200);
      expect(`${argumentsText}${resultText}`).not.toContain(secret.slice(0, 8));
    }
  });

  it('bounds what servers and hosts chose', async () => {
    await using tracked = await openTracked();
    const long = `\u001b[2J${'x'.repeat(100_000)}`;
    tracked.call({ server: long, tool: long, session: long, errors: [errorOf('SERVER_ERROR', long)] });
    await tracked.clock.advance(1000);
    const text = JSON.stringify(tracked.store.observations);
    expect(text.length).toBeLessThan(40_000);
    expect(text).not.toContain('\\u001b');
  });

  it('knows the end of calls whose beginning it missed, and loses no memory over calls that never end', async () => {
    await using tracked = await openTracked();
    const call = {
      id: 'early',
      principal: { id: 'anonymous' },
      server: 'jira',
      method: 'tools/call',
      target: 'search',
      safety: 'read',
    } as const;
    const outcome = { kind: 'success', servedBy: 'upstream', result: {} } as const;
    const request = { method: 'tools/call' };
    const atMs = tracked.clock.now();
    tracked.bus.emit({ kind: 'callFinished', atMs, call, request, attempts: 1, durationMs: 9, outcome });
    expect(tracked.store.all('call')).toMatchObject([{ id: 'early', startedAtMs: atMs - 9 }]);
    for (let count = 0; count < 25_000; count += 1) {
      tracked.bus.emit({
        kind: 'callStarted',
        atMs,
        call: { ...call, id: `c${count}` },
        request,
      });
    }
    expect(tracked.tracker.status.openCalls).toBe(20_000);
  });
});

describe('a minute in which the process was restarted', () => {
  it('has the calls of both processes', async () => {
    const clock = createFakeClock();
    const store = createMemoryObservationStore({ clock });
    const bus = createEventBus({
      onListenerError: (error) => {
        throw error;
      },
    });
    const createId = createSequentialId();
    const start = (): Tracker => createTracker({ clock, createId, subscribe: bus.subscribe, servers: () => [], store });
    const before = start();
    playCall({ clock, bus }, 'c-1', { errors: [timeout] });
    playCall({ clock, bus }, 'c-2', {});
    await before.close();
    const after = start();
    // It comes before what the first one left is known.
    playCall({ clock, bus }, 'c-3', {});
    await after.ready;
    playCall({ clock, bus }, 'c-4', { tool: 'other' });
    await after.close();
    const fromMs = Math.floor(clock.now() / 60_000) * 60_000;
    const points = await store.series({ fromMs, toMs: fromMs + 60_000, stepMs: 60_000, by: 'target' });
    expect(points).toMatchObject([
      { target: 'search', calls: 3, failures: 1, attempts: 3, totalDurationMs: 60 },
      { target: 'other', calls: 1, failures: 0 },
    ]);
    expect(points[0]?.durations.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
});
