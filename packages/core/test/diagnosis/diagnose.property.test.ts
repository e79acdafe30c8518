import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose, ERROR_KINDS, type Evidence, isFailure, toMCPError } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';

const RUNS = { numRuns: 300, seed: 20_261_122 };
const shapes = fc.constantFrom('tool_result', 'jsonrpc_error', 'exception', 'http_response', 'nonsense', undefined);
const words = fc.constantFrom(
  'Error',
  ':',
  '{',
  '}',
  '"',
  'status',
  '404',
  'token',
  'not found',
  '\n',
  '<html>',
  '\\',
  'MCP error -32603',
  '[',
  ']',
  "'",
  'data:',
  '\u001b[31m',
  '\u202e',
  '(',
  ')',
  '429',
  'retry after',
  '5s',
);
const texts = fc.oneof(
  fc.string(),
  fc.array(words, { maxLength: 60 }).map((parts) => parts.join(' ')),
);
const payloads = fc.oneof(
  fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withSet: true, withTypedArray: true }),
  texts.map((text) => ({ isError: true, content: [{ type: 'text', text }] })),
  texts.map((text) => ({ content: [{ type: 'text', text }], structuredContent: { error: text } })),
  texts.map((message) => ({ code: -32603, message, data: { message } })),
  texts.map((body) => ({ status: 418, body, headers: { 'Retry-After': body } })),
  texts.map((message) => new Error(message, { cause: message })),
);

describe('diagnose, for any evidence', () => {
  it('answers with a whole diagnosis, and changes nothing', () => {
    fc.assert(
      fc.property(shapes, payloads, fc.option(fc.string(), { nil: undefined }), (shape, payload, tool) => {
        const before = fc.stringify(payload);
        // Whatever it is: that is what is tested.
        const diagnosis = diagnose({ shape, payload } as Evidence, { server: 'acme', tool, nowMs: 0 });
        const isWhole =
          [...ERROR_KINDS, 'none', 'empty_result'].includes(diagnosis.kind) &&
          diagnosis.summary.length > 0 &&
          (diagnosis.quote ?? '').length <= 500 &&
          (diagnosis.retryAfterMs ?? 0) >= 0 &&
          (diagnosis.retryAfterMs ?? 0) <= 7 * 24 * 3600 * 1000;
        return isWhole && fc.stringify(payload) === before;
      }),
      RUNS,
    );
  });

  it('makes an error of every failure', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        // As above.
        const evidence = { shape: 'exception', payload } as Evidence;
        const diagnosis = diagnose(evidence, { server: 'acme', nowMs: 0 });
        return !isFailure(diagnosis) || toMCPError(diagnosis, { server: 'acme', evidence }).kind === diagnosis.kind;
      }),
      RUNS,
    );
  });

  it('leaves no character in the quote that acts on a terminal or hides text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        return !/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(
          diagnoseText(`Error: ${text}`).quote ?? '',
        );
      }),
      RUNS,
    );
  });

  it('takes nothing that a file says for a failure', () => {
    const lines = fc.array(
      fc.constantFrom('Error: 401', 'rate limit', '{"error":"x"}', 'not found', 'Traceback', 'timeout', 'ok'),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(lines, (parts) => !isFailure(diagnoseText(parts.join('\n'), false, 'read_file'))),
      RUNS,
    );
  });
});

describe('diagnose, for hostile evidence', () => {
  const cycle: Record<string, unknown> = { isError: true };
  cycle.content = [cycle];
  cycle.cause = cycle;
  const thrower = {
    get content(): never {
      throw new Error('no');
    },
    get cause(): never {
      throw new Error('no');
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  it.each([
    ['a cycle', cycle],
    ['getters that throw', thrower],
    ['a revoked proxy', proxy],
    ['nothing', undefined],
    ['null', null],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
  ])('survives %s in every shape', (_, payload) => {
    for (const shape of ['tool_result', 'jsonrpc_error', 'exception', 'http_response']) {
      // As above.
      expect(() => diagnose({ shape, payload } as Evidence, { server: 'acme' })).not.toThrow();
    }
  });

  it.each([
    ['braces', '{"'],
    ['brackets', '[{'],
    ['spaces', ' '],
    ['words', 'no a '],
    ['quotes', '"\\'],
    ['tags', '<a '],
    ['dots', 'a.b.C'],
    ['numbers', '4'],
    ['wrappers', 'Error: '],
    ['capitals', 'A_'],
    ['waits', 'retry after '],
    ['not', 'not be the '],
    ['line breaks', '\n'],
    ['broken lines', '\n '],
    ['frames', '\n\tat '],
    ['causes', 'Caused by: '],
    ['inner exceptions', '\nInner '],
    ['headings', '**a**\n\n'],
    ['rules', 'x must be '],
  ])('comes to an end with a million %s', (_, unit) => {
    const text = unit.repeat(1_000_000);
    for (const isError of [true, false]) expect(diagnoseText(text, isError).summary).not.toBe('');
    expect(diagnoseText(unit.repeat(500), false).summary).not.toBe('');
  });
});
