import type { MCPError } from '../errors/mcp-error.ts';
import type { Safety } from './safety.ts';

/** For whom a call is made; part of every key of sessions, shared flights, caches and stale answers. */
export interface Principal {
  /** Stable and unique. */
  readonly id: string;
}

/** The one principal while no identity is configured. */
export const ANONYMOUS: Principal = { id: 'anonymous' };

/** How far a failed attempt got: surely not to the server, perhaps, or it was answered. */
export type Delivery = 'not-sent' | 'unknown' | 'answered';

/**
 * Where the result of a call came from: the server that was asked, another one or a last resort (`fallback`), an earlier
 * answer (`stale`), or nowhere yet, because the call was kept to be sent later (`parked`).
 */
export type ServedBy = 'upstream' | 'fallback' | 'stale' | 'parked';

/** What is asked of a server: a JSON-RPC method and its parameters. */
export interface CallRequest {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** One call on its way through the house, as events and errors tell of it. */
export interface CallInfo {
  readonly id: string;
  readonly principal: Principal;
  readonly server: string;
  readonly method: string;
  /** What the call is about: a tool, a prompt, a resource URI; the method itself for all else. */
  readonly target: string;
  /** What repeating it may do. */
  readonly safety: Safety;
  /** The session of the host that asked, by a name that gives no access to it; absent where nobody told. */
  readonly session?: string;
}

/** What came of a call. */
export type Outcome =
  | {
      readonly kind: 'result';
      readonly result: unknown;
      readonly attempts: number;
      readonly servedBy: ServedBy;
      /** Why the server that was asked did not answer itself. */
      readonly insteadOf?: MCPError;
    }
  | { readonly kind: 'error'; readonly error: MCPError; readonly attempts: number; readonly delivery: Delivery };
