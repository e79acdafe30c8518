import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { type Clock, redact, toTimestamp } from '@seawall/core/base';
import { artifactOf } from '../tools/tool-message.ts';
import { apologizedError } from './apology.ts';
import { timeOf } from './message-time.ts';
import { messagesOfRun } from './run-history.ts';
import { RECORD_LIMITS, type RecordedToolCall, type RecordedToolError, type RunRecord } from './run-record.ts';
import { suggestionFor } from './suggestion.ts';

/** What keeping a record needs. */
export interface RecordingOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** For how long the failure of a tool is told of, in milliseconds. */
  readonly errorTtlMs: number;
}

/** The record of a run that begins; of the one before only the failures of tools stay that are not old. */
export function beginRecord(before: RunRecord | undefined, { clock }: RecordingOptions): RunRecord {
  const startTime = toTimestamp(clock.now());
  return { startTime, toolCalls: [], toolsUsed: [], thoughts: [], toolErrors: currentErrors(before, clock) };
}

/** The failures of tools that are not old. */
export function currentErrors(
  record: RunRecord | undefined,
  clock: Pick<Clock, 'now'>,
): Readonly<Record<string, RecordedToolError>> {
  const now = toTimestamp(clock.now());
  return Object.fromEntries(Object.entries(record?.toolErrors ?? {}).filter(([, { expiresAt }]) => expiresAt > now));
}

/** The record of a run that ended, read from its messages: no step of the graph is spent on keeping it. */
export function endRecord(begun: RunRecord, messages: readonly BaseMessage[], options: RecordingOptions): RunRecord {
  const endTime = toTimestamp(options.clock.now());
  const run = messagesOfRun(messages);
  const asking = run
    .filter((message) => AIMessage.isInstance(message))
    .filter(({ tool_calls: calls = [] }) => calls.length > 0);
  const toolCalls = asking.flatMap((message) => recordedCalls(message, endTime));
  const error = apologizedError(run.at(-1));
  return {
    startTime: begun.startTime,
    endTime,
    toolCalls: toolCalls.slice(-RECORD_LIMITS.toolCalls),
    toolsUsed: [...new Set(toolCalls.map(({ tool }) => tool))],
    thoughts: asking
      .map(({ text }) => redact(text).trim())
      .filter((thought) => thought !== '')
      .slice(-RECORD_LIMITS.thoughts),
    toolErrors: recordedErrors(begun, run, options),
    ...(error === undefined ? {} : { error }),
  };
}

function recordedCalls(message: AIMessage, endTime: string): readonly RecordedToolCall[] {
  const timestamp = timeOf(message) ?? endTime;
  return (message.tool_calls ?? []).map(({ name, args }) => ({
    tool: name,
    input: boundedInput(redact(args)),
    timestamp,
  }));
}

/** A model may ask with a whole file. */
function boundedInput(input: unknown): unknown {
  const length = JSON.stringify(input)?.length ?? 0;
  return length <= RECORD_LIMITS.inputLength ? input : `[LEFT OUT: ${length} characters]`;
}

/** A tool that answered has no failure any more. */
function recordedErrors(
  begun: RunRecord,
  run: readonly BaseMessage[],
  options: RecordingOptions,
): RunRecord['toolErrors'] {
  const errors = new Map(Object.entries(currentErrors(begun, options.clock)));
  for (const message of run) {
    if (!ToolMessage.isInstance(message) || message.name === undefined) continue;
    const { refused, status } = artifactOf(message) ?? {};
    // A write that waits did not fail: whoever is told so makes it again.
    if (refused === true || status === 'parked') continue;
    // The newest goes last, so that the oldest is the first to go.
    errors.delete(message.name);
    if (message.status === 'error') errors.set(message.name, toRecordedError(message.name, message, options));
  }
  return Object.fromEntries([...errors].slice(-RECORD_LIMITS.toolErrors));
}

function toRecordedError(tool: string, message: ToolMessage, options: RecordingOptions): RecordedToolError {
  const { clock, errorTtlMs } = options;
  const timestamp = timeOf(message) ?? toTimestamp(clock.now());
  const times = { timestamp, expiresAt: toTimestamp(Date.parse(timestamp) + errorTtlMs) };
  const { error, servedBy } = artifactOf(message) ?? {};
  if (error === undefined) return { message: 'It failed.', suggestion: '', code: 'UNEXPECTED_ERROR', ...times };
  return { message: error.message, suggestion: suggestionFor(tool, error, servedBy), code: error.code, ...times };
}
