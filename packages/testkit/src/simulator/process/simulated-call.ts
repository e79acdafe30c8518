import type { MCPError, Principal, Safety } from '@seawall/core/base';
import type { CallPlan, ServerPlan, ToolPlan } from '../scenario/scenario.ts';

/** What came of a call of a simulated host. */
export type CallEnd =
  | { readonly kind: 'pending' }
  | { readonly kind: 'result'; readonly result: unknown; readonly atMs: number }
  | { readonly kind: 'error'; readonly error: MCPError; readonly atMs: number }
  /** The process that it was made to ended. */
  | { readonly kind: 'lost' };

/** A call of a simulated host, and what is known of it. */
export class SimulatedCall {
  readonly plan: CallPlan;
  readonly server: ServerPlan;
  readonly tool: ToolPlan | undefined;
  readonly safety: Safety;
  /** Stands for the call in what the client tells of it. */
  readonly principal: Principal;
  readonly startedMs: number;
  end: CallEnd = { kind: 'pending' };
  cancel: AbortController | undefined;
  wasCancelled = false;
  /** What its caller was told that the result is. */
  told: 'parked' | 'done' | 'elsewhere' = 'done';
  /** The id under which the client tells of it; absent before. */
  infoId: string | undefined;
  /** When it was first sent; negative before. */
  firstSentMs = -1;
  /** When the server told last how far it is. */
  progressMs: number;
  /** Whether its circuit refused all calls when it was made. */
  wasKnownBad = false;

  constructor(options: { readonly plan: CallPlan; readonly server: ServerPlan; readonly startedMs: number }) {
    const { plan, server, startedMs } = options;
    const { target } = plan;
    this.plan = plan;
    this.server = server;
    this.tool = target.kind === 'tool' ? server.tools.find(({ name }) => name === target.tool) : undefined;
    this.safety = this.tool?.safety ?? 'read';
    this.principal = { id: plan.principal };
    this.startedMs = startedMs;
    this.progressMs = startedMs;
  }

  /** When it has to be over unless progress comes. */
  get deadlineMs(): number {
    const quietMs = this.plan.timeoutMs ?? this.server.totalTimeoutMs;
    return Math.min(this.progressMs + quietMs, this.latestMs);
  }

  /** When it has to be over whatever progress comes. */
  get latestMs(): number {
    const { maxTotalTimeoutMs } = this.server;
    return this.startedMs + Math.max(maxTotalTimeoutMs, this.plan.timeoutMs ?? 0);
  }
}
