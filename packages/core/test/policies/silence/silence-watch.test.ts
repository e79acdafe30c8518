import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import type { MCPError } from '../../../src/errors/mcp-error.ts';
import { DurationHistogram } from '../../../src/policies/silence/duration-histogram.ts';
import type { SilenceProbed } from '../../../src/policies/silence/events.ts';
import { SILENCE_DEFAULTS, type SilenceOptions } from '../../../src/policies/silence/options.ts';
import { SilenceWatch } from '../../../src/policies/silence/silence-watch.ts';
import { NOT_WATCHED, type WatchedCall } from '../../../src/policies/silence/watched-call.ts';
import { countTimers } from '../waiting/count-timers.ts';

/** A watch over a server that answers probes as `answer` says, and what came of it. */
class Watched {
  readonly clock: FakeClock;
  readonly watch: SilenceWatch;
  readonly silent: { readonly atMs: number; readonly error: MCPError }[] = [];
  readonly events: SilenceProbed[] = [];
  /** When each probe began. */
  readonly probedAtMs: number[] = [];
  answer: () => Promise<boolean> = () => Promise.resolve(true);

  constructor(options: SilenceOptions = {}, clock: FakeClock = createFakeClock(), seen: Clock = clock) {
    this.clock = clock;
    this.watch = new SilenceWatch({
      server: 'jira',
      options: { ...SILENCE_DEFAULTS, ...options },
      clock: seen,
      probe: () => {
        this.probedAtMs.push(clock.monotonicMs());
        return this.answer();
      },
      onSilent: (error) => this.silent.push({ atMs: clock.monotonicMs(), error }),
      onProbed: (event) => this.events.push(event),
    });
  }

  get nowMs(): number {
    return this.clock.monotonicMs();
  }

  /** Begins a call of a tool that usually takes so long. */
  begin(...usualMs: readonly number[]): WatchedCall {
    const durations = new DurationHistogram();
    for (const duration of usualMs) durations.record(duration);
    const call = { durations, sentMs: 0, watchNumber: NOT_WATCHED };
    this.watch.begin(call, this.nowMs);
    return call;
  }

  end(call: WatchedCall, how: 'answered' | 'alive' | 'unanswered' = 'answered'): void {
    this.watch.end(call, how, this.nowMs);
  }
}

const never = (): Promise<boolean> => new Promise(() => undefined);

describe('SilenceWatch', () => {
  it('tells within two seconds that a server answers neither a call nor a probe', async () => {
    const watched = new Watched();
    watched.answer = never;
    watched.begin(20);
    await watched.clock.advance(2_000);
    expect(watched.probedAtMs).toEqual([1_000]);
    expect(watched.silent.map(({ atMs }) => atMs)).toEqual([2_000]);
    const error = watched.silent[0]?.error;
    expect(error).toMatchObject({ code: 'OPERATION_TIMEOUT', kind: 'timeout', serverName: 'jira', timeoutMs: 1_000 });
    expect(error?.message).toBe(
      'Server "jira" has sent nothing for 2000 ms though it owes an answer, and did not answer a probe within 1000 ms.',
    );
    expect(error?.hint).toBe(
      'If the server answers nothing else while it works, raise minSilenceMs in mcpServers.jira.seawall.policies.silence, or set enabled to false there.',
    );
    expect(error).toMatchObject({ operation: 'probe', context: { silentForMs: 2_000 } });
    expect(watched.events).toMatchObject([
      { kind: 'silenceProbed', server: 'jira', silentForMs: 1_000, result: 'missed', durationMs: 1_000 },
    ]);
    watched.watch.close();
    expect(watched.clock.pendingTimers).toBe(0);
  });

  it('says nothing of a server that answers the probe, and asks less and less often during one long call', async () => {
    const watched = new Watched();
    const call = watched.begin();
    await watched.clock.advance(120_000);
    expect(watched.probedAtMs).toEqual([1_000, 3_000, 7_000, 15_000, 31_000, 61_000, 91_000]);
    expect(watched.silent).toEqual([]);
    expect(watched.events.every(({ result }) => result === 'alive')).toBe(true);
    // Each from the answer to the probe before.
    expect(watched.events.slice(0, 3).map(({ silentForMs }) => silentForMs)).toEqual([1_000, 2_000, 4_000]);
    watched.end(call);
    await watched.clock.advance(60_000);
    expect(watched.clock.pendingTimers).toBe(0);
    expect(watched.probedAtMs).toHaveLength(7);
  });

  it('waits twice as long as the tool usually takes', async () => {
    const watched = new Watched();
    watched.begin(5_000);
    await watched.clock.advance(10_000);
    expect(watched.probedAtMs).toEqual([]);
    await watched.clock.advance(1_000);
    expect(watched.probedAtMs).toEqual([10_240]);
    watched.watch.close();
  });

  it('looks at a quick call in time though a slow one is under way', async () => {
    const watched = new Watched();
    watched.begin(60_000);
    await watched.clock.advance(500);
    watched.begin(20);
    await watched.clock.advance(1_000);
    expect(watched.probedAtMs).toEqual([1_500]);
    expect(watched.events[0]?.silentForMs).toBe(1_000);
    watched.watch.close();
  });

  it('goes on watching the others when one ended, also twice', async () => {
    const watched = new Watched();
    watched.begin();
    const ended = watched.begin();
    watched.end(ended, 'unanswered');
    watched.end(ended, 'unanswered');
    await watched.clock.advance(1_000);
    expect(watched.probedAtMs).toEqual([1_000]);
    watched.watch.close();
  });

  it('takes no call that ended without an answer for a sign of life', async () => {
    const watched = new Watched();
    watched.begin();
    const ended = watched.begin();
    await watched.clock.advance(900);
    watched.end(ended, 'unanswered');
    await watched.clock.advance(100);
    expect(watched.probedAtMs).toEqual([1_000]);
    watched.watch.close();
  });

  it('asks a server that answered before about one call while another one may take long', async () => {
    const watched = new Watched();
    const first = watched.begin();
    await watched.clock.advance(1_500);
    watched.end(first);
    watched.begin(60_000);
    watched.begin(20);
    await watched.clock.advance(1_000);
    expect(watched.probedAtMs).toEqual([1_000, 2_500]);
    watched.watch.close();
  });

  it('looks again when the first of the calls is due', async () => {
    const watched = new Watched();
    watched.begin(2_500);
    watched.begin(60_000);
    await watched.clock.advance(1_000);
    watched.watch.noteAlive(watched.nowMs);
    await watched.clock.advance(6_000);
    expect(watched.probedAtMs).toEqual([1_000 + 5_120]);
    watched.watch.close();
  });

  it('gives more time only to the calls that it asked for', async () => {
    const watched = new Watched();
    watched.begin(2_500);
    const quick = watched.begin(20);
    await watched.clock.advance(1_500);
    watched.end(quick, 'unanswered');
    await watched.clock.advance(6_000);
    expect(watched.probedAtMs).toEqual([1_000, 1_000 + 5_120]);
    watched.watch.close();
  });

  it('forgets all calls when it is closed', async () => {
    const watched = new Watched();
    watched.begin();
    await watched.clock.advance(500);
    watched.watch.close();
    watched.begin();
    await watched.clock.advance(1_000);
    expect(watched.events.map(({ silentForMs }) => silentForMs)).toEqual([1_000]);
    watched.watch.close();
  });

  it('does not probe a server of which something came: progress, or the answer to another call', async () => {
    const watched = new Watched();
    watched.begin();
    for (let second = 0; second < 10; second += 1) {
      await watched.clock.advance(900);
      if (second % 2 === 0) watched.watch.noteAlive(watched.nowMs);
      else watched.end(watched.begin());
    }
    expect(watched.probedAtMs).toEqual([]);
    watched.watch.close();
  });

  it('believes a sign of life that comes while the probe runs', async () => {
    const watched = new Watched();
    watched.answer = never;
    watched.begin();
    await watched.clock.advance(1_500);
    watched.watch.noteAlive(watched.nowMs);
    await watched.clock.advance(500);
    expect(watched.silent).toEqual([]);
    expect(watched.events).toMatchObject([{ result: 'alive' }]);
    watched.watch.close();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('It failed.');
      },
    ],
    ['rejects', () => Promise.reject(new Error('It failed.'))],
    ['says no', () => Promise.resolve(false)],
  ])('takes a probe that %s for unanswered, at once', async (_, answer) => {
    const watched = new Watched();
    watched.answer = answer;
    watched.begin();
    await watched.clock.advance(1_000);
    expect(watched.silent.map(({ atMs }) => atMs)).toEqual([1_000]);
    watched.watch.close();
  });

  it('runs one probe at a time, and ignores one that answers after it was given up', async () => {
    const watched = new Watched({ probeTimeoutMs: 5_000 });
    const answers: ((isAnswered: boolean) => void)[] = [];
    watched.answer = () => new Promise((resolve) => answers.push(resolve));
    watched.begin();
    await watched.clock.advance(500);
    watched.begin();
    await watched.clock.advance(1_000);
    watched.begin(20);
    expect(watched.clock.pendingTimers).toBe(1);
    await watched.clock.advance(4_400);
    expect(watched.probedAtMs).toEqual([1_000]);
    await watched.clock.advance(100);
    expect(watched.silent).toHaveLength(1);
    answers[0]?.(true);
    await watched.clock.settle();
    expect(watched.events).toHaveLength(1);
    watched.watch.close();
  });

  it('learns that a server answers nothing while it works, and leaves it alone until no call should take so long', async () => {
    const watched = new Watched();
    watched.answer = never;
    const slow = watched.begin();
    await watched.clock.advance(2_500);
    watched.end(slow);
    expect(watched.silent).toHaveLength(1);
    // It works on a call that usually takes three seconds; another one has to wait for it.
    watched.begin(3_000);
    watched.begin(20);
    await watched.clock.advance(6_000);
    expect(watched.silent).toHaveLength(1);
    await watched.clock.advance(2_000);
    expect(watched.silent).toHaveLength(2);
    // It is still one that may be at work.
    watched.begin(60_000);
    watched.begin(20);
    await watched.clock.advance(5_000);
    expect(watched.silent).toHaveLength(2);
    watched.watch.close();
  });

  it('forgets that as soon as the server answers a probe while it works', async () => {
    const watched = new Watched();
    watched.answer = never;
    const slow = watched.begin();
    await watched.clock.advance(2_500);
    watched.end(slow);
    watched.answer = () => Promise.resolve(true);
    watched.begin();
    await watched.clock.advance(1_500);
    watched.answer = never;
    watched.begin(60_000);
    await watched.clock.advance(4_000);
    expect(watched.silent).toHaveLength(2);
    watched.watch.close();
  });

  it('records how long calls took that were answered, and no others', async () => {
    const watched = new Watched();
    const ends = ['answered', 'alive', 'unanswered'] as const;
    const calls = ends.map(() => watched.begin());
    await watched.clock.advance(100);
    for (const [index, how] of ends.entries()) {
      const call = calls[index];
      if (call !== undefined) watched.end(call, how);
    }
    expect(calls.map(({ durations }) => durations.samples)).toEqual([1, 0, 0]);
    expect(calls[0]?.durations.p95Ms).toBe(112);
    watched.watch.close();
  });

  it('records durations and asks nothing when it is turned off', async () => {
    const watched = new Watched({ enabled: false });
    const call = watched.begin();
    expect(watched.clock.pendingTimers).toBe(0);
    await watched.clock.advance(10_000);
    watched.end(call);
    expect(watched.probedAtMs).toEqual([]);
    expect(call.durations.samples).toBe(1);
  });

  it('has one timer at most, however many calls come and go, and none soon after the last', async () => {
    const { clock, counts } = countTimers(createFakeClock());
    const watched = new Watched({}, clock);
    for (let round = 0; round < 100; round += 1) {
      const calls = Array.from({ length: 100 }, () => watched.begin(20));
      expect(clock.pendingTimers).toBe(1);
      await clock.advance(10);
      for (const call of calls) watched.end(call);
    }
    expect(counts.set).toBeLessThanOrEqual(3);
    await clock.advance(1_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('looks at 10,000 silent calls together', async () => {
    const { clock, counts } = countTimers(createFakeClock());
    const watched = new Watched({}, clock);
    for (let call = 0; call < 10_000; call += 1) {
      watched.begin();
      if (call % 100 === 0) await clock.advance(1);
    }
    await clock.advance(2_000);
    expect(watched.silent).toEqual([]);
    expect(counts.set).toBeLessThanOrEqual(40);
    watched.watch.close();
  });

  it('looks the less often the more calls there are, where it has to look often', async () => {
    const { clock, counts } = countTimers(createFakeClock());
    const watched = new Watched({}, clock);
    watched.answer = never;
    const slow = watched.begin();
    await clock.advance(2_500);
    watched.end(slow);
    // From here on one call that may take long keeps all others from being asked about, each at its own time.
    watched.begin(60_000);
    for (let call = 0; call < 1_000; call += 1) {
      watched.begin();
      await clock.advance(1);
    }
    const before = counts.set;
    await clock.advance(1_500);
    expect(counts.set - before).toBeLessThanOrEqual(110);
    expect(watched.probedAtMs).toEqual([1_000]);
    watched.watch.close();
  });

  it('gives a process that was itself held up time to read the answer', async () => {
    const clock = createFakeClock();
    let heldUpMs = 0;
    const seen: Clock = {
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs() + heldUpMs,
      setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
    };
    const watched = new Watched({}, clock, seen);
    const answers: ((isAnswered: boolean) => void)[] = [];
    watched.answer = () => new Promise((resolve) => answers.push(resolve));
    watched.begin();
    await clock.advance(1_000);
    heldUpMs = 3_000;
    await clock.advance(1_000);
    expect(watched.silent).toEqual([]);
    answers[0]?.(true);
    await clock.advance(100);
    expect(watched.silent).toEqual([]);
    expect(watched.events).toMatchObject([{ result: 'alive' }]);
    heldUpMs = 0;
    watched.watch.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    [50, 2_000],
    [51, 3_000],
  ])('gives its time again for being more than 50 ms late, and only once (%d ms)', async (lateMs, toldAtMs) => {
    const clock = createFakeClock();
    let heldUpMs = 0;
    const seen: Clock = {
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs() + heldUpMs,
      setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
    };
    const watched = new Watched({}, clock, seen);
    watched.answer = never;
    watched.begin();
    await clock.advance(1_000);
    heldUpMs = lateMs;
    await clock.advance(4_000);
    expect(watched.silent[0]?.atMs).toBe(toldAtMs);
    watched.watch.close();
  });

  it('goes on when those who are told throw', async () => {
    const clock = createFakeClock();
    let told = 0;
    const fail = (): never => {
      told += 1;
      throw new Error('It failed.');
    };
    const dependencies = { server: 'jira', options: SILENCE_DEFAULTS, clock, probe: never };
    const watch = new SilenceWatch({ ...dependencies, onSilent: fail, onProbed: fail });
    watch.begin({ durations: new DurationHistogram(), sentMs: 0, watchNumber: NOT_WATCHED }, 0);
    await clock.advance(5_000);
    expect(told).toBe(4);
    watch.close();
  });

  it('keeps no process alive that has nothing else to do', async () => {
    const clock = createFakeClock();
    const isBackground: unknown[] = [];
    let heldUpMs = 0;
    const seen: Clock = {
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs() + heldUpMs,
      setTimer: (callback, delayMs, options) => {
        isBackground.push(options?.background);
        return clock.setTimer(callback, delayMs, options);
      },
    };
    const watched = new Watched({}, clock, seen);
    watched.answer = never;
    watched.begin();
    await clock.advance(1_000);
    heldUpMs = 3_000;
    await clock.advance(2_050);
    // To look, to end the probe, to give it its time again, and to look again.
    expect(isBackground).toEqual([true, true, true, true]);
    watched.watch.close();
  });

  it('ends the probe under way when it is closed, also twice', async () => {
    const watched = new Watched();
    watched.answer = never;
    watched.begin();
    await watched.clock.advance(1_500);
    watched.watch.close();
    watched.watch.close();
    expect(watched.clock.pendingTimers).toBe(0);
    await watched.clock.advance(5_000);
    expect(watched.events).toEqual([]);
  });
});
