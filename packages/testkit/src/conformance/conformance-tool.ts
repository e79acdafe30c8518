import {
  type CallToolResult,
  fromJsonSchema,
  type InputRequiredResult,
  type JsonSchemaType,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type { ConformanceWorld } from './conformance-world.ts';

/** A tool of the conformance server. */
export interface ConformanceTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: StandardSchemaWithJSON<ToolArguments>;
  call(call: ToolCall): ToolAnswer | Promise<ToolAnswer>;
}

/** What a tool gets to know about a call. */
export interface ToolCall {
  readonly args: ToolArguments;
  readonly context: ServerContext;
  readonly world: ConformanceWorld;
  readonly client: ClientAbilities;
}

/** What a client said that it can be asked for; what is absent, it can't. */
export interface ClientAbilities {
  readonly elicitation?: unknown;
  readonly sampling?: unknown;
  readonly roots?: unknown;
}

/** Arguments as they passed the tool's schema. */
export type ToolArguments = Readonly<Record<string, unknown>>;
/** The result of a call, or what the client has to answer first. */
export type ToolAnswer = CallToolResult | InputRequiredResult;

/** Takes any object. */
export const NO_ARGUMENTS: StandardSchemaWithJSON<ToolArguments> = argumentsSchema({ type: 'object', properties: {} });

/** Arguments by a JSON Schema, which `tools/list` shows as it is written. */
export function argumentsSchema(schema: JsonSchemaType): StandardSchemaWithJSON<ToolArguments> {
  return fromJsonSchema<ToolArguments>(schema);
}

/** A result that is one text. */
export function textResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}
