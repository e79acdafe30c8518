import { describe, expect, it } from 'vitest';
import { MCPConnectionError, parseParkedCall } from '../../../src/index.ts';
import { canonicalJson } from '../../../src/policies/parking/canonical-json.ts';
import { resolveParkingOptions } from '../../../src/policies/parking/options.ts';
import { finishedCall, keptResult, shownCall } from '../../../src/policies/parking/parked-change.ts';
import { ticketResult, toTicket } from '../../../src/policies/parking/ticket.ts';
import { parkedCall, REFUSED } from './parking-setup.ts';

const PASSWORD = ['cor', 'rect', '-horse'].join('');

describe('the record of a parked call as a log kept it', () => {
  const full = parkedCall({
    notBeforeMs: 5000,
    lastError: REFUSED.toJSON(),
    result: { content: [] },
    changedBy: { actor: 'ada', reason: 'looked at it' },
  });

  it('is read with all that it may hold, and with nothing that it does not', () => {
    expect(parseParkedCall({ ...full, other: 1 })).toStrictEqual(full);
    expect(parseParkedCall(parkedCall())).toStrictEqual(parkedCall());
    expect(parseParkedCall({ ...full, result: null })).toStrictEqual({ ...full, result: null });
  });

  it('is read without what makes no sense and may be absent', () => {
    const { notBeforeMs: _hold, ...rest } = full;
    expect(parseParkedCall({ ...full, notBeforeMs: 'soon' })).toStrictEqual(rest);
    expect(parseParkedCall({ ...parkedCall(), lastError: { code: 'X' }, changedBy: { actor: 1 } })).toStrictEqual(
      parkedCall(),
    );
    expect(parseParkedCall({ ...parkedCall(), changedBy: 'ada' })).toStrictEqual(parkedCall());
    expect(parseParkedCall({ ...parkedCall(), changedBy: { actor: 'ada', reason: 1 } })).toStrictEqual(
      parkedCall({ changedBy: { actor: 'ada' } }),
    );
  });

  it.each(
    [
      ...['id', 'server', 'tool'].flatMap((field) => [{ [field]: '' }, { [field]: 1 }]),
      { principal: { id: '' } },
      { principal: 'anonymous' },
      ...['sequence', 'sends'].flatMap((field) => [{ [field]: -1 }, { [field]: 1.5 }, { [field]: '1' }]),
      ...['parkedAtMs', 'expiresAtMs', 'changedAtMs'].flatMap((field) => [
        { [field]: Number.NaN },
        { [field]: Number.POSITIVE_INFINITY },
        { [field]: '2026' },
      ]),
      { arguments: [] },
      { arguments: null },
      ...['errorType', 'kind', 'code', 'message', 'timestamp'].map((field) => ({
        why: { ...REFUSED.toJSON(), [field]: 1 },
      })),
      { why: { ...REFUSED.toJSON(), context: 'none' } },
      { why: { ...REFUSED.toJSON(), retryable: 'yes' } },
      { why: 'refused' },
    ].map((fields) => [Object.keys(fields).join(), fields] as const),
  )('is refused with another %s', (_field, fields) => {
    expect(parseParkedCall({ ...full, ...fields })).toBe(undefined);
  });
});

describe('the record of a call at its end', () => {
  const call = parkedCall({ arguments: { password: PASSWORD }, notBeforeMs: 5000 });

  it.each(['done', 'discarded'] as const)('keeps no secret when it is %s', (state) => {
    const end = finishedCall(call, state, { changedAtMs: 7 });
    expect(end).toMatchObject({ state, changedAtMs: 7 });
    expect(JSON.stringify(end)).not.toContain(PASSWORD);
    expect(end).not.toHaveProperty('notBeforeMs');
  });

  it.each(['unknown', 'expired'] as const)('keeps what it needs to be sent again when it is %s', (state) => {
    const { notBeforeMs: _over, ...rest } = call;
    expect(finishedCall(call, state, { changedAtMs: 7 })).toStrictEqual({ ...rest, state, changedAtMs: 7 });
    expect(JSON.stringify(shownCall(call))).not.toContain(PASSWORD);
  });
});

describe('the result that is kept of a parked call', () => {
  /** A result that takes so many characters as JSON. */
  const resultOf = (length: number): unknown => ({
    text: 'x y '.repeat(length).slice(0, length - '{"text":""}'.length),
  });

  it('is what the server answered, without secrets', () => {
    expect(keptResult({ content: [{ type: 'text', text: 'OPS-1' }] })).toStrictEqual({
      result: { content: [{ type: 'text', text: 'OPS-1' }] },
    });
    expect(JSON.stringify(keptResult({ password: PASSWORD }))).not.toContain(PASSWORD);
  });

  it('is left out when there is none, or it is no JSON', () => {
    expect(keptResult(undefined)).toStrictEqual({});
    const odd = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    expect(keptResult(odd)).not.toHaveProperty('result.toJSON');
    expect(keptResult(1n)).toStrictEqual({});
  });

  it('is left out when it is larger than 65,536 characters', () => {
    expect(keptResult(resultOf(65_536))).toStrictEqual({ result: resultOf(65_536) });
    expect(keptResult(resultOf(65_537))).toStrictEqual({});
  });
});

describe('canonical JSON of odd values', () => {
  it('leaves out what is not defined, and puts keys in order', () => {
    expect(canonicalJson({ b: 1, a: undefined, C: [undefined, () => 1], aa: null })).toBe(
      '{"C":[null,null],"aa":null,"b":1}',
    );
  });

  it('goes 500 levels deep and no further', () => {
    const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
      Array.from({ length: levels }).reduce<unknown>((inner) => wrap(inner), 1);
    for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ inner })]) {
      expect(canonicalJson(nested(500, wrap))).toContain('1');
      expect(() => canonicalJson(nested(501, wrap))).toThrow('The value is nested deeper than 500 levels.');
    }
  });
});

describe('the options of parking', () => {
  it('take what is not given from the defaults, and are named when they are refused', () => {
    expect(resolveParkingOptions({ maxWaiting: undefined, ttlMs: 5000 } as never)).toMatchObject({
      maxWaiting: 1000,
      ttlMs: 5000,
    });
    expect(() => resolveParkingOptions({ ttlMs: 1 })).toThrow(
      expect.objectContaining({ configSection: 'parking.ttlMs' }),
    );
  });
});

describe('the text of a ticket', () => {
  const textFor = (message: string): string =>
    ticketResult(toTicket(parkedCall(), false), new MCPConnectionError({ code: 'CONNECTION_REFUSED', message }))
      .content[0].text;

  it.each([
    ['It is down', 'It is down. The call'],
    ['It is down.', 'It is down. The call'],
    ['Is it. down', 'Is it. down. The call'],
    ['Is it down?', 'Is it down? The call'],
  ])('makes a sentence of "%s"', (message, sentence) => {
    expect(textFor(message)).toContain(`was not executed: ${sentence} is queued`);
  });

  it('says at most 500 characters of the failure', () => {
    const words = 'down '.repeat(200);
    expect(textFor(words.slice(0, 500).trimEnd())).not.toContain('…');
    expect(textFor('w'.repeat(500))).toContain(`executed: ${'w'.repeat(500)}. The`);
    expect(textFor('w'.repeat(501))).toContain(`executed: ${'w'.repeat(499)}… The`);
  });

  it('holds no secret', () => {
    const ticket = { ...toTicket(parkedCall(), false), tool: `password=${PASSWORD}` };
    expect(JSON.stringify(ticketResult(ticket, REFUSED).content)).not.toContain(PASSWORD);
  });
});
