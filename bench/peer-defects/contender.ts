/** How a call through a {@link Guard} ended; `refused` means that its work was not begun. */
export type End = 'ok' | 'failed' | 'refused';

/** What is called. It throws {@link NotCounted} for a failure that is none of the server's, and anything else for one that is. */
export type Work = () => Promise<unknown>;

/** A failure that must not count against the server, as a wrong argument. */
export class NotCounted extends Error {}

/** Policies around calls to one server. */
export interface Guard {
  call(work: Work, signal?: AbortSignal): Promise<End>;
  /** Whether the circuit is closed; absent where there is none. */
  readonly isClosed?: () => boolean;
  close(): void | Promise<void>;
}

/** What a scenario asks for; whatever is absent stays at the default of the library, or is off where it is a policy of its own. */
export interface GuardOptions {
  readonly breaker?: {
    /** From when on an open circuit is tried out again. */
    readonly breakMs?: number;
    readonly windowMs?: number;
    readonly minimumCalls?: number;
    /** How long a call that tries the circuit out is waited for, where the library knows that. */
    readonly leaseMs?: number;
  };
  readonly bulkhead?: { readonly concurrency: number; readonly queue: number };
  readonly retry?: { readonly delayMs: number };
  readonly timeoutMs?: number;
}

/** A library that the scenarios are played with. */
export interface Contender {
  readonly name: string;
  /** `undefined` when the library offers no such policy. */
  guard(options: GuardOptions): Guard | undefined;
  /** A guard that is to end a call after `timeoutMs` of which nothing is ever heard. */
  guardOfDeaf(timeoutMs: number): Guard | Promise<Guard> | undefined;
}
