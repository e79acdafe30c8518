import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RATE_GATE_DEFAULTS } from '../../../src/policies/rate-gate/options.ts';
import { RateGate } from '../../../src/policies/rate-gate/rate-gate.ts';

const TOOLS = ['search', 'create_issue', 'get_issue'] as const;

/** What must hold whatever the gate does: which times the server named, and when calls went out. */
interface Reference {
  nowMs: number;
  /** No call of the tool before this. */
  readonly notBeforeMs: Map<string, number>;
  serverNotBeforeMs: number;
  last: { readonly tool: string; readonly atMs: number } | undefined;
  isServerWide: boolean;
}

type Command = fc.Command<Reference, RateGate>;

function command(name: string, run: (model: Reference, gate: RateGate) => void): Command {
  return { check: () => true, run, toString: () => name };
}

const tools = fc.constantFrom(...TOOLS);

const passes = tools.map((tool) =>
  command(`pass ${tool}`, (model, gate) => {
    const waitMs = gate.tryPass(tool, model.nowMs);
    expect(waitMs).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(waitMs)).toBe(true);
    const notBeforeMs = Math.max(model.notBeforeMs.get(tool) ?? 0, model.serverNotBeforeMs);
    if (waitMs === 0) expect(model.nowMs).toBeGreaterThanOrEqual(notBeforeMs);
    // The slowest pace there is: whoever comes back after that time and the named one is let through.
    else expect(model.nowMs + waitMs).toBeLessThanOrEqual(Math.max(notBeforeMs, model.nowMs) + 2_001);
  }),
);

const throttles = fc.tuple(tools, fc.constantFrom(0, 1_000, 5_000)).map(([tool, retryAfterMs]) =>
  command(`throttle ${tool} ${retryAfterMs}`, (model, gate) => {
    gate.onThrottled(tool, retryAfterMs, model.nowMs);
    const untilMs = model.nowMs + retryAfterMs;
    const isOther = model.last !== undefined && model.last.tool !== tool && model.nowMs - model.last.atMs < 60_000;
    model.isServerWide ||= isOther;
    if (model.isServerWide) model.serverNotBeforeMs = Math.max(model.serverNotBeforeMs, untilMs);
    else model.notBeforeMs.set(tool, Math.max(model.notBeforeMs.get(tool) ?? 0, untilMs));
    model.last = { tool, atMs: model.nowMs };
  }),
);

const successes = tools.map((tool) => command(`success ${tool}`, (model, gate) => gate.onSuccess(tool, model.nowMs)));

// Short enough that nothing is forgotten: that has tests of its own.
const later = fc.constantFrom(1, 100, 500, 2_000).map((ms) =>
  command(`later ${ms}`, (model) => {
    model.nowMs += ms;
  }),
);

describe('a rate gate, whatever happens in whatever order', () => {
  it('sends nothing before the time that was named, and holds nothing back for much longer', () => {
    const commands = fc.commands([passes, passes, throttles, successes, later], { size: '+1', maxCommands: 60 });
    fc.assert(
      fc.property(commands, (list) => {
        const options = { ...RATE_GATE_DEFAULTS, forgetAfterMs: 86_400_000, scopeWindowMs: 60_000 };
        const dependencies = { random: () => 0, nowMs: 0, atMs: () => 0, onChange: () => undefined };
        const gate = new RateGate({ server: 'jira', options, ...dependencies });
        const model: Reference = {
          nowMs: 0,
          notBeforeMs: new Map(),
          serverNotBeforeMs: 0,
          last: undefined,
          isServerWide: false,
        };
        fc.modelRun(() => ({ model, real: gate }), list);
      }),
      { numRuns: 500 },
    );
  });
});
