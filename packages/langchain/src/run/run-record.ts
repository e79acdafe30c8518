import type { MCPError, SerializedMCPError } from '@seawall/core/base';
import { z } from 'zod';

/** What a run of an agent did; secrets hidden, fit to be kept as JSON. */
export interface RunRecord {
  /** ISO 8601 in UTC, like all times here. */
  readonly startTime: string;
  /** When it ended; absent while it goes on. */
  readonly endTime?: string;
  /** Every call that the model asked for. */
  readonly toolCalls: readonly RecordedToolCall[];
  /** The tools that were called, each once. */
  readonly toolsUsed: readonly string[];
  /** What the model said while it asked for calls. */
  readonly thoughts: readonly string[];
  /** The latest failure of each tool; it goes when the tool answers, or when it is old. Kept from run to run of a thread. */
  readonly toolErrors: Readonly<Record<string, RecordedToolError>>;
  /** Why the run itself failed. */
  readonly error?: SerializedMCPError;
}

/** One call that a model asked for. */
export interface RecordedToolCall {
  readonly tool: string;
  /** What it was asked with, secrets hidden. */
  readonly input: unknown;
  readonly timestamp: string;
}

/** The latest failure of a tool. */
export interface RecordedToolError {
  readonly message: string;
  /** What can be done about it. */
  readonly suggestion: string;
  readonly code: MCPError['code'];
  readonly timestamp: string;
  /** From when on nobody is told of it any more. */
  readonly expiresAt: string;
}

/** Where the record stands in the state of an agent. */
export const runStateSchema = z.object({
  seawallRun: z.custom<RunRecord>().optional(),
});

/** What a record holds at most; the oldest goes first. */
export const RECORD_LIMITS = { toolCalls: 1000, thoughts: 1000, toolErrors: 200, inputLength: 10_000 } as const;
