import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../src/errors/error-code.ts';
import { ERROR_KINDS } from '../../../src/errors/error-kind.ts';
import type { FailureEffect } from '../../../src/policies/attempt.ts';
import { mayHaveRun, verdictOf } from '../../../src/policies/settle/verdict-of.ts';
import { errorOf, failed } from './attempts.ts';

const CODES = Object.keys(ERROR_CODES);
const DELIVERIES = ['not-sent', 'unknown', 'answered'] as const;
const EFFECTS: readonly FailureEffect[] = ['none', 'session-lost', 'broken', 'auth-required', 'misconfigured'];
const REFUSALS = ['circuit_open', 'overloaded', 'outcome_unknown', 'cancelled'];

/** Evidence of every shape that an error can carry, and none. */
const EVIDENCE = [
  undefined,
  { shape: 'tool_result', payload: { isError: true } },
  { shape: 'jsonrpc_error', payload: { code: -32603, message: 'failed' } },
  { shape: 'http_response', payload: { status: 503, headers: {} } },
  { shape: 'http_response', payload: { status: 503, headers: { 'retry-after': '1' } } },
  { shape: 'http_response', payload: { status: 429, headers: {} } },
  { shape: 'http_response', payload: { status: 500, headers: {} } },
  { shape: 'http_response' },
];

const failures = fc
  .record({
    code: fc.constantFrom(...CODES, 'MY_OWN', '__proto__'),
    kind: fc.option(fc.constantFrom(...ERROR_KINDS), { nil: undefined }),
    retryable: fc.option(fc.boolean(), { nil: undefined }),
    delivery: fc.constantFrom(...DELIVERIES),
    effect: fc.constantFrom(...EFFECTS),
    evidence: fc.constantFrom(...EVIDENCE),
    confidence: fc.constantFrom('high', 'medium', 'low', undefined),
    retryAfterMs: fc.option(fc.nat(100_000), { nil: undefined }),
  })
  .map(({ code, kind, retryable, delivery, effect, evidence, confidence, retryAfterMs }) => {
    const context = { evidence, retryAfterMs, ...(confidence === undefined ? {} : { diagnosis: { confidence } }) };
    const error = errorOf(code, {
      context,
      ...(kind === undefined ? {} : { kind }),
      ...(retryable === undefined ? {} : { retryable }),
    });
    return { ...failed(error, delivery, effect), confidence, status: statusOf(evidence) };
  });

function statusOf(evidence: (typeof EVIDENCE)[number]): number | undefined {
  return evidence?.payload !== undefined && 'status' in evidence.payload ? evidence.payload.status : undefined;
}

describe('every verdict', () => {
  it('is one of a few frozen objects', () => {
    const seen = new Set<unknown>();
    for (const code of CODES)
      for (const delivery of DELIVERIES)
        for (const effect of EFFECTS) {
          const end = failed(errorOf(code), delivery, effect);
          const verdict = verdictOf(end);
          expect(Object.isFrozen(verdict)).toBe(true);
          expect(verdictOf(end)).toBe(verdict);
          seen.add(verdict);
        }
    expect(seen.size).toBeLessThan(32);
  });

  it('lets no write be repeated that may have run, whatever the code (A44, B55)', () => {
    for (const code of CODES)
      for (const effect of EFFECTS) {
        const end = failed(errorOf(code), 'unknown', effect);
        expect(verdictOf(end).repeat, `${code} ${effect}`).not.toMatch(/^any/);
        expect(verdictOf(end).isTransparent).toBe(false);
        expect(mayHaveRun(end)).toBe(true);
      }
  });

  it('lets a write be repeated only when it was not sent, or surely refused (A44)', () => {
    fc.assert(
      fc.property(failures, (end) => {
        const { repeat } = verdictOf(end);
        if (repeat !== 'any' && repeat !== 'any-once') return;
        expect(end.delivery).not.toBe('unknown');
        const isRefused = end.status === 429 || (end.status === 503 && end.error.context.retryAfterMs !== undefined);
        expect(end.delivery === 'not-sent' || end.effect === 'session-lost' || isRefused).toBe(true);
        expect(mayHaveRun(end)).toBe(false);
      }),
    );
  });

  it('counts no answered failure of a tool against the server (A170)', () => {
    fc.assert(
      fc.property(failures, (end) => {
        const { server } = verdictOf(end);
        if (end.delivery !== 'answered' || end.status !== undefined || end.error.context.evidence === undefined) return;
        // Then it is not the server that answered.
        if (end.error.kind === 'configuration' && end.effect === 'broken') return;
        expect(server).not.toMatch(/failure/);
      }),
    );
  });

  it('is neutral to cancels and to refusals of our own, and repeats none (A170)', () => {
    fc.assert(
      fc.property(failures, (end) => {
        if (!REFUSALS.includes(end.error.kind)) return;
        if (end.effect === 'session-lost' && end.error.kind !== 'cancelled') return;
        if (end.confidence === 'low' && end.error.kind !== 'cancelled') return;
        if (ERROR_CODES_OF_OTHERS.has(end.error.code)) return;
        expect(verdictOf(end)).toMatchObject({ server: 'neutral', tool: 'neutral', repeat: 'never' });
      }),
    );
  });

  it('never counts a low-confidence diagnosis as a failure, nor repeats by it (A170)', () => {
    fc.assert(
      fc.property(failures, (end) => {
        if (end.confidence !== 'low') return;
        const { server, tool, repeat, isThrottle } = verdictOf(end);
        expect([server, tool]).not.toContain('failure');
        expect([server, tool]).not.toContain('hard-failure');
        expect(repeat).toBe('never');
        expect(isThrottle).toBe(false);
        if (end.delivery !== 'answered' || end.status !== undefined) expect(server).toBe('neutral');
      }),
    );
  });

  it('calls transparent only what was not sent', () => {
    fc.assert(
      fc.property(failures, (end) => {
        if (verdictOf(end).isTransparent) expect(end.delivery).toBe('not-sent');
        if (end.delivery === 'not-sent') expect(mayHaveRun(end)).toBe(false);
      }),
    );
  });

  it('counts no matter of credentials, plans, arguments or missing things against anybody (A43, A170)', () => {
    const PERMANENT = ['authentication', 'permission', 'quota', 'validation', 'not_found', 'tool_not_found'];
    for (const [code, [kind]] of Object.entries(ERROR_CODES)) {
      if (!PERMANENT.includes(kind)) continue;
      for (const delivery of DELIVERIES) {
        const { server, tool, repeat } = verdictOf(failed(errorOf(code), delivery));
        expect([server, tool], code).not.toContain('failure');
        expect([server, tool], code).not.toContain('hard-failure');
        expect(repeat, code).toBe('never');
      }
    }
  });
});

/** Codes with a row of their own, which a made-up kind does not change. */
const ERROR_CODES_OF_OTHERS: ReadonlySet<string> = new Set(
  Object.entries(ERROR_CODES).flatMap(([code, [kind]]) => (REFUSALS.includes(kind) ? [] : [code])),
);
