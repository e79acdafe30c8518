import { createFakeClock, createMemoryParkedLog, createSequentialId, type MemoryParkedLog } from '@seawall/testkit';
import {
  type AttemptEnd,
  type CallInfo,
  type Clock,
  type LogLevel,
  MCPConnectionError,
  type MCPError,
  MCPRateLimitError,
  MCPTimeoutError,
  type ParkableCall,
  type ParkedCall,
  type ParkedLog,
  type ParkingEvent,
  type ParkingOptions,
} from '../../../src/index.ts';
import { ParkedCalls } from '../../../src/policies/parking/parked-calls.ts';

/** Why calls of these tests are parked. */
export const REFUSED = new MCPConnectionError({
  code: 'CONNECTION_REFUSED',
  serverName: 'jira',
  message: 'Server "jira" refused the connection.',
});

/** A call that may be parked. */
export function parkable(
  argumentsOfCall: Readonly<Record<string, unknown>> = { summary: 'Disk is full' },
  call: Partial<CallInfo> = {},
): ParkableCall {
  return {
    call: {
      id: 'call-1',
      principal: { id: 'anonymous' },
      server: 'jira',
      method: 'tools/call',
      target: 'create_issue',
      safety: 'write',
      ...call,
    },
    arguments: argumentsOfCall,
  };
}

/** An end of a sending: the server answered with a result. */
export const ANSWERED: AttemptEnd = { kind: 'result', result: { content: [{ type: 'text', text: 'OPS-1' }] } };

/** A sending that failed. */
export const failure = (error: MCPError, delivery: 'not-sent' | 'unknown' | 'answered'): AttemptEnd => ({
  kind: 'failure',
  error,
  delivery,
  effect: 'none',
});
/** A sending of which surely no byte left. */
export const NOT_SENT = failure(REFUSED, 'not-sent');
/** A sending that may have run. */
export const TIMED_OUT = failure(
  new MCPTimeoutError({ message: 'No answer.', timeoutMs: 1, operation: 'x' }),
  'unknown',
);

/** A sending that the server refused with HTTP 429. */
export function throttled(retryAfterMs?: number): AttemptEnd {
  const context = { httpStatus: 429, evidence: { shape: 'http_response', payload: { status: 429 } } };
  const error = new MCPRateLimitError({
    message: 'Fewer.',
    context,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  return failure(error, 'answered');
}

/** A record that was logged. */
export interface Logged {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** A clock that notes the delays of timers which would keep a process from ending. */
export interface WatchedClock extends Clock {
  readonly keptUpMs: readonly number[];
}

/** Watches a clock's timers. */
export function watchTimers(clock: Clock): WatchedClock {
  const keptUpMs: number[] = [];
  return {
    keptUpMs,
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    setTimer: (callback, delayMs, options) => {
      if (options?.background !== true) keptUpMs.push(delayMs);
      return clock.setTimer(callback, delayMs, options);
    },
  };
}

/** What a test decides, and what it sees. Its end fails when a timer is left, or one would have kept the process up. */
export interface Setup extends AsyncDisposable {
  readonly calls: ParkedCalls;
  readonly log: MemoryParkedLog;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly events: ParkingEvent[];
  /** What was logged. */
  readonly logged: Logged[];
  /** What was sent, in order. */
  readonly sent: ParkedCall[];
  /** Servers that may be used. */
  readonly up: Set<string>;
  /** Answers what is sent; a test puts its own here. */
  answer: (call: ParkedCall, signal: AbortSignal) => AttemptEnd | Promise<AttemptEnd>;
}

/** Where a setup begins. */
export interface Given {
  readonly log?: MemoryParkedLog;
  /** What stands before the log. */
  readonly throughLog?: ParkedLog;
  readonly clock?: ReturnType<typeof createFakeClock>;
}

/** Parks in memory, on a clock that stands still, for servers that are down. */
export async function setUp(options: ParkingOptions = {}, given: Given = {}): Promise<Setup> {
  const { log = createMemoryParkedLog(), clock = createFakeClock(), throughLog = log } = given;
  const logged: Logged[] = [];
  const watched = watchTimers(clock);
  const events: ParkingEvent[] = [];
  const sent: ParkedCall[] = [];
  const up = new Set<string>();
  const state: { answer: Setup['answer'] } = { answer: () => ANSWERED };
  const calls = await ParkedCalls.open({
    log: throughLog,
    clock: watched,
    createId: createSequentialId('ticket'),
    logger: { log: (level, message, fields) => logged.push({ level, message, fields }) },
    options,
    canSend: (server) => up.has(server),
    send: async (call, signal) => {
      sent.push(call);
      return state.answer(call, signal);
    },
    emit: (event) => events.push(event),
  });
  return {
    calls,
    log,
    clock,
    events,
    logged,
    sent,
    up,
    get answer() {
      return state.answer;
    },
    set answer(answer) {
      state.answer = answer;
    },
    [Symbol.asyncDispose]: async () => {
      log.hang(false);
      const closing = calls.close();
      await clock.advance(60_000);
      await closing;
      const left = { timers: clock.pendingTimers, keptUpMs: watched.keptUpMs };
      if (left.timers > 0 || left.keptUpMs.length > 0) throw new Error(`After the end: ${JSON.stringify(left)}.`);
    },
  };
}

/** The states that events told of, in order, for one ticket. */
export function statesOf(events: readonly ParkingEvent[], ticket: string): readonly string[] {
  return events.flatMap((event) => (event.kind === 'parkedChanged' && event.ticket === ticket ? [event.to] : []));
}

/** A record of a call that waits. */
export function parkedCall(fields: Partial<ParkedCall> = {}): ParkedCall {
  return {
    id: 'ticket-1',
    sequence: 1,
    state: 'parked',
    principal: { id: 'anonymous' },
    server: 'jira',
    tool: 'create_issue',
    arguments: { summary: 'Disk is full' },
    parkedAtMs: 1000,
    expiresAtMs: 901_000,
    changedAtMs: 1000,
    sends: 0,
    why: REFUSED.toJSON(),
    ...fields,
  };
}
