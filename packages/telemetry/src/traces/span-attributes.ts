import type { Attributes } from '@opentelemetry/api';
import type { CallInfo, MCPError } from '@seawall/core/base';
import { errorTypeOf } from '../metrics/error-type.ts';
import { shownName, shownText } from '../tracker/bounded-text.ts';

/** The name of a span: the method, and the tool or prompt where it has one. A URI is no part of it, as there are too many. */
export function spanNameOf({ method, target }: CallInfo): string {
  const isNamed = method === 'tools/call' || method === 'prompts/get';
  return isNamed ? `${shownName(method)} ${shownName(target)}` : shownName(method);
}

/** What spans of a call and of its attempts say both. */
export function callAttributes({ server, method, target }: CallInfo): Attributes {
  return {
    'mcp.method.name': shownName(method),
    'seawall.server': shownName(server),
    ...(method === 'tools/call'
      ? { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': shownName(target) }
      : {}),
    ...(method === 'prompts/get' ? { 'gen_ai.prompt.name': shownName(target) } : {}),
    ...(method === 'resources/read' ? { 'mcp.resource.uri': shownText(target, MAX_TEXT_LENGTH) } : {}),
  };
}

/** What a span of something that failed says of it. */
export function errorAttributes(error: MCPError): Attributes {
  const { errorType, statusCode } = errorTypeOf(error);
  return {
    'error.type': errorType,
    'seawall.error.kind': error.kind,
    'seawall.error.code': shownName(error.code),
    ...(statusCode === undefined ? {} : { 'rpc.response.status_code': statusCode }),
  };
}

/** The longest text that a span holds, in characters. */
export const MAX_TEXT_LENGTH = 1000;
