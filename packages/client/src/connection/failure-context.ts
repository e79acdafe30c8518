import type { RequestSubject } from './request-subject.ts';

/** What is known around a failure when it is translated. */
export interface FailureContext {
  readonly serverName: string;
  readonly transport: 'stdio' | 'http' | 'sse';
  /** While connecting nothing was called yet. */
  readonly phase: 'connect' | 'request';
  readonly subject: RequestSubject;
  /** The host and port of the server, for HTTP. */
  readonly address?: { readonly host: string; readonly port: number };
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Whether this server was reached before, so that its configuration can't be what is wrong. */
  readonly wasConnected: boolean;
  readonly facts: TransportFacts;
}

/** What a transport knows beside the error itself. */
export interface TransportFacts {
  /** How the process ended; absent while it runs, and for HTTP. */
  readonly exit: ExitFacts | undefined;
  readonly stderrTail: string;
  /** Whether the server gave us a session. */
  readonly hasSession: boolean;
  /** Whether requests carry an `Authorization` header. */
  readonly hasCredentials: boolean;
  /** The HTTP response behind an error. */
  responseOf(error: unknown): FailedResponse | undefined;
  /** The last response that failed, whatever it was an answer to. */
  readonly lastResponse: FailedResponse | undefined;
  /** What made the last request fail that got no answer; absent when a later one got one. */
  readonly lastError: unknown;
}

/** How a process ended. */
export interface ExitFacts {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** What is kept of an HTTP response that failed. */
export interface FailedResponse {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names; only those that say something about the failure. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its beginning. */
  readonly body: string;
  /** When to come back, as far as the headers tell, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** Facts of a transport that knows nothing more. */
export const NO_FACTS: TransportFacts = {
  exit: undefined,
  stderrTail: '',
  hasSession: false,
  hasCredentials: false,
  responseOf: () => undefined,
  lastResponse: undefined,
  lastError: undefined,
};

/** How much of a body is kept as evidence, in characters. */
export const MAX_EVIDENCE_LENGTH = 2000;

/** Fields that are there. */
export function present<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  // Dropping what is undefined is what the type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
