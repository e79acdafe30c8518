import type { Clock } from '../clock.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AttemptEnd } from '../policies/attempt.ts';
import type { CircuitBreaker } from '../policies/breaker/circuit-breaker.ts';
import type { ToolBreakers } from '../policies/breaker/tool-breakers.ts';
import type { Bulkhead } from '../policies/bulkhead/bulkhead.ts';
import { HedgePolicy } from '../policies/hedge/hedge.ts';
import type { HedgeOptions } from '../policies/hedge/options.ts';
import type { RetryBudget } from '../policies/retry/retry-budget.ts';
import type { SilenceWatch } from '../policies/silence/silence-watch.ts';
import { HedgedAttempt } from './hedged-attempt.ts';
import type { CallTarget, PolicyCall } from './policy-call.ts';

/** The policies that take note of an attempt as it begins. */
export interface AttemptsOptions {
  readonly transport: 'stdio' | 'http';
  readonly clock: Clock;
  readonly events: EventBus;
  readonly breaker: CircuitBreaker;
  readonly toolBreakers: ToolBreakers;
  readonly bulkhead: Bulkhead;
  readonly budget: RetryBudget;
  readonly silence: SilenceWatch;
  readonly hedge: HedgeOptions;
}

/** Sends the attempts of calls that were let through. */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #hedge: HedgePolicy;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#hedge = new HedgePolicy(options.hedge);
  }

  /** Sends a call once, or twice where the first try is slow and that is wanted. Never rejects. */
  begin(call: PolicyCall, target: CallTarget, nowMs: number): Promise<AttemptEnd> {
    const { events, budget, silence } = this.#options;
    if (call.attempts === 0) {
      budget.deposit(nowMs);
      this.#hedge.noteCall();
    }
    call.attempts += 1;
    silence.begin(call, nowMs);
    if (events.hasListeners) this.#tell(call);
    return call.mayHedge ? this.#sendHedged(call, target) : target.send(call);
  }

  #tell({ info, attempts }: PolicyCall): void {
    const { clock, events } = this.#options;
    events.emit({ kind: 'attemptStarted', atMs: clock.now(), call: info, attempt: attempts });
  }

  #sendHedged(call: PolicyCall, target: CallTarget): Promise<AttemptEnd> {
    const { clock, events, bulkhead, transport } = this.#options;
    const { p95Ms, samples } = call.durations;
    const delayMs = this.#hedge.delayMs({ safety: call.safety, transport, p95Ms, samples });
    if (delayMs === undefined) return target.send(call);
    const mayStart = (): boolean => this.#mayHedge(call);
    return new HedgedAttempt({ call, target, delayMs, clock, events, bulkhead, mayStart }).run();
  }

  #mayHedge(call: PolicyCall): boolean {
    const { clock, breaker, toolBreakers, bulkhead, budget } = this.#options;
    const nowMs = clock.monotonicMs();
    const toolState = toolBreakers.tryGet(call.info.target)?.state ?? 'closed';
    return this.#hedge.tryHedge({
      isCircuitClosed: breaker.state === 'closed' && toolState === 'closed',
      inFlight: bulkhead.inFlight,
      limit: bulkhead.limit,
      remainingMs: call.remainingMs(nowMs),
      budget,
      nowMs,
    });
  }
}
