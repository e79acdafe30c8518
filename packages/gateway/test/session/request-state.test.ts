import { createFakeClock, createSequentialId } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestStateCodec } from '../../src/session/request-state.ts';

const BINDING = { principal: 'p', method: 'tools/call', name: 'book' };
const PENDING = { kind: 'pending', callId: 'c', round: 'r' } as const;
const REFUSED = expect.objectContaining({ code: -32_602, data: { reason: 'invalid_request_state' } });

function setUp(prefix = 'id') {
  const clock = createFakeClock();
  return { clock, codec: createRequestStateCodec({ clock, createId: createSequentialId(prefix) }) };
}

describe('createRequestStateCodec', () => {
  it('reads back what it wrote, until it is over', async () => {
    const { clock, codec } = setUp();
    const text = codec.encode(PENDING, BINDING, 1000);
    await clock.advance(999);
    expect(codec.decode(text, BINDING)).toEqual(PENDING);
    expect(codec.decode(codec.encode({ kind: 'anew' }, BINDING, 1000), BINDING)).toEqual({ kind: 'anew' });
    await clock.advance(1);
    expect(() => codec.decode(text, BINDING)).toThrow(REFUSED);
  });

  it.each([{ principal: 'q' }, { method: 'prompts/get' }, { name: 'other' }])('refuses it for %o', (other) => {
    const { codec } = setUp();
    expect(() => codec.decode(codec.encode(PENDING, BINDING, 1000), { ...BINDING, ...other })).toThrow(REFUSED);
  });

  it('knows its own states, and those of other gateways as theirs', () => {
    const [own, other] = [setUp('a').codec, setUp('b').codec];
    const text = other.encode(PENDING, BINDING, 1000);
    expect([own.isOwn(text), own.isGateways(text), other.isOwn(text)]).toEqual([false, true, true]);
    expect([own.isOwn('x'), own.isGateways('x')]).toEqual([false, false]);
    expect(() => own.decode(text, BINDING)).toThrow(REFUSED);
  });

  it('refuses another text for the same signature', () => {
    const { codec } = setUp();
    const text = codec.encode(PENDING, BINDING, 1000);
    expect(() => codec.decode(`${text}=`, BINDING)).toThrow(REFUSED);
    expect(() => codec.decode(`${text.slice(0, -3)}!${text.slice(-3)}`, BINDING)).toThrow(REFUSED);
  });

  it('refuses whatever was changed, anywhere', () => {
    const { codec } = setUp();
    const text = codec.encode(PENDING, BINDING, 1000);
    const change = fc.record({ at: fc.nat(text.length - 1), by: fc.string({ maxLength: 3 }), drop: fc.nat(3) });
    fc.assert(
      fc.property(change, ({ at, by, drop }) => {
        const changed = text.slice(0, at) + by + text.slice(at + drop);
        fc.pre(changed !== text);
        expect(() => codec.decode(changed, BINDING)).toThrow(REFUSED);
      }),
    );
  });
});
