import type { MCPError, SerializedMCPError } from '@seawall/core/base';

/**
 * The record of an error. Everybody who is told of it in one turn of the loop gets the same: to hide its secrets takes most of
 * the work, and nothing that could change it comes in between.
 */
export function serializedError(error: MCPError): SerializedMCPError {
  if (latest?.error === error) return latest.record;
  const record = error.toJSON();
  if (latest === undefined) queueMicrotask(forget);
  latest = { error, record };
  return record;
}

let latest: { readonly error: MCPError; readonly record: SerializedMCPError } | undefined;

function forget(): void {
  latest = undefined;
}
