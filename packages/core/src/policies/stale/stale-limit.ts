import type { CallRequest } from '../../call/call.ts';
import type { Safety } from '../../call/safety.ts';
import { STALE_DEFAULTS, type StaleSettings } from './options.ts';

/** What decides how old the answer to a call may be. */
export interface StaleSubject {
  readonly request: CallRequest;
  readonly safety: Safety;
  /** What is set for the tool.
   * @default 0 */
  readonly staleMs?: number | undefined;
}

/**
 * How old an answer to a call may be when it is given in place of a failure, in milliseconds; 0 when none may ever be given,
 * so that none has to be kept.
 */
export function staleLimitMs(
  { request, safety, staleMs = 0 }: StaleSubject,
  { listMs, resourceMs }: Pick<StaleSettings, 'listMs' | 'resourceMs'> = STALE_DEFAULTS,
): number {
  if (safety !== 'read') return 0;
  if (request.method === 'tools/call') return staleMs;
  if (request.method === 'resources/read') return resourceMs;
  return LISTS.has(request.method) ? listMs : 0;
}

const LISTS: ReadonlySet<string> = new Set([
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'server/discover',
  'tools/list',
]);
