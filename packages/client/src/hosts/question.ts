import { type Clock, redactConfigured } from '@seawall/core/base';
import { DeclinedError } from './declined.ts';
import { HOST_LIMITS, type ServerRequest, type ServerRequestHandler } from './host.ts';
import { findMissingCapability, type Message } from './host-capabilities.ts';
import type { OpenCall } from './open-call.ts';
import type { Recipients } from './recipients.ts';
import type { RegisteredHost } from './registered-host.ts';

/** Who is asked: the caller of a call, or a host outside of any. */
export type Asked =
  | { readonly kind: 'call'; readonly call: OpenCall }
  | { readonly kind: 'host'; readonly host: RegisteredHost };

/** One question of a server. */
export interface Question {
  readonly server: string;
  readonly asked: Asked;
  readonly request: Message;
  readonly clock: Clock;
  /** Aborted when the server does not want the answer any more. */
  readonly signal: AbortSignal | undefined;
  /** Hears of elicitations by URL that somebody is asked for: they end with a notification, maybe after the call. */
  readonly recipients: Recipients;
}

/** The answer of a host. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * Asks a host, within its limits and as long as anybody wants the answer.
 *
 * Rejects with a {@link DeclinedError}, or with what the host rejected with.
 */
export async function ask(question: Question): Promise<Answer> {
  const { asked, request } = question;
  const target = asked.kind === 'call' ? asked.call.caller : asked.host;
  const obstacle = findMissingCapability(target.capabilities, request) ?? findLimit(asked);
  if (obstacle !== undefined) throw obstacle;
  const params = request.params === undefined ? undefined : redactConfigured(request.params);
  rememberElicitation(question);
  const toHost: ServerRequest = {
    server: question.server,
    method: request.method,
    ...(params === undefined ? {} : { params }),
  };
  if (asked.kind === 'host') {
    return answerOf(target.onRequest, toHost, new AbortController(), [question.signal, asked.host.signal], question);
  }
  const { abort, end } = asked.call.beginQuestion();
  try {
    return await answerOf(target.onRequest, toHost, abort, [question.signal, asked.call.host?.signal], question);
  } finally {
    end();
  }
}

function findLimit(asked: Asked): DeclinedError | undefined {
  if (asked.kind === 'host') return asked.host.isClosed ? gone() : undefined;
  const { call } = asked;
  if (call.isOver || call.host?.isClosed) return gone();
  if (call.questions < HOST_LIMITS.questionsPerCall) return undefined;
  return new DeclinedError(-32603, `The call asked ${HOST_LIMITS.questionsPerCall} times already.`);
}

function gone(): DeclinedError {
  return new DeclinedError(-32603, 'The host, or the call that the question belongs to, is gone.');
}

function rememberElicitation({ asked, request: { method, params }, recipients }: Question): void {
  const id = params?.elicitationId;
  if (method !== 'elicitation/create' || typeof id !== 'string') return;
  const host = asked.kind === 'call' ? asked.call.host : asked.host;
  if (host !== undefined) recipients.rememberElicitation(id, host);
  else if (asked.kind === 'call') asked.call.rememberElicitation(id);
}

/** What the handler answers; rejects when the time is over or one of `signals` or `abort` itself aborts. */
async function answerOf(
  onRequest: ServerRequestHandler,
  request: ServerRequest,
  abort: AbortController,
  signals: readonly (AbortSignal | undefined)[],
  { clock }: Question,
): Promise<Answer> {
  const limitMs = HOST_LIMITS.answerTimeoutMs;
  let isLate = false;
  const stop = (): void => abort.abort();
  const timer = clock.setTimer(() => {
    isLate = true;
    stop();
  }, limitMs);
  for (const signal of signals) {
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  }
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const giveUp = (): void =>
        reject(isLate ? new DeclinedError(-32603, `The host did not answer within ${limitMs} ms.`) : gone());
      if (abort.signal.aborted) giveUp();
      else {
        abort.signal.addEventListener('abort', giveUp, { once: true });
        // A handler may also throw at once.
        Promise.resolve()
          .then(() => onRequest(request, { signal: abort.signal }))
          .then(resolve, reject);
      }
    });
  } finally {
    timer.cancel();
    for (const signal of signals) signal?.removeEventListener('abort', stop);
  }
}
