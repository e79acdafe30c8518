import { type Observation, toSearchText } from '@seawall/core/base';
import type { WaitingRecord } from './waiting-records.ts';

/** A record as it is written; `undefined` when it can't be, or is too large to be one of ours. */
export function toWaitingRecord(observation: Observation): WaitingRecord | undefined {
  try {
    const { kind, record } = observation;
    const json = JSON.stringify(record);
    if (json.length > MAX_RECORD_LENGTH) return undefined;
    const searchText = toSearchText(observation);
    return {
      row: { kind, json, searchText },
      ...('server' in record ? { server: record.server } : {}),
      ...withoutPayload(observation, searchText),
    };
  } catch {
    // It holds what has no JSON: whoever made it finds it counted as dropped.
    return undefined;
  }
}

/** The longest record, in characters. Records are bounded by whoever makes them, far below. */
const MAX_RECORD_LENGTH = 1_000_000;

function withoutPayload({ kind, record }: Observation, searchText: string): Pick<WaitingRecord, 'withoutPayload'> {
  if (kind !== 'call' || (record.argumentsText === undefined && record.resultText === undefined)) return {};
  const { argumentsText: _arguments, resultText: _result, ...rest } = record;
  return { withoutPayload: { kind, json: JSON.stringify(rest), searchText } };
}
