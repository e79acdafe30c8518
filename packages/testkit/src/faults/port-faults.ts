import type { ConnectionFailure } from '@seawall/client';
import type { Random } from '@seawall/core/base';
import {
  connectionFailure,
  type FailureSubject,
  httpFailure,
  protocolFailure,
  rpcFailure,
  sessionLostFailure,
} from '../simulator/servers/failures.ts';
import type { FaultTransport } from './fault-kind.ts';
import type { FaultOrder } from './fault-order.ts';

/**
 * What a fault is at the port, where there are no bytes.
 *
 * `pass`: nothing, as the wire hides it. `fail`: the request fails, before the server gets it or after it ran.
 * `silent`: no answer comes. `wait`: it comes later. `replace`: another result comes, and the request ran or not.
 */
export type PortFault =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly ran: boolean; readonly failure: ConnectionFailure; readonly closes?: true }
  | { readonly kind: 'silent'; readonly ran: boolean }
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'replace'; readonly ran: boolean; readonly result: Readonly<Record<string, unknown>> };

const SLOW_MS = 1500;
const DRIP_MS = 2000;
const REVERSE_MS = 60;
const BIG_BYTES = 24_000_000;
const PASS: PortFault = { kind: 'pass' };
const UNKNOWN = { delivery: 'unknown', effect: 'none' } as const;
const LOST = { delivery: 'unknown', effect: 'broken' } as const;
const REFUSED = { delivery: 'not-sent', effect: 'broken' } as const;

/** What a request meets. A table: it is long because there are many faults. */
export function requestFault(order: FaultOrder, subject: FailureSubject, at: FaultPlace): PortFault {
  const fail = (failure: ConnectionFailure, ran: boolean): PortFault => ({ kind: 'fail', ran, failure });
  const close = (failure: ConnectionFailure, ran: boolean): PortFault => ({ kind: 'fail', ran, failure, closes: true });
  const { transport, random } = at;
  const isStdio = transport === 'stdio';
  switch (order.kind) {
    case 'crash':
    case 'refuse':
      return close(connectionFailure(isStdio ? 'PROCESS_EXITED' : 'CONNECTION_REFUSED', subject, REFUSED), false);
    case 'hang':
    case 'stop':
    case 'header-stall':
      return { kind: 'silent', ran: false };
    case 'wrong-id':
    case 'late-answer':
      return { kind: 'silent', ran: true };
    case 'garbage':
      // Over stdio a line that is no message is passed over.
      return isStdio ? { kind: 'silent', ran: true } : fail(protocolFailure('UNEXPECTED_CONTENT', subject), true);
    case 'truncated':
      return isStdio
        ? { kind: 'silent', ran: true }
        : fail(connectionFailure('CONNECTION_RESET', subject, UNKNOWN), true);
    case 'slow':
      return { kind: 'wait', delayMs: order.delayMs ?? SLOW_MS };
    case 'slow-drip':
      return { kind: 'wait', delayMs: DRIP_MS };
    case 'out-of-order':
      return { kind: 'wait', delayMs: REVERSE_MS };
    case 'reset-before':
    case 'sse-cut-before':
      return isStdio
        ? close(connectionFailure('PROCESS_EXITED', subject, LOST), false)
        : fail(connectionFailure('CONNECTION_RESET', subject, UNKNOWN), false);
    case 'reset-after':
    case 'sse-cut-after':
    case 'sse-end':
      return isStdio
        ? close(connectionFailure('PROCESS_EXITED', subject, LOST), true)
        : fail(connectionFailure('CONNECTION_RESET', subject, UNKNOWN), true);
    case 'bad-schema':
      return fail(protocolFailure('INVALID_RESULT', subject), false);
    case 'big-answer':
      return { kind: 'replace', ran: true, result: textResult('x'.repeat(order.bytes ?? BIG_BYTES)) };
    case 'empty-success':
      return { kind: 'replace', ran: false, result: { content: [] } };
    case 'era-switch':
      return close(sessionLostFailure(subject), false);
    case '401':
      return fail(httpFailure(subject, { status: 401 }, 'request'), false);
    case '429':
    case '503':
      return fail(refusedFailure(order, subject, 'request'), false);
    case '500':
      return fail(httpFailure(subject, { status: 500 }, 'request'), true);
    case 'flaky':
      return isStdio ? fail(rpcFailure(subject, -32603, ''), false) : flaky(subject, random);
    case 'clock-jump':
    case 'crash-loop':
    case 'duplicate':
    case 'list-changed-storm':
    case 'noise':
    case 'restart':
    case 'tool-removed':
      return PASS;
  }
}

/** Where a fault happens. */
export interface FaultPlace {
  readonly transport: FaultTransport;
  readonly random: Random;
}

/** How connecting fails while a fault lasts: `silent` where nothing comes back, nothing where it goes well. */
export function connectFault(
  order: FaultOrder,
  subject: FailureSubject,
  transport: FaultTransport,
): ConnectionFailure | 'silent' | undefined {
  switch (order.kind) {
    case 'crash':
    case 'refuse':
      return connectionFailure(transport === 'stdio' ? 'PROCESS_EXITED' : 'CONNECTION_REFUSED', subject, REFUSED);
    case 'hang':
    case 'header-stall':
    case 'stop':
    case 'wrong-id':
      return 'silent';
    case 'garbage':
      return transport === 'stdio' ? 'silent' : protocolFailure('UNEXPECTED_CONTENT', subject);
    case '401':
      return httpFailure(subject, { status: 401 }, 'connect');
    case '429':
    case '503':
      return refusedFailure(order, subject, 'connect');
    case '500':
      return httpFailure(subject, { status: 500 }, 'connect');
    default:
      return undefined;
  }
}

/** A result of one text. */
function textResult(text: string): Readonly<Record<string, unknown>> {
  return { content: [{ type: 'text', text }] };
}

function refusedFailure(
  { kind, retryAfter }: FaultOrder,
  subject: FailureSubject,
  phase: 'connect' | 'request',
): ConnectionFailure {
  const seconds = Number(retryAfter);
  const wait = retryAfter !== undefined && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return httpFailure(subject, { status: Number(kind), headers, ...wait }, phase);
}

/** As the faulty server over HTTP: 500, 503 or a reset, before or after the call ran. */
function flaky(subject: FailureSubject, random: Random): PortFault {
  const pick = Math.floor(random() * 5);
  if (pick === 4) {
    const failure = refusedFailure({ kind: '503', retryAfter: '0' }, subject, 'request');
    return { kind: 'fail', ran: false, failure };
  }
  const failure =
    pick < 2
      ? httpFailure(subject, { status: 500 }, 'request')
      : connectionFailure('CONNECTION_RESET', subject, UNKNOWN);
  return { kind: 'fail', ran: pick % 2 === 1, failure };
}
