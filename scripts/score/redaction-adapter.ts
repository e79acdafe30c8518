// What the scorer of redaction asks: a value without its secrets.
import { redact as redactValue } from '@seawall/core';

/** Gives back a value without secrets; `configuredSecrets` are exact values that count as secrets too. */
export function redact(
  value: unknown,
  { configuredSecrets }: { readonly configuredSecrets: readonly string[] },
): unknown {
  return redactValue(value, { configuredSecrets });
}
