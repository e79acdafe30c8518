import {
  type CallRequest,
  type Clock,
  MCPCancelledError,
  type MCPError,
  MCPProtocolError,
  MCPValidationError,
} from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import type { OpenCall } from './open-call.ts';
import { type Answer, ask } from './question.ts';
import type { Recipients } from './recipients.ts';

/** A call of which the result asks for input, so that it can't go on by itself. */
export interface InterruptedCall {
  readonly server: string;
  /** As it stands in errors: `call_tool(search_issues)`. */
  readonly operation: string;
  readonly request: CallRequest;
  readonly result: InputRequired;
  readonly call: OpenCall | undefined;
  /** How often input was given before. */
  readonly rounds: number;
  readonly clock: Clock;
  readonly recipients: Recipients;
  readonly signal: AbortSignal | undefined;
}

/** A result of 2026-07-28 that asks for input. */
export type InputRequired = Readonly<Record<string, unknown>>;

/** How often the input for one call is given; a server that asks for more gets none. */
export const MAX_INPUT_ROUNDS = 8;

/** Whether a result asks for input, instead of being one. */
export function isInputRequired(result: unknown): result is InputRequired {
  return isRecord(result) && result.resultType === 'input_required';
}

/**
 * Gets the input from the caller, all questions at once.
 *
 * @returns the request that goes on with the call.
 * @throws {@link MCPError} when the input can't be given.
 */
export async function answerInputRequired(interrupted: InterruptedCall): Promise<CallRequest> {
  const { request, result, call, rounds } = interrupted;
  if (call === undefined) throw inputMissing(interrupted, 'nobody who could be asked made the call');
  if (request.params?.task !== undefined) throw inputMissing(interrupted, 'a request for a task is not sent again');
  if (rounds >= MAX_INPUT_ROUNDS) throw tooManyRounds(interrupted);
  const questions = readQuestions(interrupted);
  const answers = await Promise.all(
    questions.map(async ([key, question]) => [key, await answer(interrupted, call, question)] as const),
  );
  // What belongs to the round before must not go along.
  const { inputResponses: _answered, requestState: _before, ...params } = request.params ?? {};
  const { requestState } = result;
  return {
    method: request.method,
    params: {
      ...params,
      ...(answers.length === 0 ? {} : { inputResponses: Object.fromEntries(answers) }),
      ...(requestState === undefined ? {} : { requestState }),
    },
  };
}

function readQuestions(interrupted: InterruptedCall): readonly (readonly [string, CallRequest])[] {
  const asked = interrupted.result.inputRequests ?? {};
  if (!isRecord(asked)) throw notUnderstood(interrupted);
  return Object.entries(asked).map(([key, value]) => {
    const { method, params = {} } = isRecord(value) ? value : {};
    if (typeof method !== 'string' || !isRecord(params)) throw notUnderstood(interrupted);
    return [key, { method, params }];
  });
}

async function answer(interrupted: InterruptedCall, call: OpenCall, request: CallRequest): Promise<Answer> {
  const { server, clock, recipients, signal } = interrupted;
  try {
    return await ask({ server, asked: { kind: 'call', call }, request, clock, recipients, signal });
  } catch (cause) {
    if (signal?.aborted) throw cancelled(interrupted);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw inputMissing(interrupted, `"${request.method}" was not answered: ${reason}`, cause);
  }
}

function cancelled({ server, operation }: InterruptedCall): MCPError {
  const message = `The caller cancelled ${operation} on server "${server}" while it was asked for input.`;
  return new MCPCancelledError({ serverName: server, operation, message });
}

function inputMissing({ server, operation }: InterruptedCall, why: string, cause?: unknown): MCPError {
  return new MCPValidationError({
    code: 'INPUT_REQUIRED',
    message: `Server "${server}" asks for input to go on with ${operation}, but ${why}.`,
    hint: 'Give the call a caller that declares what the server asks for and answers it.',
    context: { serverName: server, operation },
    ...(cause === undefined ? {} : { cause }),
  });
}

function tooManyRounds({ server, operation }: InterruptedCall): MCPError {
  return new MCPProtocolError({
    code: 'INPUT_ROUNDS_EXCEEDED',
    serverName: server,
    operation,
    message: `Server "${server}" asked for input ${MAX_INPUT_ROUNDS} times during ${operation} and still asks for more.`,
    hint: 'The server may not remember what it was answered; report it to its makers.',
  });
}

function notUnderstood({ server, operation }: InterruptedCall): MCPError {
  return new MCPProtocolError({
    code: 'INVALID_RESULT',
    serverName: server,
    operation,
    message: `Server "${server}" asks for input to go on with ${operation}, but not in the form of the protocol.`,
  });
}
