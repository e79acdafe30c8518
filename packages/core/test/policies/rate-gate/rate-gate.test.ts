import { readFile } from 'node:fs/promises';
import { createSeededRandom } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateGateError } from '../../../src/policies/rate-gate/errors.ts';
import {
  checkRateGate,
  RATE_GATE_DEFAULTS,
  RATE_GATE_RANGES,
  type RateGateOptions,
  resolveRateGate,
} from '../../../src/policies/rate-gate/options.ts';
import { MAX_GATED_TOOLS } from '../../../src/policies/rate-gate/rate-gate.ts';
import { EPOCH_MS, GateBench } from './gate-bench.ts';

describe('a rate gate', () => {
  it('lets everything through as long as the server asks for nothing', () => {
    const bench = new GateBench();
    for (let call = 0; call < 1_000; call += 1) expect(bench.pass()).toBe(0);
    expect(bench.gate.snapshot(0)).toEqual({ server: 'jira', gates: [] });
  });

  it('lets nothing through before the time that the server named', () => {
    const bench = new GateBench();
    bench.throttled(5_000);
    expect(bench.pass()).toBe(5_000);
    bench.nowMs += 4_999;
    expect(bench.pass()).toBe(1);
    bench.nowMs += 1;
    expect(bench.pass()).toBe(0);
  });

  it('waits up to a tenth longer than the server named, never less', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 86_400_000 }), fc.integer());
    fc.assert(
      fc.property(times, ([retryAfterMs, seed]) => {
        const bench = new GateBench({}, createSeededRandom(seed));
        bench.throttled(retryAfterMs);
        const waitMs = bench.pass();
        expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs);
        expect(waitMs).toBeLessThanOrEqual(Math.ceil(retryAfterMs * 1.1));
      }),
    );
  });

  it('obeys the longest of the times that it was given', () => {
    const bench = new GateBench();
    bench.throttled(5_000);
    bench.throttled(1_000);
    bench.throttled(undefined);
    expect(bench.pass()).toBe(5_000);
    bench.throttled(8_000);
    expect(bench.pass()).toBe(8_000);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('takes a time of %d for none', (retryAfterMs) => {
    const bench = new GateBench({}, () => 0.5);
    bench.throttled(retryAfterMs);
    expect(bench.pass()).toBe(500);
  });

  it('takes no time at all for a time, and says that it paces', () => {
    const bench = new GateBench({}, () => 0.5);
    bench.throttled(0);
    expect(bench.pass()).toBe(0);
    expect(bench.changes.map(({ to }) => to)).toEqual(['paced']);
  });

  it('cuts a time that is longer than a day', () => {
    const bench = new GateBench();
    bench.throttled(1e15);
    expect(bench.pass()).toBe(86_400_000);
  });

  it('backs off with full jitter and doubles up to the limit where no time is named', () => {
    const bench = new GateBench({}, () => 0.999_999);
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      bench.throttled();
      waits.push(bench.pass());
      bench.nowMs += 31_000;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    bench.success();
    bench.throttled();
    expect(bench.pass()).toBe(1_000);
  });

  it('takes calls that are throttled together for one reason to slow down', () => {
    const bench = new GateBench({}, () => 0.5);
    for (let call = 0; call < 100; call += 1) bench.pass();
    for (let call = 0; call < 20; call += 1) bench.throttled(1_000);
    const [gate] = bench.gate.snapshot(0).gates;
    expect(gate?.throttles).toBe(20);
    // Seven tenths of a hundred calls in three seconds, which is the least that is measured.
    expect(gate?.ratePerSecond).toBeCloseTo(23.3, 1);
    expect(bench.changes).toHaveLength(1);
  });

  it('does not slow down further for calls that only came too early, and is back at the old rate soon', () => {
    const bench = new GateBench({}, () => 0.5);
    for (let call = 0; call < 60; call += 1) {
      bench.pass();
      bench.nowMs += 100;
    }
    const rate = () => bench.gate.snapshot(bench.nowMs).gates[0]?.ratePerSecond ?? 0;
    bench.throttled(1_000);
    for (let hold = 0; hold < 4; hold += 1) {
      bench.nowMs += 1_200;
      bench.pass();
      bench.throttled(1_000);
    }
    expect(rate()).toBeCloseTo(7, 1);
    bench.nowMs += 1_200;
    for (let second = 0; second < 3; second += 1) {
      bench.nowMs += 1_000;
      bench.pass();
      bench.success();
    }
    expect(rate()).toBeGreaterThan(10);
  });

  it('draws one wait for calls that are throttled together, not the longest of many', () => {
    const chances = [0.1, 0.9];
    const bench = new GateBench({}, () => chances.shift() ?? 0.9);
    for (let call = 0; call < 20; call += 1) bench.throttled();
    expect(bench.pass()).toBe(100);
  });

  it('goes on at seven tenths of the rate that was too much', () => {
    const bench = new GateBench();
    for (let call = 0; call < 100; call += 1) {
      bench.pass();
      bench.nowMs += 100;
    }
    bench.throttled(0);
    const passed = bench.callAll(10_000);
    expect(passed).toBeGreaterThanOrEqual(68);
    expect(passed).toBeLessThanOrEqual(72);
  });

  it('never goes below one call in two seconds', () => {
    const bench = new GateBench();
    for (let round = 0; round < 50; round += 1) {
      bench.throttled(0);
      bench.nowMs += 5_000;
    }
    expect(bench.gate.snapshot(bench.nowMs).gates[0]?.ratePerSecond).toBe(0.5);
    expect(bench.callAll(20_000)).toBe(10);
  });

  it('grows by steps as calls go well, and not because of calls that were sent before', () => {
    const bench = new GateBench();
    bench.throttled(1_000);
    bench.nowMs += 500;
    for (let call = 0; call < 100; call += 1) bench.success();
    expect(bench.gate.snapshot(bench.nowMs).gates[0]?.ratePerSecond).toBe(0.5);
    bench.nowMs += 500;
    bench.callAll(20_000, () => bench.success());
    const rate = bench.gate.snapshot(bench.nowMs).gates[0]?.ratePerSecond ?? 0;
    expect(rate).toBeGreaterThan(5);
    expect(rate).toBeLessThanOrEqual(0.5 + 0.5 * 21);
  });

  it('forgets the rate once it is well above the use, and says so', () => {
    const bench = new GateBench();
    bench.throttled(1_000);
    bench.nowMs += 61_000;
    bench.success();
    expect(bench.gate.snapshot(bench.nowMs).gates).toEqual([]);
    expect(bench.changes.map(({ from, to }) => [from, to])).toEqual([
      ['free', 'held'],
      ['held', 'free'],
    ]);
    for (let call = 0; call < 100; call += 1) expect(bench.pass()).toBe(0);
  });

  it('keeps pacing a server that is used as much as it allows', () => {
    const bench = new GateBench({ increasePerSecond: 0.01 });
    for (let call = 0; call < 100; call += 1) {
      bench.pass();
      bench.nowMs += 100;
    }
    bench.throttled(0);
    bench.callAll(120_000, () => bench.success());
    expect(bench.gate.snapshot(bench.nowMs).gates).toHaveLength(1);
  });
});

describe('the scope of a rate gate', () => {
  it('is the tool that was throttled, while it is the only one', () => {
    const bench = new GateBench();
    bench.throttled(5_000, 'search');
    bench.throttled(5_000, 'search');
    expect([bench.pass('search'), bench.pass('create_issue')]).toEqual([5_000, 0]);
  });

  it('is the server once a second tool is throttled', () => {
    const bench = new GateBench();
    bench.throttled(5_000, 'search');
    bench.nowMs += 1_000;
    bench.throttled(2_000, 'create_issue');
    expect([bench.pass('search'), bench.pass('create_issue'), bench.pass('get_issue')]).toEqual([4_000, 2_000, 2_000]);
    expect(bench.changes.map(({ tool }) => tool)).toEqual(['search', undefined]);
  });

  it('is each tool by itself when they are throttled far apart', () => {
    const bench = new GateBench();
    bench.throttled(3_600_000, 'search');
    bench.nowMs += 60_000;
    bench.throttled(2_000, 'create_issue');
    expect(bench.pass('get_issue')).toBe(0);
    expect(bench.gate.snapshot(bench.nowMs).gates.map(({ tool }) => tool)).toEqual(['search', 'create_issue']);
  });

  it('is the server when there are too many tools to tell apart', () => {
    const bench = new GateBench({ scopeWindowMs: 0 });
    for (let tool = 0; tool <= MAX_GATED_TOOLS; tool += 1) bench.throttled(3_600_000, `tool-${tool}`);
    const { gates } = bench.gate.snapshot(0);
    expect(gates).toHaveLength(MAX_GATED_TOOLS + 1);
    expect(gates[0]).not.toHaveProperty('tool');
    expect(bench.pass('another')).toBe(3_600_000);
  });

  it('stays the server while that is held back', () => {
    const bench = new GateBench();
    bench.throttled(1_000, 'search');
    bench.throttled(3_600_000, 'create_issue');
    bench.nowMs += 70_000;
    bench.throttled(1_000, 'get_issue');
    // The first tool is forgotten, and the server is held back all the same.
    expect(bench.gate.snapshot(bench.nowMs).gates.map(({ tool }) => tool)).toEqual([undefined]);
    expect(bench.pass('other')).toBe(3_530_000);
  });

  it('is the server for two tools that are throttled near each other at any time', () => {
    const bench = new GateBench();
    bench.later(1_000_000);
    bench.throttled(1_000, 'search');
    bench.later(30_000);
    bench.throttled(1_000, 'create_issue');
    expect(bench.changes.at(-1)).not.toHaveProperty('tool');
    bench.later(1_000);
    bench.pass('other');
    expect(bench.changes.at(-1)).toMatchObject({ from: 'held', to: 'paced' });
    expect(bench.changes.at(-1)).not.toHaveProperty('tool');
  });

  it('lets go of tools that nobody calls any more', () => {
    const bench = new GateBench();
    for (let tool = 0; tool < 1_000; tool += 1) {
      bench.throttled(1_000, `tool-${tool}`);
      bench.nowMs += 61_000;
    }
    expect(bench.gate.snapshot(bench.nowMs).gates).toHaveLength(1);
  });
});

describe('a rate gate under bad conditions', () => {
  it('waits no longer than it may when the clock is set back, and not at all when it is set forward', () => {
    const bench = new GateBench();
    bench.throttled(5_000);
    bench.later(-3_600_000);
    expect(bench.pass()).toBe(5_000);
    bench.nowMs += 5_000;
    expect(bench.pass()).toBe(0);
    bench.later(-3_600_000);
    expect(bench.pass()).toBeLessThanOrEqual(2_000);
    bench.later(1e12);
    expect(bench.pass()).toBe(0);
  });

  it('goes on when its listener throws or rejects', () => {
    const thrower = new GateBench({}, undefined, () => {
      throw new Error('listener');
    });
    const rejecter = new GateBench({}, undefined, () => Promise.reject(new Error('listener')));
    for (const bench of [thrower, rejecter]) {
      bench.throttled(5_000);
      expect(bench.pass()).toBe(5_000);
    }
  });

  it('does nothing when it is turned off', () => {
    const bench = new GateBench({ enabled: false });
    bench.throttled(5_000);
    expect([bench.pass(), bench.changes.length]).toEqual([0, 0]);
  });

  it('tells when it holds calls, when it paces them and when it is free', () => {
    const bench = new GateBench();
    bench.throttled(5_000);
    bench.nowMs += 5_000;
    bench.pass();
    bench.nowMs += 60_000;
    bench.pass();
    const change = { kind: 'gateChanged', server: 'jira', tool: 'search' };
    expect(bench.changes).toStrictEqual([
      {
        ...change,
        atMs: EPOCH_MS,
        from: 'free',
        to: 'held',
        retryAtMs: EPOCH_MS + 5_000,
        ratePerSecond: 0.5,
      },
      { ...change, atMs: EPOCH_MS + 5_000, from: 'held', to: 'paced', ratePerSecond: 0.5 },
      { ...change, atMs: EPOCH_MS + 65_000, from: 'paced', to: 'free' },
    ]);
  });

  it('tells of the server without a tool, and lets both go when their time is over', () => {
    const bench = new GateBench();
    bench.throttled(5_000, 'search');
    bench.throttled(5_000, 'create_issue');
    const held = { kind: 'gateChanged', atMs: EPOCH_MS, server: 'jira', from: 'free', to: 'held', ratePerSecond: 0.5 };
    expect(bench.changes[1]).toStrictEqual({ ...held, retryAtMs: EPOCH_MS + 5_000 });
    expect(bench.gate.snapshot(0)).toStrictEqual({
      server: 'jira',
      gates: [
        { state: 'held', waitMs: 5_000, ratePerSecond: 0.5, throttles: 1 },
        { tool: 'search', state: 'held', waitMs: 5_000, ratePerSecond: 0.5, throttles: 1 },
      ],
    });
    bench.nowMs += 5_000.5;
    bench.success('search');
    expect(bench.gate.snapshot(bench.nowMs - 0.25).gates.map(({ state, waitMs }) => [state, waitMs])).toEqual([
      ['paced', 0],
      ['paced', 0],
    ]);
    bench.nowMs += 60_000;
    bench.throttled(1_000, 'other');
    expect(bench.gate.snapshot(bench.nowMs).gates.map(({ tool }) => tool)).toEqual(['other']);
  });

  it('tells of a further throttle only where it makes the wait more than twice as long', () => {
    const bench = new GateBench();
    bench.throttled(5_000);
    bench.throttled(10_000);
    expect(bench.changes).toHaveLength(1);
    bench.throttled(20_001);
    expect(bench.changes).toHaveLength(2);
    expect(bench.changes[1]).toMatchObject({ from: 'held', to: 'held', retryAtMs: EPOCH_MS + 20_001 });
    bench.nowMs += 20_001;
    bench.throttled(1);
    expect(bench.changes.slice(2).map(({ to }) => to)).toEqual(['paced', 'held']);
  });

  it('counts what goes well for the tool and for its server', () => {
    const bench = new GateBench();
    bench.throttled(0, 'search');
    bench.throttled(0, 'create_issue');
    bench.nowMs += 1_000;
    bench.success('get_issue');
    const rates = () => bench.gate.snapshot(bench.nowMs).gates.map(({ ratePerSecond }) => ratePerSecond);
    expect(rates()).toEqual([1, 0.5]);
    bench.success('search');
    expect(rates()).toEqual([1, 1]);
  });

  it('lets a call through by the slower of tool and server, and counts it for both', () => {
    const bench = new GateBench();
    bench.throttled(0, 'search');
    bench.throttled(0, 'create_issue');
    expect(bench.pass('search')).toBe(0);
    expect([bench.pass('search'), bench.pass('create_issue')]).toEqual([2_000, 2_000]);
    bench.nowMs += 2_000;
    expect(bench.pass('create_issue')).toBe(0);
    expect(bench.pass('search')).toBe(2_000);
  });

  it('is about the server for two tools within a minute, and not for two that are a minute apart', () => {
    const near = new GateBench();
    near.throttled(1_000, 'search');
    near.nowMs += 59_999;
    near.throttled(1_000, 'create_issue');
    expect(near.gate.snapshot(near.nowMs).gates[0]).not.toHaveProperty('tool');
    const far = new GateBench();
    far.throttled(1_000, 'search');
    far.nowMs += 60_000;
    far.throttled(1_000, 'create_issue');
    expect(far.changes.map(({ tool }) => tool)).not.toContain(undefined);
  });
});

describe('the error of a rate gate', () => {
  it('says which server or tool asked for fewer calls, and when the next one may go out', () => {
    const bench = new GateBench();
    bench.throttled(5_000);
    const refusal = { server: 'jira', tool: 'search', operation: 'call_tool(search)', retryAfterMs: 4_200.5 };
    const error = rateGateError({ ...refusal, snapshot: bench.gate.snapshot(0) });
    expect(error).toMatchObject({ code: 'RATE_GATE', kind: 'overloaded', retryable: true, retryAfterMs: 4_201 });
    expect(error.message).toBe(
      'Tool "search" on server "jira" asked for fewer calls, so call_tool(search) was not sent. The next call may go out in 4201 ms.',
    );
    expect(error.hint).toBe('Call again after that time, and less often.');
    const own = { tool: 'search', operation: 'call_tool(search)', delivery: 'not-sent' };
    expect(error.context).toMatchObject({ ...own, scope: 'tool', gates: [{ tool: 'search', state: 'held' }] });
    const other = rateGateError({ ...refusal, tool: 'get_issue', snapshot: bench.gate.snapshot(0) });
    expect(other.context.gates).toEqual([]);
    bench.throttled(5_000, 'create_issue');
    const wide = rateGateError({ ...refusal, snapshot: bench.gate.snapshot(0) });
    expect(wide.message).toContain('Server "jira" asked');
    expect(wide.context).toMatchObject({ scope: 'server', gates: [{ state: 'held' }, { tool: 'search' }] });
  });
});

describe('the options of a rate gate', () => {
  // Object.keys gives strings; these are all the keys of that constant.
  const fields = Object.keys(RATE_GATE_RANGES) as readonly (keyof typeof RATE_GATE_RANGES)[];

  it('have usable defaults', () => {
    expect(checkRateGate(RATE_GATE_DEFAULTS, 'rateGate')).toEqual([]);
    const absent: RateGateOptions = {};
    Reflect.set(absent, 'baseDelayMs', undefined);
    expect(resolveRateGate(absent)).toEqual(RATE_GATE_DEFAULTS);
  });

  it.each(fields)('refuse %s when it is no number, infinite, too small or too large', (field) => {
    const { min, max } = RATE_GATE_RANGES[field];
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY, min - 1, max + 1]) {
      const faults = checkRateGate({ [field]: value }, 'rateGate');
      expect(faults.map(({ path }) => path)).toContain(`rateGate.${field}`);
    }
  });

  it('refuse a limit that is below what it limits', () => {
    expect(checkRateGate({ baseDelayMs: 40_000 }, 'rateGate')).toEqual([
      {
        path: 'rateGate.maxDelayMs',
        message: 'maxDelayMs is 30000, which is less than baseDelayMs, 40000.',
        allowed: 'a number from 40000',
      },
    ]);
    expect(checkRateGate({ baseDelayMs: 500, maxDelayMs: 500 }, 'rateGate')).toEqual([]);
  });
});

describe('docs/policies/rate-gate.md', async () => {
  const page = await readFile(new URL('../../../../../docs/policies/rate-gate.md', import.meta.url), 'utf8');

  it.each(Object.entries(RATE_GATE_DEFAULTS))('says that %s is %s', (field, value) => {
    expect(page).toMatch(new RegExp(`^\\| \`${field}\` \\| [^|]+ \\| \`${value}\` \\|`, 'm'));
  });

  it('has the sections of every policy in their order', () => {
    const titles = ['About', 'Usage', 'Defaults', 'Failure handling', 'Telemetry', 'Anti-patterns'];
    expect([...page.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(titles);
  });
});
