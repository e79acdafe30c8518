import { getEventListeners } from 'node:events';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flightsClosedError, flightTimeoutError, leftFlightError } from '../../../src/policies/single-flight/errors.ts';
import { type FlightWait, SingleFlight } from '../../../src/policies/single-flight/single-flight.ts';

const WAIT: FlightWait = { server: 'files', operation: 'tools/list' };

/** Requests to a server that answers when the test says so. */
class Requests {
  readonly clock: FakeClock = createFakeClock();
  readonly flights = new SingleFlight<string>({ clock: this.clock });
  readonly sent: { readonly signal: AbortSignal; answer(text: string): void; fail(error: unknown): void }[] = [];

  /** @returns what came of it, as a text: failures by their code. */
  run(key: string, signal?: AbortSignal, wait: FlightWait = WAIT): Promise<string> {
    const start = (flightSignal: AbortSignal): Promise<string> =>
      new Promise((answer, fail) => this.sent.push({ signal: flightSignal, answer, fail }));
    return this.flights.run(key, signal, start, wait).catch((error: unknown) => codeOf(error));
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

describe('SingleFlight', () => {
  it('sends equal requests once and gives all the same answer, others by themselves', async () => {
    const requests = new Requests();
    const calls = [requests.run('a'), requests.run('a'), requests.run('b')];
    expect(requests.sent).toHaveLength(2);
    requests.sent[1]?.answer('second');
    requests.sent[0]?.answer('first');
    expect(await Promise.all(calls)).toEqual(['first', 'first', 'second']);
    expect(requests.flights.size).toBe(0);
  });

  it('asks anew when the answer has come', async () => {
    const requests = new Requests();
    const first = requests.run('a');
    requests.sent[0]?.answer('old');
    await first;
    const second = requests.run('a');
    requests.sent[1]?.answer('new');
    expect(await second).toBe('new');
  });

  it('gives all the same error', async () => {
    const requests = new Requests();
    const errors: unknown[] = [];
    const failure = new Error('It failed.');
    const calls = [1, 2].map(() =>
      requests.flights
        .run('a', undefined, () => Promise.reject(failure), WAIT)
        .catch((error: unknown) => errors.push(error)),
    );
    await Promise.all(calls);
    expect(errors).toEqual([failure, failure]);
    expect(errors[0]).toBe(errors[1]);
    expect(requests.flights.size).toBe(0);
  });

  it('takes a start that throws for one that failed', async () => {
    const { flights } = new Requests();
    const start = (): never => {
      throw new Error('It failed.');
    };
    await expect(flights.run('a', undefined, start, WAIT)).rejects.toThrow('It failed.');
    expect(flights.size).toBe(0);
  });

  it('lets one caller leave and goes on for the others', async () => {
    const requests = new Requests();
    const controller = new AbortController();
    const calls = [requests.run('a', controller.signal), requests.run('a')];
    controller.abort();
    expect(await calls[0]).toBe('CALL_CANCELLED');
    expect(requests.sent[0]?.signal.aborted).toBe(false);
    requests.sent[0]?.answer('done');
    expect(await calls[1]).toBe('done');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('cancels the request when the last caller left, and lets nobody join it any more', async () => {
    const requests = new Requests();
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => requests.run('a', signal));
    controllers[0]?.abort();
    expect(requests.sent[0]?.signal.aborted).toBe(false);
    controllers[1]?.abort();
    expect(requests.sent[0]?.signal.aborted).toBe(true);
    const next = requests.run('a');
    expect(requests.sent).toHaveLength(2);
    requests.sent[0]?.fail(new Error('It was cancelled.'));
    await requests.clock.settle();
    const joined = requests.run('a');
    expect(requests.sent).toHaveLength(2);
    requests.sent[1]?.answer('new');
    expect(await Promise.all([...calls, next, joined])).toEqual(['CALL_CANCELLED', 'CALL_CANCELLED', 'new', 'new']);
  });

  it('does not begin for a caller that gave up before', async () => {
    const requests = new Requests();
    expect(await requests.run('a', AbortSignal.abort())).toBe('CALL_CANCELLED');
    expect(requests.sent).toEqual([]);
  });

  it('ends the wait of each caller at its own time', async () => {
    const requests = new Requests();
    const patient = requests.run('a', undefined, { ...WAIT, maxWaitMs: 10_000 });
    const hasty = requests.run('a', undefined, { ...WAIT, maxWaitMs: 1_000 });
    await requests.clock.advance(1_000);
    expect(await hasty).toBe('CALL_TIMEOUT');
    expect(requests.sent[0]?.signal.aborted).toBe(false);
    requests.sent[0]?.answer('done');
    expect(await patient).toBe('done');
    expect(requests.clock.pendingTimers).toBe(0);
  });

  it('sets no timer for a caller without a time of its own', async () => {
    const requests = new Requests();
    const call = requests.run('a');
    expect(requests.clock.pendingTimers).toBe(0);
    requests.sent[0]?.answer('done');
    expect(await call).toBe('done');
  });

  it('says what is to be done, and no cause where there is none', () => {
    expect(Object.hasOwn(leftFlightError(WAIT, undefined), 'cause')).toBe(false);
    expect(flightTimeoutError(WAIT, 499.6)).toMatchObject({
      message: 'Server "files" did not answer tools/list within 500 ms.',
      hint: 'Raise mcpServers.files.seawall.totalTimeoutMs, or ask for less at a time.',
    });
    const closed = flightsClosedError(WAIT);
    expect(closed.message).toBe('Seawall is shutting down, so tools/list on server "files" was given up.');
    expect(closed.context).toMatchObject({ operation: 'tools/list' });
  });

  it('says who gave up and why', async () => {
    const { flights, clock } = new Requests();
    const controller = new AbortController();
    const start = (): Promise<string> => new Promise(() => undefined);
    const left = flights.run('a', controller.signal, start, WAIT);
    const late = flights.run('a', undefined, start, { ...WAIT, maxWaitMs: 500 });
    controller.abort(new Error('The user left.'));
    await expect(left).rejects.toMatchObject({
      message: 'The caller cancelled tools/list on server "files" while it waited for the answer.',
      cause: { message: 'The user left.' },
    });
    const told = expect(late).rejects.toMatchObject({
      message: 'Server "files" did not answer tools/list within 500 ms.',
      timeoutMs: 500,
    });
    await clock.advance(500);
    await told;
  });

  it('cancels everything when it is closed, also twice, and begins nothing any more', async () => {
    const requests = new Requests();
    const controller = new AbortController();
    const calls = [requests.run('a', controller.signal), requests.run('a'), requests.run('b')];
    requests.flights.close();
    requests.flights.close();
    calls.push(requests.run('c'));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 4 }, () => 'SHUTTING_DOWN'));
    expect(requests.sent.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect([requests.flights.size, requests.clock.pendingTimers]).toEqual([0, 0]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('adds one listener for 10,000 callers with one signal', async () => {
    const requests = new Requests();
    const controller = new AbortController();
    const calls = Array.from({ length: 10_000 }, () => requests.run('a', controller.signal));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    requests.sent[0]?.answer('done');
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['done']));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('settles each caller once, with the answer to a request of its own key that it did not leave', async () => {
    const step = fc.record({
      kind: fc.constantFrom('run', 'run', 'abort', 'answer', 'fail'),
      key: fc.constantFrom('a', 'b'),
      index: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (script) => {
        const requests = new Requests();
        // What each caller is to get: the number of its request, until it leaves.
        const callers: { readonly controller: AbortController; readonly got: Promise<string>; expected: string }[] = [];
        const open = new Map<string, { readonly id: number; readonly members: number[] }>();
        for (const { kind, key, index } of script) {
          if (kind === 'run') {
            const flight = open.get(key) ?? { id: requests.sent.length, members: [] };
            open.set(key, flight);
            flight.members.push(callers.length);
            const controller = new AbortController();
            callers.push({ controller, got: requests.run(key, controller.signal), expected: 'open' });
            expect(requests.sent.length).toBeGreaterThan(flight.id);
          } else if (kind === 'abort' && callers.length > 0) {
            const id = index % callers.length;
            callers[id]?.controller.abort();
            for (const [name, flight] of open) {
              if (!flight.members.includes(id)) continue;
              flight.members.splice(flight.members.indexOf(id), 1);
              const caller = callers[id];
              if (caller !== undefined) caller.expected = 'CALL_CANCELLED';
              expect(requests.sent[flight.id]?.signal.aborted).toBe(flight.members.length === 0);
              if (flight.members.length === 0) open.delete(name);
            }
          } else if (kind === 'answer' || kind === 'fail') {
            const flight = open.get(key);
            if (flight === undefined) continue;
            open.delete(key);
            const text = `${kind} ${flight.id}`;
            const sent = requests.sent[flight.id];
            if (kind === 'answer') sent?.answer(text);
            else sent?.fail(Object.assign(new Error(text), { code: text }));
            for (const id of flight.members) {
              const caller = callers[id];
              if (caller !== undefined) caller.expected = text;
            }
            await requests.clock.settle();
          }
          expect(requests.flights.size).toBe(open.size);
        }
        requests.flights.close();
        const results = await Promise.all(callers.map(({ got }) => got));
        expect(results).toEqual(callers.map(({ expected }) => (expected === 'open' ? 'SHUTTING_DOWN' : expected)));
      }),
      { numRuns: 150 },
    );
  });
});
