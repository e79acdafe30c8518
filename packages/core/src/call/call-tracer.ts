import type { MCPError } from '../errors/mcp-error.ts';
import type { CallFinished } from '../events/event.ts';
import type { CallInfo, CallRequest, Delivery } from './call.ts';

/**
 * The port through which calls are traced; `@seawall/telemetry/traces` stands behind it.
 *
 * Nothing of it may throw or wait. Where there is none, a call costs one comparison more.
 */
export interface CallTracer {
  /** Begins the span of a call; undefined where it is not traced. */
  startCall(start: CallSpanStart): CallSpan | undefined;
}

/** What a span of a call begins with. */
export interface CallSpanStart {
  readonly call: CallInfo;
  /** As it came in: the trace context of whoever called stands in `params._meta`. */
  readonly request: CallRequest;
  /** The span of the call in whose place this one is made. */
  readonly parent?: CallSpan | undefined;
}

/** The span of a call under way. */
export interface CallSpan {
  /** Begins the span of one try; several may be under way. */
  startAttempt(start: AttemptSpanStart): AttemptSpan | undefined;
  /** Ends it; what comes after that does nothing. */
  end(finished: Pick<CallFinished, 'outcome' | 'attempts'>): void;
}

/** What a span of an attempt begins with. */
export interface AttemptSpanStart {
  /** From 1. */
  readonly attempt: number;
  readonly request: CallRequest;
  readonly transport: 'stdio' | 'http' | 'sse';
  readonly protocolVersion: string;
}

/** The span of one try under way. */
export interface AttemptSpan {
  /** What is to be sent: the request, with the context of this span in `params._meta`. */
  readonly request: CallRequest;
  /** Ends it; what comes after that does nothing. */
  end(failure?: { readonly error: MCPError; readonly delivery: Delivery }): void;
}
