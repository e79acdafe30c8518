import type { CallRequest, PackTool, Safety } from '@seawall/core/base';
import type { Definition } from '../catalog/server-catalog.ts';
import type { ToolOptions } from '../config/tool-options.ts';
import { isRecord } from '../connection/is-record.ts';

/** From where it can be known what repeating a call of a tool does; the first that says something counts. */
export interface SafetySources {
  readonly options: ToolOptions;
  /** What the vendor's pack says of the tool. */
  readonly packTool: PackTool | undefined;
  /** The tool as the server lists it. */
  readonly definition: Definition | undefined;
  /** Whether the operator trusts what the server says of its tools: MCP says that it is no more than a hint. */
  readonly trustAnnotations: boolean;
}

/**
 * What repeating a call of a tool may do: what the operator says, then the vendor's pack, then the annotations of a server
 * that is trusted; else `write`, the default of the specification (2026-07-28, server/tools, ToolAnnotations).
 */
export function safetyOfTool({ options, packTool, definition, trustAnnotations }: SafetySources): Safety {
  return options.safety ?? packTool?.safety ?? (trustAnnotations ? annotatedSafety(definition) : undefined) ?? 'write';
}

/** What repeating a request that calls no tool may do. What the protocol does not know may do anything. */
export function safetyOfMethod({ method }: CallRequest): Safety {
  return SAFETY_OF_METHODS.get(method) ?? 'write';
}

const SAFETY_OF_METHODS: ReadonlyMap<string, Safety> = new Map([
  ['completion/complete', 'read'],
  ['logging/setLevel', 'idempotent-write'],
  ['ping', 'read'],
  ['prompts/get', 'read'],
  ['prompts/list', 'read'],
  ['resources/list', 'read'],
  ['resources/read', 'read'],
  ['resources/subscribe', 'idempotent-write'],
  ['resources/templates/list', 'read'],
  ['resources/unsubscribe', 'idempotent-write'],
  ['server/discover', 'read'],
  ['tools/list', 'read'],
]);

function annotatedSafety(definition: Definition | undefined): Safety | undefined {
  const annotations = definition?.annotations;
  if (!isRecord(annotations)) return undefined;
  if (annotations.readOnlyHint === true) return 'read';
  return annotations.idempotentHint === true ? 'idempotent-write' : undefined;
}
