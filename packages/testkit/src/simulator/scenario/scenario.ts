import type { PolicyOptions, Safety } from '@seawall/core/base';
import type { FaultName } from './faults.ts';

/** One simulated world as plain data: what there is, what is asked of it, and what goes wrong. */
export interface Scenario {
  readonly seed: number;
  readonly servers: readonly ServerPlan[];
  readonly calls: readonly CallPlan[];
  readonly faults: readonly FaultPlan[];
  readonly actions: readonly ActionPlan[];
}

/** A server, and how it is configured. */
export interface ServerPlan {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  readonly era: 'legacy' | 'modern';
  /** How long it takes for an answer, from-to. */
  readonly latencyMs: readonly [number, number];
  /** Whether it goes on working on what was cancelled. */
  readonly isDeaf: boolean;
  /** Whether it puts its credential into the words of its errors. */
  readonly isLeaky: boolean;
  readonly tools: readonly ToolPlan[];
  readonly policies: PolicyOptions;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxTotalTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

/** A tool, and how it is configured. */
export interface ToolPlan {
  readonly name: string;
  readonly safety: Safety;
  readonly park: boolean;
  readonly staleMs: number;
  readonly hedge: boolean;
  readonly singleFlight: boolean;
  readonly fallback: readonly { readonly server: string; readonly tool: string }[];
}

/** A call of a host. */
export interface CallPlan {
  readonly id: string;
  readonly atMs: number;
  readonly server: string;
  readonly target:
    | { readonly kind: 'tool'; readonly tool: string }
    | { readonly kind: 'resource'; readonly uri: string }
    | { readonly kind: 'list' };
  readonly principal: string;
  /** Calls of reads with the same key ask the same. */
  readonly key: string;
  /** Whether the call finds its way by the gateway's table. */
  readonly isRouted: boolean;
  readonly wantsProgress: boolean;
  readonly timeoutMs?: number;
  /** How long after its beginning the caller gives up. */
  readonly cancelAfterMs?: number;
}

/** Something that is wrong with a server for a time. */
export interface FaultPlan {
  readonly kind: FaultName;
  readonly server: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Of each request that could meet it. */
  readonly probability: number;
  /** The only tool that meets it. */
  readonly tool?: string;
}

/** Something that somebody does, or that happens to the machine. */
export type ActionPlan = { readonly atMs: number } & (
  | { readonly kind: 'jump-wall-clock'; readonly byMs: number }
  | { readonly kind: 'sleep'; readonly forMs: number }
  | { readonly kind: 'change-entry'; readonly server: string }
  | { readonly kind: 'remove-entry'; readonly server: string; readonly forMs: number }
  | { readonly kind: 'reconnect'; readonly server: string }
  | { readonly kind: 'check' }
  | {
      readonly kind: 'circuit';
      readonly server: string;
      readonly tool?: string;
      readonly action: 'open' | 'close' | 'isolate' | 'reset';
    }
  | { readonly kind: 'discard-parked' }
  | { readonly kind: 'replay-parked' }
  | { readonly kind: 'disk-full'; readonly forMs: number }
  | { readonly kind: 'disk-hangs'; readonly forMs: number }
  | { readonly kind: 'crash'; readonly downMs: number }
  /** The process ends in the middle of an operation of its log, before or after that is durable. */
  | { readonly kind: 'crash-in-log'; readonly operation: number; readonly isDurable: boolean; readonly downMs: number }
);
