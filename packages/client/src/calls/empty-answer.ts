import type { CallRequest } from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';

/** Whether the result of a tool has nothing in it, as a server gives it that forgot the session but does not say so. */
export function isEmptyAnswer({ method }: CallRequest, result: unknown): boolean {
  if (method !== 'tools/call' || !isRecord(result)) return false;
  const { content, structuredContent, isError, resultType } = result;
  if (structuredContent !== undefined || isError === true || (resultType !== undefined && resultType !== 'complete')) {
    return false;
  }
  return content === undefined || (Array.isArray(content) && content.length === 0);
}
