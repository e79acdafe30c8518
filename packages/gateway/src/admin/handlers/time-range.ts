import type { TimeRange } from '@seawall/core/base';

/** A span of time of a query, as the store takes it. */
export function toTimeRange(from: number | undefined, to: number | undefined): TimeRange {
  return { ...(from === undefined ? {} : { fromMs: from }), ...(to === undefined ? {} : { toMs: to }) };
}
