import { type CircuitState, type PolicyOptions, resolvePolicies } from '@seawall/core/base';
import { ReferenceBudget } from '../invariants/budget.ts';
import type { WatchedCircuit } from '../invariants/circuits.ts';
import type { ServerPlan } from '../scenario/scenario.ts';

/** A circuit, as what happens around it has it. */
export class CircuitWatch implements WatchedCircuit {
  state: CircuitState;
  generation = 0;
  readonly isProbed: boolean;
  trials = 0;
  calls = 0;
  failures = 0;
  provenMs = Number.NEGATIVE_INFINITY;
  changedMs = 0;

  constructor({ enabled = true, prober }: NonNullable<PolicyOptions['breaker']>, isProbed: boolean) {
    this.state = enabled ? 'closed' : 'forced-closed';
    this.isProbed = prober ?? isProbed;
  }

  /** Whether it refuses every call. */
  get isRefusing(): boolean {
    return this.state === 'open' || this.state === 'forced-open' || this.state === 'isolated';
  }

  /** Whether it lets every call through and waits for nothing. */
  get isAtRest(): boolean {
    return this.state === 'closed' || this.state === 'forced-closed';
  }

  /** It went to another state: what was counted is of another time. */
  moveTo(state: CircuitState, generation: number, nowMs: number): void {
    this.state = state;
    this.generation = generation;
    this.trials = 0;
    this.calls = 0;
    this.failures = 0;
    this.changedMs = nowMs;
  }
}

/** What is known of the client's side of one server, from its entry in the configuration to the end of that. */
export class ServerWatch {
  readonly plan: ServerPlan;
  readonly circuit: CircuitWatch;
  readonly budget: ReferenceBudget;
  readonly #tools = new Map<string, CircuitWatch>();
  /** The most attempts that were ever allowed at once. */
  maxLimit: number;
  /** Attempts under way, as the client has it. */
  inFlight = 0;
  /** Requests of attempts under way, as the server has it. */
  requests = 0;
  pings = 0;
  /** Checks by hand under way. */
  checks = 0;

  constructor(plan: ServerPlan, nowMs: number) {
    this.plan = plan;
    this.circuit = new CircuitWatch(plan.policies.breaker ?? {}, true);
    this.budget = new ReferenceBudget(plan.policies.retryBudget ?? {}, nowMs);
    const { isAdaptive, concurrency, startConcurrency } = resolvePolicies(plan.policies, plan.transport).bulkhead;
    this.maxLimit = isAdaptive ? startConcurrency : concurrency;
  }

  /** The circuit of a tool, closed if nothing was heard of it yet. */
  toolCircuit(tool: string): CircuitWatch {
    const known = this.#tools.get(tool);
    if (known !== undefined) return known;
    const made = new CircuitWatch(this.plan.policies.toolBreaker ?? {}, false);
    this.#tools.set(tool, made);
    return made;
  }

  /** Circuits that are not closed: each may want a probe of its own. */
  get openCircuits(): number {
    let open = this.circuit.isAtRest ? 0 : 1;
    for (const { isAtRest } of this.#tools.values()) if (!isAtRest) open += 1;
    return open;
  }

  /** Something showed that the server is there. */
  noteAlive(nowMs: number): void {
    this.circuit.provenMs = nowMs;
    for (const tool of this.#tools.values()) tool.provenMs = nowMs;
  }
}
