import type { BaseMessage } from '@langchain/core/messages';
import { describeOutages, type Outage } from '@seawall/client';
import { pastCalls } from '../run/run-history.ts';
import type { RecordedToolError } from '../run/run-record.ts';

/** Failures that are told of at most. */
const MAX_FAILURES = 10;

/**
 * What a model should know before it speaks: the tools that are down, and those that failed lately.
 *
 * Only what helps: not what stands in this run's messages already, nor what the outage explains. `undefined` when there is nothing,
 * so that the prompt stays the same and caches of it hold.
 */
export function noteForModel(
  outages: readonly Outage[],
  failures: Readonly<Record<string, RecordedToolError>>,
  messages: readonly BaseMessage[],
): string | undefined {
  const seen = new Set([...pastCalls(messages).map(({ tool }) => tool), ...outages.flatMap(({ tools }) => tools)]);
  const untold = Object.entries(failures)
    .filter(([tool]) => !seen.has(tool))
    .slice(-MAX_FAILURES);
  const lines = untold.map(([tool, { message, suggestion }]) =>
    `Note: Previous call to ${tool} failed with error: ${message} ${suggestion}`.trim(),
  );
  const parts = [describeOutages(outages), ...lines].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('\n');
}
