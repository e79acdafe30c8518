import type { CallInfo, CallRequest } from '@seawall/core/base';
import type { AnswerPlan } from './answers.ts';
import type { Execution } from './ledger.ts';

/** A request as it leaves a process. */
export interface SentRequest {
  /** The call that it belongs to; absent for what the client does by itself, as pings. */
  readonly call: CallInfo | undefined;
  /** The call of the world, also where the client does not know that it is the same. */
  readonly callId: string;
  readonly principal: string;
  /** Says how the request ended, before the client hears of it. */
  settle(signals: Pick<AnswerPlan, 'server' | 'tool'>): void;
  /** The server told how far it is. */
  noteProgress(): void;
}

/** What the connections of one process tell of what goes over them. */
export interface Wire {
  /** Whether the process still runs: of one that ended nothing leaves, and nothing reaches it. */
  readonly isAlive: boolean;
  send(request: CallRequest): SentRequest;
  /** A server carried something out. @throws Violation */
  noteExecution(execution: Execution, times: number): void;
  /** A ping leaves. @returns what to call with whether it was answered */
  ping(): (isAnswered: boolean) => void;
}
