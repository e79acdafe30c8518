import {
  ERROR_META_KEY,
  MCPError,
  MCPValidationError,
  redact,
  redactConfigured,
  SERVED_BY_META_KEY,
  type SerializedMCPError,
  STALE_META_KEY,
  TICKET_META_KEY,
  WARNINGS_META_KEY,
} from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import { answerOf } from '../diagnosis/answer-of.ts';
import { lastResortOf } from '../diagnosis/last-resort.ts';
import type { Seawall, ToolResult } from '../seawall/seawall.ts';
import { toKnownError } from '../supervision/unforeseen-failure.ts';
import type { AgentAnswer, AgentFailure, AnswerFacts } from './agent-answer.ts';
import { showContent } from './agent-content.ts';
import type { AgentCallOptions } from './agent-tool.ts';
import { describeFailure } from './failure-text.ts';
import { redactFailedResult } from './redact-failed-result.ts';

/** One call of a tool by a model. */
export interface AgentCall {
  readonly seawall: Seawall;
  readonly target: Target;
  readonly given: unknown;
  readonly options: AgentCallOptions;
  readonly maxTextLength: number;
}

/** A tool as its server names it. */
interface Target {
  readonly server: string;
  readonly name: string;
}

/**
 * Calls a tool for a model.
 *
 * @throws {@link MCPError} with kind `cancelled`, when the caller's own signal ended the call.
 */
export async function callAgentTool(call: AgentCall): Promise<AgentAnswer> {
  const { seawall, target, given, options, maxTextLength } = call;
  try {
    const result = await seawall.callTool({ ...target, arguments: argumentsOf(target, given) }, options);
    return toAnswer(target, result, maxTextLength);
  } catch (thrown) {
    const error = MCPError.isInstance(thrown) ? thrown : toKnownError(thrown, target.server);
    if (error.kind === 'cancelled' && options.signal?.aborted) throw error;
    return toFailure(target, error, maxTextLength);
  }
}

/** Models leave the arguments out of tools that need none. @throws {@link MCPValidationError} */
function argumentsOf({ server, name }: Target, given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null) return {};
  if (isRecord(given)) return given;
  throw new MCPValidationError({
    code: 'INVALID_ARGUMENTS',
    message: `The arguments of tool "${name}" on server "${server}" are no object.`,
    hint: 'Give an object with the fields of its schema.',
    field: 'arguments',
    expectedType: 'object',
    context: { serverName: server },
  });
}

/** What was asked for may look like a secret: only configured values are hidden in it. */
function toAnswer(target: Target, answered: ToolResult, maxTextLength: number): AgentAnswer {
  const result = redactConfigured(answered);
  const { content, text, cutCharacters } = showContent(result, maxTextLength);
  const isParked = result.isError === true;
  const status = isParked ? 'parked' : 'success';
  const facts = { ...factsOf(target, status, result), ...(cutCharacters === 0 ? {} : { cutCharacters }) };
  return isParked ? { status: 'parked', content, text, facts } : { status: 'success', content, text, facts, result };
}

function toFailure(target: Target, error: MCPError, maxTextLength: number): AgentFailure {
  // Servers put their own exceptions in here.
  const answer: ToolResult = redactFailedResult(answerOf(error) ?? {});
  const { text, rest, record } = describeFailure(error, answer);
  // What a pack says when nothing answered tells of the failure too, in words of its own.
  const said = lastResortOf(error)?.content ?? [{ type: 'text', text }, ...rest];
  const shown = showContent({ content: redact(said) }, maxTextLength);
  const { retryAfterMs } = record.context;
  const facts: AnswerFacts = {
    ...factsOf(target, 'error', { ...answer, ...(lastResortOf(error) ?? {}) }),
    error: record,
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    ...(shown.cutCharacters === 0 ? {} : { cutCharacters: shown.cutCharacters }),
  };
  return { status: 'error', error, content: shown.content, text: shown.text, facts };
}

function factsOf({ server, name }: Target, status: AgentAnswer['status'], result: ToolResult): AnswerFacts {
  const { structuredContent, _meta: meta = {} } = result;
  const error = meta[ERROR_META_KEY];
  const fields = {
    structuredContent,
    servedBy: meta[SERVED_BY_META_KEY],
    stale: meta[STALE_META_KEY],
    ticket: meta[TICKET_META_KEY],
    warnings: meta[WARNINGS_META_KEY],
  };
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    server,
    tool: name,
    status,
    ...(isErrorRecord(error) ? { error } : {}),
    ...Object.fromEntries(present),
  };
}

/** Only what we answer in place of a server carries it, so that a shape is enough. */
function isErrorRecord(value: unknown): value is SerializedMCPError {
  return isRecord(value) && typeof value.code === 'string' && typeof value.kind === 'string';
}
