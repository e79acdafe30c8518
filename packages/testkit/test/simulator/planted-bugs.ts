import type { InvariantId } from '../../src/simulator/invariants/invariants.ts';
import type { ScenarioOptions } from '../../src/simulator/scenario/generate-scenario.ts';

/** A mistake that somebody could make, as a change of one source file. */
export interface PlantedBug {
  readonly name: string;
  /** Below `packages/`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** What does not hold then: one of these. */
  readonly breaks: readonly InvariantId[];
  /** The worlds in which it shows soon, where it does not show everywhere. */
  readonly worlds?: ScenarioOptions;
}

const POLICIES = 'core/src/policies';

/** Known mistakes; each has to be found. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a write that may have run is sent again',
    file: `${POLICIES}/retry/retry-decision.ts`,
    find: "return safety === 'idempotent-write' && repeat !== 'reads';",
    replace: "return repeat !== 'reads';",
    breaks: ['I1'],
  },
  {
    name: 'a write is repeated that a server which forgot the session answered with nothing',
    file: `${POLICIES}/settle/rulings.ts`,
    find: "SUSPECT: Ruling = ruling('neutral', 'neutral', 'reads-once', 'mayHaveRun');",
    replace: "SUSPECT: Ruling = ruling('neutral', 'neutral', 'any', 'mayHaveRun');",
    breaks: ['I1'],
    worlds: { faults: ['session-forgotten', 'reset-before'] },
  },
  {
    name: 'a call is given more time than is left',
    file: `${POLICIES}/deadline/call-times.ts`,
    find: 'Math.max(leftMs - ATTEMPT_MARGIN_MS, leftMs / 2)',
    replace: 'leftMs + 500',
    breaks: ['I2'],
  },
  {
    name: 'a half-open circuit lets writes through',
    file: `${POLICIES}/breaker/circuit-breaker.ts`,
    find: "if (safety !== 'read') return REFUSED;",
    replace: '',
    breaks: ['I3'],
  },
  {
    name: 'a circuit has two probes at once',
    file: `${POLICIES}/breaker/circuit-breaker.ts`,
    find: 'if (this.recovery.isLeased) return REFUSED;\n        this.recovery.lease(nowMs);',
    replace: 'this.recovery.lease(nowMs);',
    breaks: ['I3'],
    worlds: { faults: ['tool-outage', 'http-500', 'no-answer', 'slow'] },
  },
  {
    name: 'what began before a circuit changed moves it',
    file: `${POLICIES}/breaker/circuit-breaker.ts`,
    find: "if (permit !== this.generation) return;\n    if (this.current !== 'closed')",
    replace: "if (this.current !== 'closed')",
    breaks: ['I4'],
  },
  {
    name: 'a call that its caller cancelled counts as a failure',
    file: `${POLICIES}/settle/decision-table.ts`,
    find: 'cancelled: [NEUTRAL, NEUTRAL_BUT_SENT,',
    replace: 'cancelled: [NEUTRAL, LOST,',
    breaks: ['I4', 'I5'],
  },
  {
    name: 'repetitions cost nothing',
    file: `${POLICIES}/retry/retry-budget.ts`,
    find: 'this.#units -= SCALE;',
    replace: '',
    breaks: ['I6'],
  },
  {
    name: 'the place of a cancelled attempt is never given back',
    file: 'core/src/pipeline/settlement.ts',
    find: 'this.#leave(call, isOverdue);',
    replace: "if (error.kind !== 'cancelled') this.#leave(call, isOverdue);",
    breaks: ['I7'],
  },
  {
    name: 'the place of a second attempt is given back while it is under way',
    file: 'core/src/pipeline/hedged-attempt.ts',
    find: 'void this.#send(second, onWon).finally(() => bulkhead.leave());',
    replace: 'void this.#send(second, onWon);\n    bulkhead.leave();',
    breaks: ['I7'],
    worlds: { faults: ['slow', 'slow-drip', 'header-stall', 'no-answer'] },
  },
  {
    name: 'a wait leaves its listener on the signal of its caller',
    file: 'core/src/clock.ts',
    find: "signal?.removeEventListener('abort', onAbort);",
    replace: '',
    breaks: ['I7'],
  },
  {
    name: 'a circuit never closes',
    file: `${POLICIES}/breaker/circuit-states.ts`,
    find: 'this.successes >= this.settings.successesToClose',
    replace: 'this.successes > 1e6',
    breaks: ['I8'],
  },
  {
    name: 'parked writes wait for ever where the circuit of their server is turned off',
    file: 'client/src/seawall/call-desk.ts',
    find: "new Set<CircuitState>(['closed', 'forced-closed'])",
    replace: "new Set<CircuitState>(['closed'])",
    breaks: ['I11'],
    worlds: { parks: true },
  },
  {
    name: 'the message of an error is not cleaned of secrets',
    file: 'core/src/errors/mcp-error.ts',
    find: 'const message = redactText(options.message);',
    replace: 'const { message } = options;',
    breaks: ['I9'],
  },
  {
    name: 'callers share the answers of others',
    file: `${POLICIES}/single-flight/flight-key.ts`,
    find: 'JSON.stringify([principal.id, server, method, params]',
    replace: 'JSON.stringify([principal.id.slice(0, 0), server, method, params]',
    breaks: ['I10'],
  },
  {
    name: 'an old answer is not marked',
    file: `${POLICIES}/stale/mark-stale.ts`,
    find: 'withMeta(fields, { [STALE_META_KEY]: meta })',
    replace: 'withMeta(fields, meta === undefined ? {} : {})',
    breaks: ['I10'],
  },
  {
    name: 'a parked write is sent again after a crash',
    file: `${POLICIES}/parking/recover-calls.ts`,
    find: "if (from === 'sent') {",
    replace: "if (from === 'sent') return { from, call: { ...call, state: 'parked' } };\n  if (call.id === '') {",
    breaks: ['I1', 'I11'],
    worlds: { parks: true, faults: ['refuse', 'exit', 'reset-after', 'stopped'] },
  },
  {
    name: 'an attempt is counted twice',
    file: 'core/src/pipeline/attempts.ts',
    find: 'call.attempts += 1;',
    replace: 'call.attempts += call.attempts === 1 ? 2 : 1;',
    breaks: ['I12'],
  },
];
