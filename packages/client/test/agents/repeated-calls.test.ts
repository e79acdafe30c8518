import { describe, expect, it } from 'vitest';
import { type PastCall, refuseRepeat } from '../../src/agents/repeated-calls.ts';

const DENIED = { kind: 'permission', message: 'It is forbidden.', retryable: false } as const;
const DOWN = { kind: 'unavailable', message: 'It is down.', retryable: true } as const;
const past = (count: number, call: PastCall): readonly PastCall[] => Array.from({ length: count }, () => call);

describe('refuseRepeat', () => {
  it('lets a call through that has not failed, or not as often as it may', () => {
    const call = { tool: 'a', arguments: { x: 1 } };
    expect(refuseRepeat(call, [])).toBeUndefined();
    expect(refuseRepeat(call, past(9, call))).toBeUndefined();
    expect(refuseRepeat(call, past(1, { ...call, failure: DENIED }))).toBeUndefined();
  });

  it('refuses the same call when repeating it can not help, in whatever order its arguments stand', () => {
    const failed = past(2, { tool: 'a', arguments: { x: 1, y: 2 }, failure: DENIED });
    expect(refuseRepeat({ tool: 'a', arguments: { y: 2, x: 1 } }, failed)).toContain(
      'the same call has failed 2 times',
    );
    expect(refuseRepeat({ tool: 'a', arguments: { x: 2, y: 2 } }, failed)).toBeUndefined();
    expect(refuseRepeat({ tool: 'b', arguments: { x: 1, y: 2 } }, failed)).toBeUndefined();
  });

  it('lets the same call be repeated that may succeed later, until its tool has failed too often in a row', () => {
    const call = { tool: 'a', arguments: {} };
    expect(refuseRepeat(call, past(3, { ...call, failure: DOWN }))).toBeUndefined();
    expect(refuseRepeat(call, past(4, { ...call, failure: DOWN }))).toContain('failed 4 times in a row. It is down.');
    expect(refuseRepeat({ ...call, arguments: { other: true } }, past(4, { ...call, failure: DOWN }))).toBeDefined();
  });

  it('forgets what failed before the tool answered again', () => {
    const call = { tool: 'a', arguments: {} };
    const failed = past(4, { ...call, failure: DOWN });
    expect(refuseRepeat(call, [...failed, call])).toBeUndefined();
    expect(refuseRepeat(call, [call, ...failed])).toBeDefined();
  });

  it('counts no cancelled call', () => {
    const call = { tool: 'a', arguments: {} };
    const cancelled = { kind: 'cancelled', message: 'It was cancelled.', retryable: false } as const;
    expect(refuseRepeat(call, past(9, { ...call, failure: cancelled }))).toBeUndefined();
  });
});
