import { SdkError } from '@modelcontextprotocol/client';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../src/connection/connection.ts';
import { createHold } from '../../src/connection/hold.ts';
import { RequestClocks } from '../../src/connection/request-clocks.ts';

function start(options: Partial<RequestOptions> = {}): { readonly clock: FakeClock; readonly clocks: RequestClocks } {
  const clock = createFakeClock();
  return { clock, clocks: new RequestClocks({ timeoutMs: 100, maxTotalTimeoutMs: 250, ...options }, clock) };
}

describe('the clocks of a request', () => {
  it('end it after a silence, with what the SDK would say', async () => {
    const { clock, clocks } = start();
    await clock.advance(99);
    expect(clocks.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(clocks.signal.reason).toBeInstanceOf(SdkError);
    expect(clocks.signal.reason).toMatchObject({ code: 'REQUEST_TIMEOUT', data: { timeout: 100 } });
  });

  it('start the silence anew with progress, and end it after the total all the same', async () => {
    const { clock, clocks } = start();
    for (let step = 0; step < 4; step += 1) {
      await clock.advance(60);
      clocks.noteProgress();
    }
    expect(clocks.signal.aborted).toBe(false);
    await clock.advance(10);
    expect(clocks.signal.reason).toMatchObject({ data: { maxTotalTimeout: 250, totalElapsed: 250 } });
  });

  it('stand still while the call is held, by however many, and start the silence anew then', async () => {
    const hold = createHold();
    const { clock, clocks } = start({ hold });
    await clock.advance(90);
    const releases = [hold.take(), hold.take()];
    await clock.advance(10_000);
    releases[0]?.();
    await clock.advance(10_000);
    expect(clock.pendingTimers).toBe(0);
    releases[1]?.();
    await clock.advance(99);
    expect(clocks.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(clocks.signal.reason).toMatchObject({ data: { timeout: 100 } });
  });

  it('count the time before and after holds as the total', async () => {
    const hold = createHold();
    const { clock, clocks } = start({ hold });
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(60);
      const release = hold.take();
      await clock.advance(1000);
      release();
    }
    expect(clocks.signal.aborted).toBe(false);
    await clock.advance(10);
    expect(clocks.signal.reason).toMatchObject({ data: { maxTotalTimeout: 250, totalElapsed: 250 } });
  });

  it('do not run before a hold that was there from the beginning is gone', async () => {
    const hold = createHold();
    const release = hold.take();
    const { clock, clocks } = start({ hold });
    await clock.advance(1000);
    expect(clocks.signal.aborted).toBe(false);
    release();
    await clock.advance(100);
    expect(clocks.signal.aborted).toBe(true);
  });

  it('pass on the abort of the caller, before and during the call', () => {
    const abort = new AbortController();
    const { clocks } = start({ signal: abort.signal });
    abort.abort('why');
    expect(clocks.signal.reason).toBe('why');
    expect(start({ signal: abort.signal }).clocks.signal.reason).toBe('why');
  });

  it('leave nothing behind when the call ends, also a held one', async () => {
    const hold = createHold();
    const { clock, clocks } = start({ hold });
    const release = hold.take();
    clocks.end();
    release();
    await clock.advance(1000);
    expect(clock.pendingTimers).toBe(0);
    expect(clocks.signal.aborted).toBe(false);
  });
});
