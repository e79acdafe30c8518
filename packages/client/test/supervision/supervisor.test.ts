import { MCPConnectionError, MCPTimeoutError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { EARLY_CEILING_MS, LATE_CEILING_MS } from '../../src/supervision/reconnect-delay.ts';
import { failure, silence } from '../support/fake-connector.ts';
import { rejectionOf, supervise } from '../support/supervised.ts';

const refused = failure('CONNECTION_REFUSED', 'broken', { hint: 'Start the server.' });
const exited = failure('PROCESS_EXITED');
const unauthorized = failure('AUTHENTICATION_REQUIRED', 'auth-required', { hint: 'Check the token.' });
const misconfigured = failure('SPAWN_COMMAND_NOT_FOUND', 'misconfigured');

describe('the first attempt', () => {
  it('starts once, also when a caller asks before the start', async () => {
    await using server = supervise();
    const connection = server.acquire();
    server.supervisor.start();
    server.supervisor.start();
    expect(await connection).toBe(server.connector.last);
    expect(server.connector.attempts).toBe(1);
    expect(server.states).toEqual(['connecting', 'ready']);
  });

  it('is shared by all who wait', async () => {
    await using server = supervise();
    const connections = await Promise.all(Array.from({ length: 50 }, () => server.acquire()));
    expect(new Set(connections).size).toBe(1);
    expect(server.connector.attempts).toBe(1);
    expect(server.clock.pendingTimers).toBe(0);
  });

  it('fails all who wait, once it failed', async () => {
    await using server = supervise({ attempts: [refused] });
    const errors = await Promise.all([rejectionOf(server.acquire()), rejectionOf(server.acquire())]);
    for (const error of errors) expect(error).toMatchObject({ code: 'SERVER_NOT_CONNECTED', kind: 'connection' });
    expect(server.connector.attempts).toBe(1);
  });

  it('lets a caller go at its deadline and at its abort', async () => {
    await using server = supervise({ attempts: ['hang'] });
    const caller = new AbortController();
    const late = rejectionOf(server.acquire({ timeoutMs: 100 }));
    const aborted = rejectionOf(server.acquire({ signal: caller.signal }));
    await server.clock.settle();
    caller.abort();
    expect(await aborted).toMatchObject({ code: 'CALL_CANCELLED' });
    await server.clock.advance(100);
    const error = await late;
    expect(MCPTimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'CALL_TIMEOUT', kind: 'timeout' });
    expect(server.clock.pendingTimers).toBe(0);
  });

  it('does not start for a caller that has aborted already', async () => {
    await using server = supervise();
    expect(await rejectionOf(server.acquire({ signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CALL_CANCELLED',
    });
    expect(server.connector.attempts).toBe(0);
  });
});

describe('a server that is known to be bad', () => {
  it('fails calls at once, with the kind and hint of the cause and the time of the next attempt', async () => {
    await using server = supervise({ attempts: [refused, 'hang'] });
    await rejectionOf(server.acquire());
    server.clock.jumpWallClock(-3_600_000);
    // The first call pulls the next attempt forward, those after it see that.
    const error = await rejectionOf(server.acquire());
    expect(MCPConnectionError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      kind: 'connection',
      code: 'SERVER_NOT_CONNECTED',
      retryable: true,
      retryCount: 1,
      hint: 'Start the server. It is being tried again right now.',
    });
  });

  it('tells when the next attempt comes, untouched by jumps of the wall clock', async () => {
    await using server = supervise({ attempts: [refused] });
    await rejectionOf(server.acquire());
    await rejectionOf(server.acquire());
    await server.clock.settle();
    server.clock.jumpWallClock(-3_600_000);
    expect(await rejectionOf(server.acquire())).toMatchObject({
      hint: 'Start the server. It is tried again in 1 s; the other servers are not affected.',
    });
  });

  it.each([
    ['backoff', [refused]],
    ['auth-required', [unauthorized]],
    ['misconfigured', [misconfigured]],
    ['crash-loop', [exited]],
  ] as const)('is tried when a call asks for it, at most once a second, in %s', async (state, attempts) => {
    await using server = supervise({ attempts });
    server.supervisor.start();
    // Far into the outage its own attempts are rare.
    await server.clock.advance(state === 'crash-loop' ? 5000 : 400_000);
    expect(server.supervisor.status.state).toBe(state);
    const before = server.connector.attempts;
    const startMs = server.clock.monotonicMs();
    while (server.clock.monotonicMs() - startMs < 2000) {
      await rejectionOf(server.acquire());
      await server.clock.advance(50);
    }
    const pulled = server.connector.attempts - before;
    expect(pulled).toBeGreaterThanOrEqual(2);
    expect(pulled).toBeLessThanOrEqual(5);
  });

  it('is not tried again by itself when somebody has to act', async () => {
    for (const cause of [unauthorized, misconfigured]) {
      await using server = supervise({ attempts: [cause] });
      server.supervisor.start();
      await server.clock.advance(600_000);
      expect(server.connector.attempts).toBe(1);
      expect(server.clock.pendingTimers).toBe(0);
      expect(server.supervisor.status).toMatchObject({ state: cause.effect, lastError: cause.error });
    }
  });

  it('is tried again for ever, within a second in the first minute and within half a minute later', async () => {
    await using server = supervise({ attempts: [refused] });
    server.supervisor.start();
    await server.clock.settle();
    for (let attempt = 0; attempt < 150; attempt += 1) {
      const nowMs = server.clock.monotonicMs();
      const waitMs = (server.clock.nextTimerAtMs ?? Number.NaN) - nowMs;
      expect(waitMs).toBeLessThanOrEqual(nowMs < 60_000 ? EARLY_CEILING_MS : LATE_CEILING_MS);
      await server.clock.advance(waitMs);
    }
    expect(server.connector.attempts).toBe(151);
  });

  it('comes back, and a caller then waits for nothing', async () => {
    await using server = supervise({ attempts: [refused, refused, 'ready'] });
    server.supervisor.start();
    await server.clock.advance(1000);
    expect(await server.acquire()).toBe(server.connector.last);
    expect(server.states).toEqual(['connecting', 'backoff', 'connecting', 'backoff', 'connecting', 'ready']);
  });
});

describe('a connection that is lost', () => {
  it('is opened again at once, and callers wait for it', async () => {
    await using server = supervise();
    await server.acquire();
    await server.clock.advance(10_000);
    server.connector.last.drop(exited);
    await server.clock.settle();
    expect(server.connector.attempts).toBe(2);
    expect(await server.acquire()).toBe(server.connector.connections[1]);
    expect(server.statuses[2]).toMatchObject({ state: 'connecting', failures: 0, lastError: exited.error });
  });

  it('lets calls wait that come between the loss and the new connection', async () => {
    await using server = supervise();
    const first = await server.acquire();
    await server.clock.advance(10_000);
    server.report(first, failure('CONNECTION_RESET'));
    const connections = await Promise.all([server.acquire(), server.acquire()]);
    expect(connections).toEqual([server.connector.connections[1], server.connector.connections[1]]);
    expect(server.connector.connections[0]?.isClosed).toBe(true);
  });

  it('backs off when it is lost again and again, each time after a good handshake', async () => {
    await using server = supervise();
    server.onStatus = ({ state }) => {
      if (state === 'ready') void Promise.resolve().then(() => server.connector.last.drop());
    };
    server.supervisor.start();
    await server.clock.advance(60_000);
    expect(server.connector.attempts).toBeGreaterThan(30);
    expect(server.connector.attempts).toBeLessThan(90);
    expect(server.supervisor.status.state).toBe('backoff');
    expect(server.supervisor.failures).toBeGreaterThan(30);
  });

  it('backs off as well when the server forgets each new session', async () => {
    await using server = supervise();
    server.onStatus = ({ state }) => {
      if (state !== 'ready') return;
      const { last } = server.connector;
      // The supervisor hands a connection over after it told its state.
      void Promise.resolve().then(() => server.report(last, failure('SESSION_LOST', 'session-lost')));
    };
    server.supervisor.start();
    await server.clock.advance(60_000);
    expect(server.connector.attempts).toBeLessThan(90);
  });

  it('starts from the beginning after a connection that lasted', async () => {
    await using server = supervise({ attempts: [refused, refused, refused, 'ready'] });
    server.supervisor.start();
    await server.clock.advance(10_000);
    expect(server.supervisor.failures).toBe(3);
    server.connector.last.drop();
    await server.clock.settle();
    expect(await server.acquire()).toBe(server.connector.connections[1]);
    expect(server.supervisor.failures).toBe(0);
  });

  it('tells each status once when a request and the connection report the same loss', async () => {
    await using server = supervise();
    const connection = await server.acquire();
    await server.clock.advance(10_000);
    server.connector.last.drop(exited);
    server.report(connection, exited);
    server.report(connection, exited);
    await server.clock.settle();
    expect(server.states).toEqual(['connecting', 'ready', 'connecting', 'ready']);
    expect(server.connector.attempts).toBe(2);
  });

  it('waits for people when it was lost for want of a credential', async () => {
    await using server = supervise();
    const connection = await server.acquire();
    await server.clock.advance(10_000);
    server.report(connection, unauthorized);
    expect(server.supervisor.status.state).toBe('auth-required');
    await server.clock.advance(60_000);
    expect(server.connector.attempts).toBe(1);
  });

  it('goes on after a failure that means nothing for it', async () => {
    await using server = supervise();
    const connection = await server.acquire();
    server.report(connection, failure('CALL_TIMEOUT', 'none'));
    expect(await server.acquire()).toBe(connection);
  });

  it('whose session is lost is kept until the calls on it are settled, within limits', async () => {
    for (const [settle, afterMs] of [
      ['answer', 5000],
      ['never', 30_000],
    ] as const) {
      await using server = supervise({
        answer: () =>
          new Promise((resolve) => void (settle === 'answer' && server.clock.setTimer(() => resolve('late'), 5000))),
      });
      const connection = await server.supervisor.acquire({ operation: 'x', deadlineMs: 1000 });
      const call = connection.request({ method: 'x' }, { timeoutMs: 60_000, maxTotalTimeoutMs: 60_000 });
      const outcome = call.then(String, (error: Error) => error.message);
      await server.clock.settle();
      server.supervisor.report(connection, failure('SESSION_LOST', 'session-lost'));
      const [first] = server.connector.connections;
      await server.clock.advance(afterMs - 1);
      expect(first?.isClosed).toBe(false);
      expect(server.supervisor.status.state).toBe('ready');
      await server.clock.advance(1);
      expect(first?.isClosed).toBe(true);
      expect(await outcome).toBe(settle === 'answer' ? 'late' : 'It failed with CONNECTION_CLOSED.');
    }
  });

  it('whose session is lost does not hold up a close or a reconnect', async () => {
    for (const end of ['close', 'reconnect'] as const) {
      await using server = supervise({ answer: silence });
      const connection = await server.supervisor.acquire({ operation: 'x', deadlineMs: 1000 });
      const call = rejectionOf(connection.request({ method: 'x' }, { timeoutMs: 60_000, maxTotalTimeoutMs: 60_000 }));
      server.supervisor.report(connection, failure('SESSION_LOST', 'session-lost'));
      await server.clock.settle();
      await server.supervisor[end]('over');
      expect(await call).toMatchObject({ error: { code: 'CONNECTION_CLOSED' } });
      expect(server.clock.pendingTimers).toBe(0);
    }
  });

  it('gives callers the next connection when one closes in the tick in which it opens', async () => {
    await using server = supervise();
    let drops = 1;
    server.onStatus = ({ state }) => {
      if (state === 'ready' && drops-- > 0) server.connector.last.drop();
    };
    expect(await server.acquire()).toBe(server.connector.connections[1]);
    expect(server.connector.attempts).toBe(2);
  });
});

describe('a crash loop', () => {
  it('is called so after five exits in a minute, and stays one while it goes on', async () => {
    await using server = supervise({ attempts: [exited] });
    server.supervisor.start();
    await server.clock.advance(20_000);
    const states = server.states.filter((state) => state !== 'connecting');
    expect(states.slice(0, 6)).toEqual(['backoff', 'backoff', 'backoff', 'backoff', 'crash-loop', 'crash-loop']);
    // By then an attempt is made every half a minute: fewer than five in the window.
    await server.clock.advance(1_200_000);
    expect(server.states.slice(-2)).toEqual(['connecting', 'crash-loop']);
  });

  it('is told from another failure that follows', async () => {
    await using server = supervise({ attempts: [exited, exited, exited, exited, exited, 'hang'] });
    server.supervisor.start();
    await server.clock.advance(10_000);
    expect(server.supervisor.status.state).toBe('connecting');
    await using other = supervise({ attempts: [...Array.from({ length: 5 }, () => exited), refused] });
    other.supervisor.start();
    await other.clock.advance(120_000);
    expect(other.supervisor.status.state).toBe('backoff');
  });

  it('ends with a connection that lasts', async () => {
    await using server = supervise({ attempts: [...Array.from({ length: 5 }, () => exited), 'ready'] });
    server.supervisor.start();
    await server.clock.advance(90_000);
    expect(server.supervisor.status.state).toBe('ready');
    server.connector.last.drop(exited);
    await server.clock.settle();
    expect(await server.acquire()).toBe(server.connector.connections[1]);
  });
});

describe('reconnecting on demand', () => {
  it('ends the connection before it opens the new one, and callers wait', async () => {
    await using server = supervise();
    await server.acquire();
    let isGone: () => void = () => undefined;
    server.connector.last.onClose = () => new Promise((resolve) => (isGone = resolve));
    const reconnected = server.supervisor.reconnect();
    const call = server.acquire();
    await server.clock.settle();
    expect(server.supervisor.status.state).toBe('connecting');
    expect(server.connector.attempts).toBe(1);
    isGone();
    await reconnected;
    expect(await call).toBe(server.connector.connections[1]);
  });

  it('tries a server that waits for people', async () => {
    await using server = supervise({ attempts: [unauthorized, 'ready'] });
    await rejectionOf(server.acquire());
    await server.supervisor.reconnect();
    expect(server.supervisor.status.state).toBe('ready');
  });

  it('says why it failed', async () => {
    await using server = supervise({ attempts: ['ready', refused] });
    await server.acquire();
    expect(await rejectionOf(server.supervisor.reconnect())).toMatchObject({
      code: 'SERVER_NOT_CONNECTED',
      kind: 'connection',
    });
  });

  it('opens one connection for two that ask', async () => {
    await using server = supervise();
    await server.acquire();
    await Promise.all([server.supervisor.reconnect(), server.supervisor.reconnect()]);
    expect(server.connector.attempts).toBe(2);
  });
});

describe('closing', () => {
  it.each([
    ['before the start', async () => undefined],
    ['while ready', async (server: ReturnType<typeof supervise>) => void (await server.acquire())],
    [
      'while backing off',
      async (server: ReturnType<typeof supervise>) => {
        await server.acquire();
        server.connector.last.drop();
        server.connector.last.drop();
        await server.clock.settle();
      },
    ],
  ])('leaves no timer and no connection %s', async (_when, prepare) => {
    const server = supervise();
    await prepare(server);
    await Promise.all([server.supervisor.close('over'), server.supervisor.close('again')]);
    await server.supervisor.close('and again');
    expect(server.supervisor.status).toMatchObject({ state: 'stopped', reason: 'over' });
    expect(server.clock.pendingTimers).toBe(0);
    expect(server.connector.connections.every(({ isClosed }) => isClosed)).toBe(true);
    expect(server.states.filter((state) => state === 'stopped')).toHaveLength(1);
    server.supervisor.start();
    expect(await rejectionOf(server.acquire())).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(await rejectionOf(server.supervisor.reconnect())).toMatchObject({ code: 'CLIENT_CLOSED' });
  });

  it('ends an attempt that is under way, and its waiters', async () => {
    const server = supervise({ attempts: ['hang'] });
    const waiter = rejectionOf(server.acquire());
    await server.clock.settle();
    await server.supervisor.close('over');
    expect(await waiter).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(server.clock.pendingTimers).toBe(0);
    expect(server.states).toEqual(['connecting', 'stopped']);
  });

  it('ends a connection that opens in spite of it', async () => {
    let open: () => void = () => undefined;
    const server = supervise({ attempts: [() => new Promise((resolve) => (open = resolve))] });
    server.supervisor.start();
    const closed = server.supervisor.close('over');
    open();
    await closed;
    expect(server.connector.last.isClosed).toBe(true);
    expect(server.states).toEqual(['connecting', 'stopped']);
  });

  it('may come from whoever hears of a new state', async () => {
    for (const at of ['connecting', 'ready', 'backoff', 'stopped']) {
      const server = supervise({ attempts: at === 'backoff' ? [refused] : ['ready'] });
      let closed: Promise<void> | undefined;
      server.onStatus = ({ state }) => {
        if (state === at) closed = server.supervisor.close('heard');
      };
      server.supervisor.start();
      await server.clock.settle();
      if (at === 'stopped') await server.supervisor.close('over');
      await closed;
      await server.clock.settle();
      expect(server.clock.pendingTimers).toBe(0);
      expect(server.supervisor.status.state).toBe('stopped');
      expect(server.connector.connections.every(({ isClosed }) => isClosed)).toBe(true);
    }
  });

  it('waits for connections that were dropped and are still ending', async () => {
    const server = supervise();
    const connection = await server.acquire();
    let isGone: () => void = () => undefined;
    server.connector.last.onClose = () => new Promise((resolve) => (isGone = resolve));
    server.report(connection, failure('CONNECTION_RESET'));
    let isClosed = false;
    const closed = server.supervisor.close('over').then(() => (isClosed = true));
    await server.clock.settle();
    expect(isClosed).toBe(false);
    isGone();
    await closed;
  });

  it('tells when a connection could not be ended, after all have been', async () => {
    const server = supervise();
    await server.acquire();
    server.connector.last.onClose = () => Promise.reject(new Error('EPERM'));
    expect(await rejectionOf(server.supervisor.close('over'))).toMatchObject({ message: 'EPERM' });
  });
});

describe('a connector that breaks its contract', () => {
  it.each([
    [
      'throws at once',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects with something else', () => Promise.reject(new TypeError('boom'))],
    ['rejects with no error at all', () => Promise.reject('boom')],
  ])('is tried again when it %s', async (_how, plan) => {
    await using server = supervise({ attempts: [plan, 'ready'] });
    expect(await rejectionOf(server.acquire())).toMatchObject({ code: 'SERVER_NOT_CONNECTED' });
    expect(server.supervisor.status).toMatchObject({ state: 'backoff', lastError: { code: 'CONNECTION_FAILED' } });
    await server.clock.advance(250);
    expect(server.supervisor.status.state).toBe('ready');
  });

  it('leaves no unhandled rejection when a lost connection can not be closed', async () => {
    await using server = supervise();
    const connection = await server.acquire();
    server.connector.last.onClose = () => Promise.reject(new Error('EPERM'));
    server.report(connection, failure('CONNECTION_RESET'));
    await server.clock.settle();
    expect(server.supervisor.status.state).toBe('ready');
  });
});
