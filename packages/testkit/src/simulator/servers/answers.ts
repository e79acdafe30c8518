import type { ConnectionFailure } from '@seawall/client';
import type { BreakerSignal } from '@seawall/core/base';
import type { Chance } from '../chance.ts';
import { type FaultName, traitsOf } from '../scenario/faults.ts';
import {
  configurationFailure,
  connectionFailure,
  type FailureSubject,
  httpFailure,
  protocolFailure,
  rpcFailure,
} from './failures.ts';

/** How a request will end, unless something else ends it before. */
export interface AnswerPlan {
  /** Infinite where no answer ever comes. */
  readonly afterMs: number;
  readonly runs: 'never' | 'at-once' | 'at-the-end';
  /** The result of the server, another result, or a failure. */
  readonly end: 'result' | { readonly result: unknown } | (() => ConnectionFailure);
  readonly server: BreakerSignal;
  readonly tool: BreakerSignal;
  /** Whether the server tells how far it is. */
  readonly hasProgress: boolean;
  /** Whether the server stands still, so that it goes on with this later. */
  readonly isStopped: boolean;
}

/** A request that meets no fault. */
export function plainAnswer(afterMs: number, chance: Chance): AnswerPlan {
  return {
    afterMs,
    runs: chance.happens(0.5) ? 'at-once' : 'at-the-end',
    end: 'result',
    server: 'success',
    tool: 'success',
    hasProgress: true,
    isStopped: false,
  };
}

/** What becomes of a request that meets a fault. */
export function faultyAnswer(
  kind: FaultName,
  plain: AnswerPlan,
  { subject, tool, chance }: { readonly subject: FailureSubject; readonly tool: string; readonly chance: Chance },
): AnswerPlan {
  const traits = traitsOf(kind);
  const isRun = traits.runs === 'yes' || (traits.runs === 'perhaps' && chance.happens(0.5));
  const { server, tool: toolSignal } = traits;
  const runs = isRun ? (chance.happens(0.5) ? 'at-once' : 'at-the-end') : 'never';
  const base: AnswerPlan = { ...plain, runs, server, tool: toolSignal };
  const fails = (end: () => ConnectionFailure, afterMs = plain.afterMs): AnswerPlan => ({ ...base, end, afterMs });
  const lost = { delivery: 'unknown', effect: 'none' } as const;
  const absent = { delivery: 'not-sent', effect: 'broken' } as const;
  const never = { afterMs: Number.POSITIVE_INFINITY, runs: isRun ? 'at-once' : 'never' } as const;
  switch (kind) {
    case 'refuse':
      return fails(() => connectionFailure('CONNECTION_REFUSED', subject, absent), 1);
    case 'dns-fail':
      return fails(() => connectionFailure('HOST_NOT_FOUND', subject, absent), 5);
    case 'connect-hang':
      return fails(() => connectionFailure('CONNECTION_TIMEOUT', subject, absent), 10_000);
    case 'tls-fail':
      return fails(() => configurationFailure('TLS_FAILED', subject, absent), 5);
    case 'reset-before':
    case 'reset-after':
      return fails(() => connectionFailure('CONNECTION_RESET', subject, lost));
    case 'stream-cut-before':
    case 'stream-cut-after':
    case 'stream-ends-empty':
      return fails(() => connectionFailure('RESPONSE_LOST', subject, lost));
    case 'header-stall':
    case 'no-answer':
    case 'wrong-id':
      return { ...base, ...never, hasProgress: kind === 'no-answer' };
    case 'stopped':
      // It fails by its limits, or is answered when the server goes on.
      return { ...plain, afterMs: Number.POSITIVE_INFINITY, runs: 'at-the-end', isStopped: true };
    case 'slow':
      return { ...base, afterMs: plain.afterMs * chance.magnitude(5, 500) };
    case 'slow-drip':
      return { ...base, afterMs: plain.afterMs * chance.magnitude(50, 2000), hasProgress: false };
    case 'out-of-order':
      return { ...base, afterMs: plain.afterMs * chance.between(0, 6) };
    case 'noise':
    case 'duplicate-answer':
      return base;
    default:
      return { ...base, ...answered(kind, subject, tool, fails) };
  }
}

/** Faults of which the server, or what stands before it, tells itself. */
function answered(
  kind: FaultName,
  subject: FailureSubject,
  tool: string,
  fails: (end: () => ConnectionFailure) => AnswerPlan,
): Partial<AnswerPlan> {
  const status = HTTP_ANSWERS[kind];
  if (status !== undefined) return fails(() => httpFailure(subject, status, 'request'));
  const code = RPC_ANSWERS[kind];
  if (code !== undefined) return fails(() => rpcFailure(subject, code, tool));
  const text = TOOL_ANSWERS[kind];
  if (text !== undefined) {
    const content = [{ type: 'text', text: `${text} ${subject.words}` }];
    return { end: { result: { content, isError: true } } };
  }
  return fails(() => protocolFailure(PROTOCOL_ANSWERS[kind] ?? 'INVALID_MESSAGE', subject));
}

const HTTP_ANSWERS: Readonly<Partial<Record<FaultName, Parameters<typeof httpFailure>[1]>>> = {
  // A `Retry-After` that is no time is as good as none.
  'http-429': { status: 429, headers: { 'retry-after': 'soon' } },
  'http-429-when': { status: 429, headers: { 'retry-after': '2' }, retryAfterMs: 2000 },
  'http-500': { status: 500 },
  'http-502': { status: 502 },
  'http-503': { status: 503 },
  'http-503-when': { status: 503, headers: { 'retry-after': '3' }, retryAfterMs: 3000 },
  'http-504': { status: 504 },
  'http-401': { status: 401 },
  'http-403': { status: 403 },
};

const RPC_ANSWERS: Readonly<Partial<Record<FaultName, number>>> = {
  'internal-error': -32603,
  'server-error': -32000,
  'invalid-arguments': -32602,
  'tool-removed': -32601,
};

const TOOL_ANSWERS: Readonly<Partial<Record<FaultName, string>>> = {
  'tool-refuses': 'Invalid arguments: the field "key" must be a number.',
  'tool-outage': 'Request failed with status code 503: Service Unavailable.',
};

const PROTOCOL_ANSWERS: Readonly<Partial<Record<FaultName, Parameters<typeof protocolFailure>[0]>>> = {
  'invalid-result': 'INVALID_RESULT',
  oversized: 'MESSAGE_TOO_LARGE',
  'html-page': 'UNEXPECTED_CONTENT',
};
