import type { ToolResult } from '../seawall/seawall.ts';

/** What the vendor's pack had said to a model in place of an answer; `undefined` where nothing was said. */
export function lastResortOf(error: object): ToolResult | undefined {
  return lastResorts.get(error);
}

/** Keeps what was said in place of an answer beside the failure, for callers that get the failure thrown. */
export function rememberLastResort(error: object, result: ToolResult): void {
  lastResorts.set(error, result);
}

// What was said lives as long as its error.
const lastResorts = new WeakMap<object, ToolResult>();
