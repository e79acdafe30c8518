import type { Route } from '@seawall/admin-api';
import { redact } from '@seawall/core/base';

/**
 * What leaves the gateway of a value: only what the schema names, and nothing that redaction hides.
 *
 * @throws where the value is not what the contract says, which is a fault of ours.
 */
export function show(schema: Route['answer'], value: unknown): unknown {
  return redact(schema.parse(value));
}
