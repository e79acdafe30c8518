import {
  type Connection,
  ConnectionFailure,
  type ConnectionListener,
  type Connector,
  type RequestOptions,
} from '@seawall/client';
import { describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../src/clock/fake-clock.ts';
import { createFaultInjector, type FaultInjector } from '../../src/faults/fault-injector.ts';
import { FAULT_KINDS, FAULTS, type FaultKind, isFaultKind } from '../../src/faults/fault-kind.ts';
import { faultPlanProblems, type PlannedFault } from '../../src/faults/fault-plan.ts';
import { faultyClock, faultyConnector } from '../../src/faults/faulty-connector.ts';
import type { StandIn } from '../../src/faults/faulty-connector-options.ts';

const OPTIONS: RequestOptions = { timeoutMs: 1000, maxTotalTimeoutMs: 5000 };
const LISTENER: ConnectionListener = { onNotification: () => undefined, onRequest: () => Promise.resolve({}) };

interface World {
  readonly clock: FakeClock;
  readonly injector: FaultInjector;
  /** The methods that reached the server. */
  readonly ran: string[];
  connect(listener?: ConnectionListener): Promise<Connection>;
}

function world(
  faults: readonly PlannedFault[] = [],
  { transport = 'http', standIn }: { readonly transport?: 'stdio' | 'http'; readonly standIn?: StandIn } = {},
): World {
  const clock = createFakeClock();
  const injector = createFaultInjector({ faults }, { clock });
  const ran: string[] = [];
  const own: Connector = { stderrTail: 'words', connect: () => Promise.resolve(healthyConnection(transport, ran)) };
  const connector = faultyConnector(own, {
    serverName: 'own',
    transport,
    injector,
    clock,
    ...(standIn === undefined ? {} : { standIn }),
  });
  const connect = (listener = LISTENER): Promise<Connection> =>
    connector.connect(listener, { signal: new AbortController().signal, capabilities: {} });
  return { clock, injector, ran, connect };
}

function healthyConnection(transport: 'stdio' | 'http', ran: string[]): Connection {
  let close: (failure: ConnectionFailure) => void = () => undefined;
  const tools = [{ name: 'count' }, { name: 'other' }];
  return {
    info: {
      era: 'legacy',
      transport,
      protocolVersion: '2025-11-25',
      serverInfo: undefined,
      capabilities: {},
      instructions: undefined,
      pid: undefined,
    },
    request: ({ method }) => {
      ran.push(method);
      return Promise.resolve(method === 'tools/list' ? { tools } : { content: [] });
    },
    notify: () => Promise.resolve(),
    subscribe: () => Promise.resolve(),
    unsubscribe: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    closed: new Promise((resolve) => {
      close = resolve;
    }),
    close: () => {
      void close;
      return Promise.resolve();
    },
  };
}

const CALL = { method: 'tools/call', params: { name: 'count', arguments: { key: 'a' } } };

/** How a call ends: its delivery and code, or `ok`. */
async function outcomeOf(clock: FakeClock, request: Promise<unknown>): Promise<string> {
  const settled = request.then(
    () => 'ok',
    (error: unknown) => (error instanceof ConnectionFailure ? `${error.delivery} ${error.error.code}` : String(error)),
  );
  await clock.advance(10_000);
  return settled;
}

describe('the faulty connector', () => {
  it('changes nothing without a fault', async () => {
    const { clock, ran, connect } = world();
    const connection = await connect();
    expect(await outcomeOf(clock, connection.request(CALL, OPTIONS))).toBe('ok');
    expect(ran).toEqual(['tools/call']);
  });

  it.each<[PlannedFault, string, boolean]>([
    [{ kind: 'hang' }, 'unknown CALL_TIMEOUT', false],
    [{ kind: 'wrong-id' }, 'unknown CALL_TIMEOUT', true],
    [{ kind: 'reset-before' }, 'unknown CONNECTION_RESET', false],
    [{ kind: 'reset-after' }, 'unknown CONNECTION_RESET', true],
    [{ kind: 'bad-schema' }, 'answered INVALID_RESULT', false],
    [{ kind: '401' }, 'answered AUTHENTICATION_REQUIRED', false],
    [{ kind: '429', retryAfter: '1' }, 'answered RATE_LIMITED', false],
    [{ kind: '500' }, 'answered SERVER_ERROR', true],
    [{ kind: '503' }, 'answered SERVER_UNAVAILABLE', false],
    [{ kind: 'slow', delayMs: 900 }, 'ok', true],
    [{ kind: 'slow', delayMs: 1100 }, 'unknown CALL_TIMEOUT', true],
    [{ kind: 'duplicate' }, 'ok', true],
    [{ kind: 'big-answer', bytes: 10 }, 'ok', true],
    [{ kind: 'empty-success' }, 'ok', false],
  ])('injects %j at the port', async (fault, outcome, hasRun) => {
    const { clock, injector, ran, connect } = world();
    const connection = await connect();
    injector.inject([fault]);
    expect(await outcomeOf(clock, connection.request(CALL, OPTIONS))).toBe(outcome);
    expect(ran).toEqual(hasRun ? ['tools/call'] : []);
  });

  it('ends the connection when the server crashes, and refuses new ones while it lasts', async () => {
    const { clock, injector, connect } = world([], { transport: 'stdio' });
    const connection = await connect();
    injector.inject([{ kind: 'crash', toMs: 1000 }]);
    expect((await connection.closed).error.code).toBe('PROCESS_EXITED');
    await expect(connect()).rejects.toMatchObject({ delivery: 'not-sent', error: { code: 'PROCESS_EXITED' } });
    await clock.advance(1000);
    expect(await outcomeOf(clock, (await connect()).request(CALL, OPTIONS))).toBe('ok');
  });

  it('ends a connection once for a restart, and lets the next one live', async () => {
    const { clock, injector, connect } = world();
    const first = await connect();
    injector.inject([{ kind: 'restart' }]);
    await first.closed;
    expect(await outcomeOf(clock, (await connect()).request(CALL, OPTIONS))).toBe('ok');
  });

  it('settles what nobody answers when the caller gives up', async () => {
    const { clock, connect, injector } = world();
    const connection = await connect();
    injector.inject([{ kind: 'hang' }]);
    const giveUp = new AbortController();
    const request = connection.request(CALL, { ...OPTIONS, signal: giveUp.signal });
    giveUp.abort();
    expect(await outcomeOf(clock, request)).toBe('unknown CALL_CANCELLED');
  });

  it('takes a tool away, announces it, and gives it back', async () => {
    const { injector, connect, clock } = world();
    const told: string[] = [];
    const connection = await connect({ ...LISTENER, onNotification: ({ method }) => void told.push(method) });
    injector.inject([{ kind: 'tool-removed' }]);
    expect(await connection.request({ method: 'tools/list' }, OPTIONS)).toEqual({ tools: [{ name: 'other' }] });
    expect(await outcomeOf(clock, connection.request(CALL, OPTIONS))).toBe('answered INVALID_ARGUMENTS');
    injector.clear();
    expect(await outcomeOf(clock, connection.request(CALL, OPTIONS))).toBe('ok');
    expect(told).toEqual(['notifications/tools/list_changed', 'notifications/tools/list_changed']);
  });

  it('announces a storm of changes until it is over', async () => {
    const { injector, connect, clock } = world();
    let told = 0;
    await connect({
      ...LISTENER,
      onNotification: () => {
        told += 1;
      },
    });
    injector.inject([{ kind: 'list-changed-storm', toMs: 1000 }]);
    await clock.advance(5000);
    // Every 20 ms, and no longer at the end of the second.
    expect(told).toBe(49);
  });

  it('asks the stand-in in the place of the server', async () => {
    const standIn: StandIn = ({ method }) => (method === 'tools/call' ? { content: [], own: true } : undefined);
    const { ran, connect } = world([], { standIn });
    const connection = await connect();
    expect(await connection.request(CALL, OPTIONS)).toEqual({ content: [], own: true });
    await connection.request({ method: 'tools/list' }, OPTIONS);
    expect(ran).toEqual(['tools/list']);
  });

  it('lets no timer behind when the connection is gone', async () => {
    const { injector, connect, clock } = world();
    const connection = await connect();
    injector.inject([{ kind: 'list-changed-storm' }, { kind: 'crash', fromMs: 100 }]);
    await clock.advance(100);
    await connection.closed;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a fault plan', () => {
  it('meets requests by their number, and a call as often as it may', async () => {
    const { injector } = world([{ kind: 'bad-schema', nth: [2, 3] }]);
    const meet = (call: string): FaultKind | undefined =>
      injector.meet({ method: 'tools/call', tool: 'count', call })?.kind;
    expect([meet('a'), meet('a'), meet('a'), meet('a')]).toEqual([undefined, 'bad-schema', 'bad-schema', undefined]);
    injector.inject([{ kind: 'bad-schema', maxFailuresPerCall: 1 }]);
    expect([meet('a'), meet('b'), meet('a')]).toEqual(['bad-schema', 'bad-schema', undefined]);
  });

  it('makes the same choices for the same seed', () => {
    const meetings = (seed: number): readonly boolean[] => {
      const injector = createFaultInjector(
        { seed, faults: [{ kind: '500', probability: 0.5 }] },
        { clock: createFakeClock() },
      );
      return Array.from(
        { length: 50 },
        (_, at) => injector.meet({ method: 'tools/list', tool: undefined, call: `${at}` }) !== undefined,
      );
    };
    expect(meetings(1)).toEqual(meetings(1));
    expect(meetings(1)).not.toEqual(meetings(2));
    expect(meetings(1).filter(Boolean).length).toBeGreaterThan(10);
  });

  it('names everything that can not be used', () => {
    const faults = [
      { kind: 'hang', probability: 2 },
      { kind: 'hang', maxFailuresPerCall: -1 },
      { kind: 'hang', fromMs: 10, toMs: 5 },
      { kind: 'hang', nth: 0 },
      { kind: 'hang', probability: Number.NaN },
    ] as const;
    expect(faultPlanProblems({ faults })).toHaveLength(5);
    expect(() => world(faults)).toThrow(RangeError);
  });

  it('jumps the wall clock and nothing else', async () => {
    const clock = createFakeClock();
    const injector = createFaultInjector({ faults: [{ kind: 'clock-jump', toMs: 1000 }] }, { clock });
    const jumping = faultyClock(clock, injector);
    expect(jumping.now() - clock.now()).toBe(3_600_000);
    expect(jumping.monotonicMs()).toBe(clock.monotonicMs());
    await clock.advance(1000);
    expect(jumping.now()).toBe(clock.now());
  });
});

describe('the list of faults', () => {
  it('tells of each what it does and where', () => {
    for (const kind of FAULT_KINDS) {
      expect(FAULTS[kind].summary).toMatch(/^[A-Z].*\.$/);
      expect(FAULTS[kind].transports.length).toBeGreaterThan(0);
    }
    expect([isFaultKind('hang'), isFaultKind('flood'), isFaultKind('toString')]).toEqual([true, false, false]);
  });
});
