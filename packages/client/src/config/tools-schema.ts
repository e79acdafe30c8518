import type { FallbackStep, Safety } from '@seawall/core/base';
import { z } from 'zod';
import { DAY_MS, flag, milliseconds, oneOf, text, wholeNumber } from './schema-parts.ts';

/** `tools` as it is written: patterns and what is set for the tools that fit. */
export type ToolsInput = Readonly<Record<string, ToolOptionsInput>>;

/** What is set for tools, as it is written. */
export interface ToolOptionsInput {
  readonly safety?: Safety | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxAttempts?: number | undefined;
  readonly fallback?: false | readonly FallbackStepInput[] | undefined;
  readonly park?: boolean | undefined;
  readonly staleMs?: number | undefined;
  readonly hedge?: boolean | undefined;
  readonly singleFlight?: boolean | undefined;
}

/** One step of a chain as it is written. */
export type FallbackStepInput = { readonly [K in keyof FallbackStep]: FallbackStep[K] | undefined } & {
  readonly tool: string;
};

/** More patterns for one server are refused. */
const MAX_TOOL_PATTERNS = 500;
/** Longer chains are refused: each step costs time that the caller waits. */
const MAX_FALLBACK_STEPS = 10;
const ALLOWED_CHAIN = `false, or a list of at most ${MAX_FALLBACK_STEPS} objects with tool, server, arguments`;
const ALLOWED_TOOLS = `an object of at most ${MAX_TOOL_PATTERNS} names or patterns of tools and their settings`;

const fallbackStepSchema = z.strictObject(
  {
    server: text('the name of a server').optional().describe('The server; the same one without it.'),
    tool: text('the name of a tool').describe('The tool to call instead.'),
    arguments: z
      .record(z.string(), z.unknown(), { error: 'an object of arguments' })
      .optional()
      .describe('Its arguments; "$name" stands for an argument of the call that failed.'),
  },
  { error: 'an object with tool, server, arguments' },
);

const toolOptionsSchema = z.strictObject(
  {
    safety: oneOf(['read', 'idempotent-write', 'write'])
      .optional()
      .describe('What repeating a call of the tool may do: nothing, nothing more, or something again.'),
    timeoutMs: milliseconds(1, DAY_MS).optional().describe('How long a call may stay silent.'),
    maxAttempts: wholeNumber({ unit: '', min: 1, max: 10 }).optional().describe('Attempts of one call.'),
    fallback: z
      .union([z.literal(false), z.array(fallbackStepSchema).max(MAX_FALLBACK_STEPS)], { error: ALLOWED_CHAIN })
      .optional()
      .describe('What is called instead when it fails, in order.'),
    park: flag().optional().describe('Whether a write that surely did not run is kept and sent later.'),
    staleMs: milliseconds(0, DAY_MS)
      .optional()
      .describe('How old a result may be that is given when the server is down.'),
    hedge: flag().optional().describe('Whether a slow call is sent a second time beside the first.'),
    singleFlight: flag().optional().describe('Whether equal calls under way become one.'),
  },
  { error: 'an object with settings for a tool' },
);

/** The schema of {@link ToolsInput}. */
export const toolsSchema: z.ZodType<ToolsInput> = z
  .record(z.string().min(1).max(256), toolOptionsSchema, { error: ALLOWED_TOOLS })
  .refine((tools) => Object.keys(tools).length <= MAX_TOOL_PATTERNS, { error: ALLOWED_TOOLS });
