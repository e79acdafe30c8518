import type { ServerContext } from '@modelcontextprotocol/server';
import type { ServerRequest } from '@seawall/client';
import type { Clock, Timer } from '@seawall/core/base';
import { INTERNAL_ERROR_CODE, JsonRpcErrorAnswer } from '../reply/json-rpc-error.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import { passProgress, tellIn, toQuestion } from './host-messages.ts';
import type { Line } from './line.ts';
import { isParams, type Params } from './params.ts';

/** A question of a server as a result carries it. */
export interface InputRequest {
  readonly method: string;
  readonly params?: Params;
}

/** How one round with the host ended: the call is over, or the host has to answer questions. */
export type RoundEnd = 'settled' | 'questions';

/** Questions that come within this time of the first one go to the host in one round, in milliseconds. */
export const GATHER_MS = 20;

/** What a pending call needs. */
export interface PendingCallOptions {
  readonly clock: Clock;
  /** The server that is called, and what is called there, for errors. */
  readonly server: string;
  readonly target: string;
  /** Asked before the first question: whether the call may wait for its host. */
  readonly mayWait: (call: PendingCall) => boolean;
}

/**
 * A call of a host of 2026-07-28 to a server that may ask: the call goes on over several requests of the host.
 *
 * At most one request is attached at a time. It gets progress and log messages, and its end ends the call; without one the
 * call waits, and what the server says meanwhile is dropped.
 */
export class PendingCall {
  readonly server: string;
  readonly target: string;
  readonly #options: PendingCallOptions;
  readonly #controller = new AbortController();
  // Bounded by the questions that the client lets a server ask during one call.
  readonly #questions = new Map<string, Question>();
  #attached: Attachment | undefined;
  #gathering: Timer | undefined;
  #asked = 0;
  #result: Promise<PassedResult> | undefined;
  #isSettled = false;

  constructor(options: PendingCallOptions) {
    this.#options = options;
    this.server = options.server;
    this.target = options.target;
  }

  /** Sends the call; how it ends is told by {@link result}. */
  begin(send: (line: Line) => Promise<PassedResult>): void {
    const result = send({
      signal: this.#controller.signal,
      conversation: {
        onRequest: (question, { signal }) => this.#ask(question, signal),
        onNotification: (notification) => {
          if (this.#attached !== undefined) tellIn(this.#attached.context, notification);
        },
      },
      onProgress: (progress) => {
        if (this.#attached !== undefined) passProgress(this.#attached.context, progress);
      },
    });
    this.#result = result;
    const settle = (): void => {
      this.#isSettled = true;
      this.#rejectQuestions();
      this.#attached?.finish('settled');
    };
    result.then(settle, settle);
  }

  /** How the call ended, once a round ended with `settled`. */
  get result(): Promise<PassedResult> {
    return this.#result ?? Promise.reject(callOver());
  }

  /** Lets a request of the host wait for the call, until that is over or has questions for the host. */
  attach(context: ServerContext): Promise<RoundEnd> {
    const { signal } = context.mcpReq;
    return new Promise((resolve) => {
      const onAbort = (): void => this.end(signal.reason);
      const finish = (end: RoundEnd): void => {
        this.#gathering?.cancel();
        this.#gathering = undefined;
        // From here on the end of this request says nothing about the call: it has its answer.
        signal.removeEventListener('abort', onAbort);
        this.#attached = undefined;
        resolve(end);
      };
      this.#attached = { context, finish };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      if (this.#isSettled) finish('settled');
      else if (this.#questions.size > 0) finish('questions');
    });
  }

  /** The open questions, by the keys under which their answers are expected. */
  openQuestions(): Readonly<Record<string, InputRequest>> {
    return Object.fromEntries([...this.#questions].map(([key, { request }]) => [key, request]));
  }

  /** Takes the answers of the host; what it left out stays open, and what nobody asked is not looked at. */
  answer(responses: Params): void {
    for (const [key, question] of [...this.#questions]) {
      const response = Object.hasOwn(responses, key) ? responses[key] : undefined;
      if (!isParams(response)) continue;
      question.resolve(response);
    }
  }

  /** Cancels the call at its server, unless it is over. */
  end(reason: unknown): void {
    this.#rejectQuestions();
    this.#controller.abort(reason);
  }

  #ask(question: ServerRequest, signal: AbortSignal): Promise<Params> {
    if (this.#isSettled || this.#controller.signal.aborted) return Promise.reject(callOver());
    if (!this.#options.mayWait(this)) return Promise.reject(tooMany());
    this.#asked += 1;
    const key = `question-${this.#asked}`;
    return new Promise((resolve, reject) => {
      const close = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.#questions.delete(key);
      };
      const onAbort = (): void => {
        close();
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#questions.set(key, {
        request: toQuestion(question),
        resolve: (answer) => {
          close();
          resolve(answer);
        },
        reject: (error) => {
          close();
          reject(error);
        },
      });
      if (this.#attached !== undefined) this.#gather();
    });
  }

  /** Servers ask several things at once, which reach us one by one. */
  #gather(): void {
    this.#gathering ??= this.#options.clock.setTimer(() => {
      this.#gathering = undefined;
      // Those that were asked may have been taken back meanwhile.
      if (this.#questions.size > 0) this.#attached?.finish('questions');
    }, GATHER_MS);
  }

  #rejectQuestions(): void {
    for (const question of [...this.#questions.values()]) question.reject(callOver());
  }
}

interface Attachment {
  readonly context: ServerContext;
  finish(end: RoundEnd): void;
}

interface Question {
  readonly request: InputRequest;
  resolve(answer: Params): void;
  reject(error: unknown): void;
}

function callOver(): JsonRpcErrorAnswer {
  return new JsonRpcErrorAnswer({ code: INTERNAL_ERROR_CODE, message: 'The call is over: its host can not be asked.' });
}

function tooMany(): JsonRpcErrorAnswer {
  return new JsonRpcErrorAnswer({
    code: INTERNAL_ERROR_CODE,
    message:
      'The host can not be asked now: other questions to hosts are open already, as many as are kept, or the gateway is shutting down.',
  });
}
