import { assertNumbers, MCPConfigurationError } from '@seawall/core/base';
import type { SeawallToolsOptions } from './seawall-tools.ts';

/** A day, in milliseconds. */
const MAX_TIMEOUT_MS = 86_400_000;
const COUNT = { min: 1, max: 1_000_000, isInteger: true } as const;

/**
 * Refuses options that can't be, as they come from JavaScript or from a setting. What belongs to the tools themselves is
 * checked where they are made.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`.
 */
export function checkOptions(options: SeawallToolsOptions): void {
  const { maxSameFailures, maxFailuresInRow, timeoutMs } = options;
  assertNumbers(
    { maxSameFailures, maxFailuresInRow, timeoutMs },
    { maxSameFailures: COUNT, maxFailuresInRow: COUNT, timeoutMs: { min: 1, max: MAX_TIMEOUT_MS } },
    'seawallTools',
  );
  assertOneOf('onToolError', options.onToolError, ['throw', 'return']);
  if (typeof options.needsApproval !== 'function') {
    assertOneOf('needsApproval', options.needsApproval, ['never', 'writes']);
  }
}

/** A word that is not known would turn off what it was meant to turn on. */
function assertOneOf(field: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: `${field} is no word that is known.`,
    configSection: `seawallTools.${field}`,
    hint: `Give "${words.join('" or "')}".`,
  });
}
