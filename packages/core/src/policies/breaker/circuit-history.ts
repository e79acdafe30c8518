import type { ErrorCode } from '../../errors/error-code.ts';
import type { MCPRejectedError } from '../../errors/rejected-error.ts';
import { redactText } from '../../redaction/redact.ts';
import { notify } from '../notify.ts';
import { circuitError } from './errors.ts';
import type { CircuitChanged, CircuitChangeReason, CircuitName, CircuitState, ManualChange } from './events.ts';

/** Why a circuit changes, as its events say it. */
export interface ChangeCause {
  readonly reason: CircuitChangeReason;
  readonly detail?: string;
  readonly by?: ManualChange;
}

/** A change as the breaker knows it, before it has a name and a date. */
export interface CircuitStep extends Pick<CircuitChanged, 'from' | 'to' | 'generation' | 'counts'> {
  readonly cause: ChangeCause;
  readonly failureCode: ErrorCode | undefined;
  readonly retryInMs: number | undefined;
}

/** What a {@link CircuitHistory} needs. */
export interface CircuitHistoryOptions {
  readonly name: CircuitName;
  /** The wall clock. */
  readonly atMs: () => number;
  readonly onChange: (change: CircuitChanged) => void;
}

/** Remembers the last changes of one circuit, tells of each, and says to refused calls why they are refused. */
export class CircuitHistory {
  /** When it changed last, in milliseconds since the epoch. */
  changedAtMs: number;
  /** Why it changed last. */
  last: ChangeCause | undefined;
  private readonly name: CircuitName;
  private readonly atMs: () => number;
  private readonly onChange: (change: CircuitChanged) => void;
  /** The change that made it refuse calls: one that merely tried it again is none. */
  private why: CircuitChanged | undefined;
  private refused: MCPRejectedError | undefined;
  private refusedMs = 0;

  constructor({ name, atMs, onChange }: CircuitHistoryOptions) {
    this.name = name;
    this.atMs = atMs;
    this.onChange = onChange;
    this.changedAtMs = atMs();
  }

  /** Takes note of a change and tells of it. Who is told may throw, or change the circuit again. */
  tell({ cause, retryInMs, failureCode, ...step }: CircuitStep): void {
    this.changedAtMs = this.atMs();
    const { server, tool } = this.name;
    const change: CircuitChanged = {
      kind: 'circuitChanged',
      atMs: this.changedAtMs,
      server,
      ...(tool === undefined ? {} : { tool }),
      ...step,
      ...cause,
      ...(failureCode === undefined ? {} : { failureCode }),
      ...(retryInMs === undefined ? {} : { retryAtMs: this.changedAtMs + retryInMs }),
    };
    this.last = cause;
    if (!isRecovery(change)) this.why = step.to === 'closed' || step.to === 'forced-closed' ? undefined : change;
    this.refused = undefined;
    notify(this.onChange, change);
  }

  /** The error for a call that is refused now; the same one for at most 100 ms. */
  refusal(state: CircuitState, retryAfterMs: number | undefined, nowMs: number): MCPRejectedError {
    const ageMs = nowMs - this.refusedMs;
    if (this.refused !== undefined && ageMs >= 0 && ageMs < REFUSAL_AGE_MS) return this.refused;
    this.refusedMs = nowMs;
    this.refused = circuitError({ name: this.name, state, retryAfterMs, why: this.why, timestampMs: this.atMs() });
    return this.refused;
  }
}

/** What a person did, without secrets. */
export function byHand({ actor, reason }: ManualChange): ChangeCause {
  return { reason: 'manual', by: { actor: redactText(actor), reason: redactText(reason) } };
}

const REFUSAL_AGE_MS = 100;

/** Whether a change is a step of trying an open circuit out, well or not. */
function isRecovery({ to, reason }: CircuitChanged): boolean {
  return to === 'half-open' || reason === 'probe-failed' || reason === 'probe-lost';
}
