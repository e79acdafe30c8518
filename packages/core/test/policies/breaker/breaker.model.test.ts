import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Safety } from '../../../src/call/safety.ts';
import { REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import type { CircuitState } from '../../../src/policies/breaker/events.ts';
import type { BreakerSignal } from '../../../src/policies/verdict.ts';
import { BreakerBench } from './breaker-bench.ts';

const OPTIONS = { minimumCalls: 1_000, consecutiveFailures: 2, consecutive: 'any', successesToClose: 1 } as const;
const BREAKS = { openMs: 1_000, maxOpenMs: 4_000, resetAfterMs: 60_000, probeTimeoutMs: 700 } as const;
const PROBES = { probeIntervalMs: 500, maxProbeIntervalMs: 2_000 } as const;
const BY = { actor: 'model', reason: 'model' };

interface Permit {
  readonly real: number;
  readonly era: number;
}

/** The breaker as one would write it down: no window, no lazy time, each state with what it needs. */
class Reference {
  nowMs = 0;
  state: CircuitState = 'closed';
  era = 0;
  row = 0;
  breaks = 0;
  probes = 0;
  closedMs = 0;
  dueMs = Number.POSITIVE_INFINITY;
  leaseEndMs: number | undefined;
  asked: Safety = 'read';
  readonly isProbed: boolean;

  constructor(isProbed: boolean) {
    this.isProbed = isProbed;
  }

  go(state: CircuitState): void {
    this.state = state;
    this.era += 1;
    this.row = state === 'closed' || state === 'forced-closed' ? 0 : this.row;
    this.leaseEndMs = undefined;
    this.dueMs = Number.POSITIVE_INFINITY;
  }

  probeWait(fromMs: number): void {
    this.dueMs = fromMs + Math.min(PROBES.maxProbeIntervalMs, PROBES.probeIntervalMs * 2 ** this.probes);
    this.probes += 1;
  }

  open(fromMs: number): void {
    if (this.state === 'closed' && this.nowMs - this.closedMs >= BREAKS.resetAfterMs) this.breaks = 0;
    this.go('open');
    this.probes = 0;
    if (this.isProbed) {
      this.probeWait(fromMs);
      return;
    }
    this.dueMs = fromMs + Math.min(BREAKS.maxOpenMs, BREAKS.openMs * 2 ** this.breaks);
    this.breaks += 1;
  }

  halfOpen(): void {
    this.go('half-open');
    this.probes = 0;
    if (this.isProbed) this.probeWait(this.nowMs);
  }

  close(): void {
    this.go('closed');
    this.closedMs = this.nowMs;
  }

  failTrial(fromMs: number): void {
    this.leaseEndMs = undefined;
    if (this.state === 'open') this.probeWait(fromMs);
    else this.open(fromMs);
  }

  settle(): void {
    if (this.leaseEndMs !== undefined && this.nowMs >= this.leaseEndMs) this.failTrial(this.leaseEndMs);
    const waits = this.state === 'open' || this.state === 'forced-open';
    if (waits && !this.isProbed && this.nowMs >= this.dueMs) this.halfOpen();
  }

  admits(safety: Safety): boolean {
    this.asked = safety;
    this.settle();
    if (this.state === 'closed' || this.state === 'forced-closed') return true;
    if (this.state !== 'half-open' || safety !== 'read') return false;
    if (this.isProbed) return true;
    if (this.leaseEndMs !== undefined) return false;
    this.leaseEndMs = this.nowMs + BREAKS.probeTimeoutMs;
    return true;
  }

  record(era: number, signal: BreakerSignal): void {
    if (era !== this.era) return;
    this.settle();
    if (era !== this.era) return;
    if (this.state === 'half-open') {
      if (!this.isProbed) this.leaseEndMs = undefined;
      if (signal === 'success') this.close();
      else if (signal !== 'neutral') this.failTrial(this.nowMs);
    } else if (this.state === 'closed') {
      if (signal === 'success') this.row = 0;
      else if (signal !== 'neutral') this.row += 1;
      if (this.row >= OPTIONS.consecutiveFailures) this.open(this.nowMs);
    }
  }

  mayProbe(): boolean {
    this.settle();
    const asks = this.state === 'open' || this.state === 'forced-open' || this.state === 'half-open';
    const isDue = this.isProbed ? this.nowMs >= this.dueMs : this.state === 'half-open' && this.asked !== 'read';
    if (!asks || this.leaseEndMs !== undefined || !isDue) return false;
    this.leaseEndMs = this.nowMs + BREAKS.probeTimeoutMs;
    return true;
  }

  recordProbe(ok: boolean): void {
    this.leaseEndMs = undefined;
    if (!ok) this.failTrial(this.nowMs);
    else if (this.state === 'half-open') this.close();
    else this.halfOpen();
  }
}

interface Real {
  readonly bench: BreakerBench;
  readonly permits: Permit[];
  probe: { readonly permit: number; readonly endMs: number; readonly era: number } | undefined;
}

type Command = fc.Command<Reference, Real>;

function compare(model: Reference, { bench, permits }: Real): void {
  expect(bench.breaker.state).toBe(model.state);
  expect(permits.every(({ real, era }) => bench.breaker.isCurrent(real) === (era === model.era))).toBe(true);
  if (model.state === 'isolated') expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBeUndefined();
}

function command(name: string, run: (model: Reference, real: Real) => void): Command {
  return {
    check: () => true,
    run: (model, real) => {
      run(model, real);
      compare(model, real);
    },
    toString: () => name,
  };
}

const starts = fc.constantFrom<Safety>('read', 'write', 'idempotent-write').map((safety) =>
  command(`start ${safety}`, (model, real) => {
    const permit = real.bench.start(safety);
    expect(permit !== REFUSED).toBe(model.admits(safety));
    if (permit !== REFUSED) real.permits.push({ real: permit, era: model.era });
  }),
);

const ends = fc
  .tuple(fc.nat(), fc.constantFrom<BreakerSignal>('success', 'failure', 'hard-failure', 'neutral'))
  .map(([which, signal]) =>
    command(`end ${which} ${signal}`, (model, real) => {
      const [permit] = real.permits.splice(which % Math.max(1, real.permits.length), 1);
      if (permit === undefined) return;
      real.bench.end(permit.real, signal);
      model.record(permit.era, signal);
    }),
  );

const later = fc.constantFrom(1, 100, 500, 700, 1_000, 4_000, 61_000).map((ms) =>
  command(`later ${ms}`, (model, { bench }) => {
    bench.later(ms);
    model.nowMs += ms;
  }),
);

const probes = fc.constant(
  command('probe', (model, real) => {
    const permit = real.bench.probe();
    expect(permit !== REFUSED).toBe(model.mayProbe());
    if (permit !== REFUSED) real.probe = { permit, endMs: model.nowMs + BREAKS.probeTimeoutMs, era: model.era };
  }),
);

const probeEnds = fc.boolean().map((ok) =>
  command(`probe ${ok ? 'answered' : 'failed'}`, (model, real) => {
    const { probe } = real;
    real.probe = undefined;
    if (probe === undefined) return;
    const isLate = probe.era !== model.era || model.leaseEndMs !== probe.endMs || model.nowMs >= probe.endMs;
    real.bench.endProbe(probe.permit, ok);
    if (!isLate) model.recordProbe(ok);
    else if (probe.era === model.era && model.leaseEndMs === probe.endMs) model.settle();
  }),
);

const byHand = fc.constantFrom('alive', 'trip', 'isolate', 'forceOpen', 'forceClosed', 'reset').map((what) =>
  command(what, (model, { bench: { breaker, nowMs } }) => {
    switch (what) {
      case 'alive':
        breaker.noteAlive(nowMs);
        if (model.state === 'closed') return;
        model.settle();
        if (model.state === 'open') model.halfOpen();
        else if (model.state === 'half-open') model.close();
        return;
      case 'trip':
        breaker.trip('silent', nowMs);
        model.settle();
        if (model.state === 'closed' || model.state === 'half-open') model.open(nowMs);
        return;
      case 'isolate':
        breaker.isolate(BY, nowMs);
        return model.go('isolated');
      case 'forceOpen':
        breaker.forceOpen(BY, nowMs);
        model.go('forced-open');
        model.dueMs = nowMs + BREAKS.maxOpenMs;
        return;
      case 'forceClosed':
        breaker.forceClosed(BY, nowMs);
        return model.go('forced-closed');
      default:
        breaker.reset(BY, nowMs);
        model.breaks = 0;
        return model.close();
    }
  }),
);

const commands = fc.commands([starts, starts, ends, ends, later, later, probes, probeEnds, byHand], {
  size: '+1',
  maxCommands: 80,
});

describe.each([
  ['that is probed', true],
  ['that nobody probes', false],
])('the breaker of a server %s', (_, prober) => {
  it('does what a plain reference does, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const bench = new BreakerBench({ options: { ...OPTIONS, ...BREAKS, ...PROBES, prober } });
        fc.modelRun(() => ({ model: new Reference(prober), real: { bench, permits: [], probe: undefined } }), list);
      }),
      { numRuns: 300 },
    );
  });

  it('closes after any past, once the server is well and somebody asks', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const bench = new BreakerBench({ options: { ...OPTIONS, ...BREAKS, ...PROBES, prober } });
        const real: Real = { bench, permits: [], probe: undefined };
        fc.modelRun(() => ({ model: new Reference(prober), real }), list);
        if (['isolated', 'forced-closed'].includes(bench.breaker.state)) return;
        for (let turn = 0; turn < 12 && bench.breaker.state !== 'closed'; turn += 1) {
          bench.later(1_000);
          bench.endProbe(bench.probe(), true);
          const read = bench.start();
          if (read !== REFUSED) bench.end(read, 'success');
        }
        expect(bench.breaker.state).toBe('closed');
      }),
      { numRuns: 200 },
    );
  });
});
