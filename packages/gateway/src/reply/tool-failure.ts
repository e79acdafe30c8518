import { answerOf, describeFailure, redactFailedResult } from '@seawall/client';
import { ERROR_META_KEY } from '@seawall/core/base';
import type { HostEra } from '../session/host-era.ts';
import { fitToEra } from './upstream-result.ts';

/** The result that answers a failed tool call. */
export interface ToolFailure {
  readonly isError: true;
  /** Ours first; then what the server answered, where that is more. */
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }, ...unknown[]];
  readonly _meta: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/**
 * The result for a tool call that failed: a short text for the model, the whole error for programs.
 *
 * Where the server answered with more than the text quotes, its own content follows, searched for secrets: a page, a
 * picture or a long list of faults may be what the model needs to go on.
 */
export function toToolFailure(error: unknown, hostEra: HostEra): ToolFailure {
  const answer = redactFailedResult(fitToEra(answerOf(error) ?? {}, hostEra));
  const { text, rest, record } = describeFailure(error, answer);
  return {
    ...answer,
    isError: true,
    content: [{ type: 'text', text }, ...rest],
    _meta: { ...(isObject(answer._meta) ? answer._meta : {}), [ERROR_META_KEY]: record },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
