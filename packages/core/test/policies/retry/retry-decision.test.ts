import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Safety } from '../../../src/call/safety.ts';
import type { AttemptEnd } from '../../../src/policies/attempt.ts';
import { RETRY_DEFAULTS, resolveRetry } from '../../../src/policies/retry/options.ts';
import { retryAfterMsOf } from '../../../src/policies/retry/retry-after.ts';
import { RetryBudget } from '../../../src/policies/retry/retry-budget.ts';
import { decideRetry, type RetryDecision, type RetryInput } from '../../../src/policies/retry/retry-decision.ts';
import { verdictOf } from '../../../src/policies/settle/verdict-of.ts';
import { errorOf, failed, httpError, rpcError, toolError } from '../settle/attempts.ts';

const REFUSED = failed(errorOf('CONNECTION_REFUSED'), 'not-sent', 'broken');
const LOST = failed(errorOf('RESPONSE_LOST'), 'unknown');
const TIMED_OUT = failed(errorOf('CALL_TIMEOUT'), 'unknown');
const FORGOTTEN = failed(errorOf('SESSION_LOST'), 'not-sent', 'session-lost');
const SUSPECT: AttemptEnd = { kind: 'result', result: {}, isSuspect: true };

/** Chance in the middle, so that a delay is half of what it may be at most. */
const middle = (): number => 0.5;

function decide(end: AttemptEnd, given: Partial<RetryInput> = {}): RetryDecision {
  const retryAfterMs = end.kind === 'failure' ? retryAfterMsOf(end.error) : undefined;
  return decideRetry({
    verdict: verdictOf(end),
    safety: 'read',
    attempt: 1,
    transparentAttempts: 0,
    hasRepeatedOnce: false,
    remainingMs: 60_000,
    firstSentAgoMs: 10,
    budget: new RetryBudget({}, 0),
    nowMs: 0,
    random: middle,
    options: RETRY_DEFAULTS,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...given,
  });
}

/** What a decision says, without its delay. */
function what(decision: RetryDecision): string {
  return decision.kind === 'retry' ? 'retry' : (decision.suppressed ?? 'stop');
}

function delayOf(decision: RetryDecision): number {
  if (decision.kind === 'stop') throw new Error(`It stops: ${decision.suppressed}.`);
  return decision.delayMs;
}

describe('decideRetry', () => {
  it.each([
    ['a refused connection', REFUSED, ['retry', 'retry', 'retry']],
    ['a lost answer', LOST, ['retry', 'retry', 'unsafe']],
    ['a timeout', TIMED_OUT, ['retry', 'retry', 'unsafe']],
    ['a forgotten session', FORGOTTEN, ['retry', 'retry', 'retry']],
    ['HTTP 429', httpError(429), ['retry', 'retry', 'retry']],
    ['HTTP 503 with Retry-After', httpError(503, { 'retry-after': '1' }), ['retry', 'retry', 'retry']],
    ['HTTP 503 without it', httpError(503), ['retry', 'retry', 'unsafe']],
    ['HTTP 500', httpError(500), ['retry', 'retry', 'unsafe']],
    ['JSON-RPC -32603', rpcError(-32603), ['retry', 'retry', 'unsafe']],
    ['an outage behind the tool', toolError('Request failed with status code 503'), ['retry', 'unsafe', 'unsafe']],
    ['a result that is suspect', SUSPECT, ['retry', 'retry', 'unsafe']],
    ['a validation error', failed(errorOf('INVALID_ARGUMENTS'), 'answered'), ['stop', 'stop', 'stop']],
    ['bad credentials', httpError(401), ['stop', 'stop', 'stop']],
    ['a cancelled call', failed(errorOf('CALL_CANCELLED'), 'unknown'), ['stop', 'stop', 'stop']],
    ['an open circuit', failed(errorOf('CIRCUIT_OPEN'), 'not-sent'), ['stop', 'stop', 'stop']],
    ['a result', { kind: 'result', result: {} }, ['stop', 'stop', 'stop']],
  ] as const)(
    'decides about reads, idempotent writes and writes after %s (A42, A43, A44, B56, B57)',
    (_, end, wanted) => {
      const safeties: readonly Safety[] = ['read', 'idempotent-write', 'write'];
      expect(safeties.map((safety) => what(decide(end, { safety })))).toEqual(wanted);
    },
  );

  it('makes three attempts, the first included (A42, B54)', () => {
    expect([1, 2, 3].map((attempt) => what(decide(LOST, { attempt })))).toEqual(['retry', 'retry', 'attempts']);
    expect(what(decide(LOST, { attempt: 1, maxAttempts: 1 }))).toBe('attempts');
    expect(what(decide(LOST, { attempt: 4, maxAttempts: 5 }))).toBe('retry');
  });

  it('does not count attempts of which no byte left, three times', () => {
    const last = { attempt: 3, transparentAttempts: 2, maxAttempts: 1 };
    expect(decide(REFUSED, last)).toMatchObject({ kind: 'retry', isTransparent: true });
    expect(what(decide(REFUSED, { attempt: 4, transparentAttempts: 3 }))).toBe('attempts');
    expect(what(decide(LOST, { attempt: 5, transparentAttempts: 3 }))).toBe('retry');
    expect(what(decide(LOST, { attempt: 6, transparentAttempts: 3 }))).toBe('attempts');
  });

  it('goes on at once after a lost session, once, without an attempt or a token', () => {
    const budget = new RetryBudget({ capacity: 0 }, 0);
    const decision = decide(FORGOTTEN, { safety: 'write', attempt: 3, budget });
    expect(decision).toEqual({
      kind: 'retry',
      delayMs: 0,
      isTransparent: true,
      isOnce: true,
      latestMs: Number.POSITIVE_INFINITY,
    });
    expect(what(decide(FORGOTTEN, { hasRepeatedOnce: true }))).toBe('attempts');
  });

  it('repeats a read once after an error that says nothing', () => {
    expect(decide(rpcError(-32603))).toMatchObject({ kind: 'retry', isOnce: true, isTransparent: false });
    expect(what(decide(rpcError(-32603), { attempt: 2, hasRepeatedOnce: true }))).toBe('attempts');
  });

  it('does not count an ordinary repetition as the one that is allowed once', () => {
    const again = {
      kind: 'retry',
      delayMs: 50,
      isTransparent: false,
      isOnce: false,
      latestMs: Number.POSITIVE_INFINITY,
    };
    expect(decide(LOST)).toEqual(again);
    expect(decide(LOST, { hasRepeatedOnce: true })).toEqual(again);
  });

  it('sends an idempotent write again within a minute of its first sending only (A44)', () => {
    const write = { safety: 'idempotent-write', random: () => 0 } as const;
    expect(what(decide(LOST, { ...write, firstSentAgoMs: 60_000 }))).toBe('retry');
    expect(what(decide(LOST, { ...write, firstSentAgoMs: 60_001 }))).toBe('unsafe');
    expect(what(decide(LOST, { ...write, firstSentAgoMs: 59_990, random: middle }))).toBe('unsafe');
    expect(what(decide(REFUSED, { ...write, firstSentAgoMs: 60_001 }))).toBe('retry');
    expect(what(decide(REFUSED, { ...write, firstSentAgoMs: 60_001, mayHaveRun: true }))).toBe('unsafe');
    expect(what(decide(LOST, { safety: 'read', firstSentAgoMs: 60_001 }))).toBe('retry');
  });

  it('waits longer after each failure, and up to 5 s (B55)', () => {
    const delays = [1, 2, 3, 6, 7, 50].map((attempt) => delayOf(decide(LOST, { attempt, maxAttempts: 100 })));
    expect(delays).toEqual([50, 100, 200, 1600, 2500, 2500]);
  });

  it('waits from a second up to half a minute when the server asks for fewer calls', () => {
    const delays = [1, 2, 6, 50].map((attempt) => delayOf(decide(httpError(429), { attempt, maxAttempts: 100 })));
    expect(delays).toEqual([500, 1000, 15_000, 15_000]);
  });

  it('waits as long as the server asks for, and up to a tenth longer', () => {
    const end = httpError(429, { 'retry-after': '4' });
    expect(delayOf(decide(end, { random: () => 0 }))).toBe(4000);
    expect(delayOf(decide(end))).toBe(4200);
    expect(delayOf(decide(httpError(503, { 'retry-after': '0' })))).toBe(0);
  });

  it('fails at once when the server asks for more time than there is', () => {
    const end = httpError(429, { 'retry-after': '4' });
    expect(what(decide(end, { remainingMs: 4249 }))).toBe('retry-after');
    expect(delayOf(decide(end, { remainingMs: 4250 }))).toBe(4000);
    expect(what(decide(httpError(429, { 'retry-after': '61' }), { remainingMs: 1e6 }))).toBe('retry-after');
  });

  it('leaves an attempt the time that it needs', () => {
    expect(what(decide(LOST, { remainingMs: 249 }))).toBe('deadline');
    expect(delayOf(decide(LOST, { remainingMs: 250 }))).toBe(0);
    expect(delayOf(decide(LOST, { remainingMs: 310 }))).toBe(30);
    expect(what(decide(LOST, { remainingMs: 2000, attemptNeedsMs: 2001 }))).toBe('deadline');
    expect(what(decide(LOST, { remainingMs: 249, attemptNeedsMs: 5 }))).toBe('deadline');
    expect(what(decide(LOST, { remainingMs: Number.NaN }))).toBe('deadline');
  });

  it('stops when a breaker would not let the next attempt through', () => {
    expect(what(decide(LOST, { isBreakerOpen: true }))).toBe('breaker');
    expect(what(decide(httpError(401), { isBreakerOpen: true }))).toBe('stop');
  });

  it('takes one token of the budget for a repetition, and none where it stops', () => {
    const budget = new RetryBudget({ capacity: 1 }, 0);
    decide(LOST, { budget, remainingMs: 100 });
    decide(LOST, { budget, safety: 'write' });
    decide(LOST, { budget, attempt: 3 });
    decide(LOST, { budget, isBreakerOpen: true });
    decide(httpError(429, { 'retry-after': '99' }), { budget });
    expect(budget.tokens).toBe(1);
    expect(what(decide(REFUSED, { budget }))).toBe('retry');
    expect(budget.tokens).toBe(0);
    expect(what(decide(LOST, { budget }))).toBe('budget');
  });
});

const ENDS: readonly AttemptEnd[] = [
  REFUSED,
  LOST,
  TIMED_OUT,
  FORGOTTEN,
  SUSPECT,
  httpError(429),
  httpError(429, { 'retry-after': '3' }),
  httpError(500),
  httpError(503),
  httpError(503, { 'retry-after': '3' }),
  httpError(401),
  rpcError(-32603),
  toolError('Request failed with status code 429'),
  toolError('Request failed with status code 503'),
  failed(errorOf('CALL_CANCELLED'), 'unknown'),
];
/** What may be repeated though it is a write: it was not sent, or the answer says that it did not run. */
const SURELY_NOT_RUN = new Set(
  ENDS.filter((end) => end === REFUSED || end === FORGOTTEN || retryStatus(end) === 429 || isPolite(end)),
);

function retryStatus(end: AttemptEnd): unknown {
  const evidence: unknown = end.kind === 'failure' ? end.error.context.evidence : undefined;
  return JSON.stringify(evidence)?.startsWith('{"shape":"http_response","payload":{"status":429') ? 429 : undefined;
}

function isPolite(end: AttemptEnd): boolean {
  return end.kind === 'failure' && end.error.code === 'SERVER_UNAVAILABLE' && end.error.context.retryAfterMs === 3000;
}

const inputs = fc.record({
  end: fc.constantFrom(...ENDS),
  safety: fc.constantFrom<Safety>('read', 'idempotent-write', 'write'),
  attempt: fc.integer({ min: 1, max: 12 }),
  transparentAttempts: fc.integer({ min: 0, max: 5 }),
  hasRepeatedOnce: fc.boolean(),
  mayHaveRun: fc.boolean(),
  remainingMs: fc.oneof(fc.integer({ min: -10, max: 10_000 }), fc.double({ noNaN: false })),
  attemptNeedsMs: fc.integer({ min: 0, max: 2000 }),
  firstSentAgoMs: fc.integer({ min: -1, max: 120_000 }),
  retryAfterMs: fc.option(fc.double({ min: 0, max: 200_000, noNaN: true }), { nil: undefined }),
  isBreakerOpen: fc.boolean(),
  chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

describe('every decision', () => {
  const forAll = (check: (input: RetryInput, decision: RetryDecision, end: AttemptEnd) => void): void => {
    fc.assert(
      fc.property(inputs, ({ end, chance, ...given }) => {
        const input: RetryInput = {
          ...given,
          verdict: verdictOf(end),
          budget: new RetryBudget({}, 0),
          nowMs: 0,
          random: () => chance,
          options: resolveRetry({}),
        };
        check(input, decideRetry(input), end);
      }),
      { numRuns: 2000 },
    );
  };

  it('repeats a write only when it surely did not run (A44, B55)', () => {
    forAll(({ safety }, decision, end) => {
      if (decision.kind === 'retry' && safety === 'write') expect(SURELY_NOT_RUN).toContain(end);
    });
  });

  it('waits between nothing and the longest delay, and never past the deadline', () => {
    forAll(({ remainingMs, attemptNeedsMs = 0, retryAfterMs, verdict }, decision) => {
      if (decision.kind === 'stop') return;
      const longestMs = verdict.isThrottle ? RETRY_DEFAULTS.maxThrottleDelayMs : RETRY_DEFAULTS.maxDelayMs;
      expect(decision.delayMs).toBeGreaterThanOrEqual(0);
      expect(decision.delayMs + attemptNeedsMs).toBeLessThanOrEqual(remainingMs);
      if (retryAfterMs === undefined) expect(decision.delayMs).toBeLessThanOrEqual(longestMs);
    });
  });

  it('obeys the server exactly, or stops', () => {
    forAll(({ retryAfterMs, verdict }, decision) => {
      if (decision.kind === 'stop' || retryAfterMs === undefined || verdict.repeat === 'any-once') return;
      expect(decision.delayMs).toBeGreaterThanOrEqual(retryAfterMs);
      expect(decision.delayMs).toBeLessThanOrEqual(retryAfterMs * 1.1);
      expect(retryAfterMs).toBeLessThanOrEqual(RETRY_DEFAULTS.maxRetryAfterMs);
    });
  });

  it('takes exactly one token for each repetition but that after a lost session', () => {
    fc.assert(
      fc.property(inputs, fc.nat(2), ({ end, chance, ...given }, capacity) => {
        const budget = new RetryBudget({ capacity }, 0);
        const verdict = verdictOf(end);
        const decision = decideRetry({
          ...given,
          verdict,
          budget,
          nowMs: 0,
          random: () => chance,
          options: RETRY_DEFAULTS,
        });
        const isCharged = decision.kind === 'retry' && verdict.repeat !== 'any-once';
        expect(budget.tokens).toBe(capacity - (isCharged ? 1 : 0));
      }),
    );
  });

  it('ends after a bounded number of attempts, whatever fails how (B54)', () => {
    const runs = fc.array(fc.constantFrom(...ENDS), { minLength: 30, maxLength: 30 });
    const limits = fc.record({ maxAttempts: fc.integer({ min: 1, max: 10 }), maxTransparentAttempts: fc.nat(10) });
    fc.assert(
      fc.property(runs, limits, (ends, given) => {
        const options = resolveRetry(given);
        let transparentAttempts = 0;
        let hasRepeatedOnce = false;
        let attempt = 0;
        for (const end of ends) {
          attempt += 1;
          const decision = decide(end, {
            attempt,
            transparentAttempts,
            hasRepeatedOnce,
            options,
            budget: new RetryBudget({ capacity: 1000 }, 0),
          });
          if (decision.kind === 'stop') break;
          if (decision.isTransparent) transparentAttempts += 1;
          hasRepeatedOnce ||= decision.isOnce;
        }
        expect(attempt).toBeLessThanOrEqual(given.maxAttempts + given.maxTransparentAttempts + 1);
      }),
    );
  });
});
