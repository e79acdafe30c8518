import { MCPProtocolError } from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import type { PromptResult, ResourceResult } from './seawall.ts';

/** The answer to `prompts/get`. @throws {@link MCPProtocolError} with `INVALID_RESULT`. */
export function toPromptResult(result: unknown, server: string): PromptResult {
  if (isRecord(result) && Array.isArray(result.messages)) return { ...result, messages: result.messages };
  throw invalidResult(server, 'prompts/get', 'messages');
}

/** The answer to `resources/read`. @throws {@link MCPProtocolError} with `INVALID_RESULT`. */
export function toResourceResult(result: unknown, server: string): ResourceResult {
  if (isRecord(result) && Array.isArray(result.contents)) return { ...result, contents: result.contents };
  throw invalidResult(server, 'resources/read', 'contents');
}

function invalidResult(server: string, method: string, field: string): MCPProtocolError {
  return new MCPProtocolError({
    code: 'INVALID_RESULT',
    serverName: server,
    operation: method,
    message: `Server "${server}" answered "${method}" with a result that has no ${field}.`,
    hint: 'The server is faulty; report it to its authors.',
  });
}
