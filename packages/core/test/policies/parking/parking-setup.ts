import { createFakeClock, createMemoryParkedLog, createSequentialId, type MemoryParkedLog } from '@seawall/testkit';
import {
  type AttemptEnd,
  type CallInfo,
  MCPConnectionError,
  type MCPError,
  MCPRateLimitError,
  MCPTimeoutError,
  type ParkableCall,
  type ParkedCall,
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

/** What a test decides, and what it sees. */
export interface Setup extends AsyncDisposable {
  readonly calls: ParkedCalls;
  readonly log: MemoryParkedLog;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly events: ParkingEvent[];
  /** What was sent, in order. */
  readonly sent: ParkedCall[];
  /** Servers that may be used. */
  readonly up: Set<string>;
  /** Answers what is sent; a test puts its own here. */
  answer: (call: ParkedCall, signal: AbortSignal) => AttemptEnd | Promise<AttemptEnd>;
}

/** Parks in memory, on a clock that stands still, for servers that are down. */
export async function setUp(
  options: ParkingOptions = {},
  given: { readonly log?: MemoryParkedLog; readonly clock?: ReturnType<typeof createFakeClock> } = {},
): Promise<Setup> {
  const { log = createMemoryParkedLog(), clock = createFakeClock() } = given;
  const events: ParkingEvent[] = [];
  const sent: ParkedCall[] = [];
  const up = new Set<string>();
  const state: { answer: Setup['answer'] } = { answer: () => ANSWERED };
  const calls = await ParkedCalls.open({
    log,
    clock,
    createId: createSequentialId('ticket'),
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
    },
  };
}

/** The states that events told of, in order, for one ticket. */
export function statesOf(events: readonly ParkingEvent[], ticket: string): readonly string[] {
  return events.flatMap((event) => (event.kind === 'parkedChanged' && event.ticket === ticket ? [event.to] : []));
}
