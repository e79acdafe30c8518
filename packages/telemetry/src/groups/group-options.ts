import { type GroupRule, MCPConfigurationError } from '@seawall/core/base';

/** How errors are grouped. */
export interface GroupOptions {
  /** How long a group that is new or came back is called so, in milliseconds.
   * @default 86400000 */
  readonly freshMs?: number;
  /** How long nothing may happen until a group counts as resolved, in milliseconds.
   * @default 1209600000 */
  readonly resolveAfterMs?: number;
  /** Groups in memory; the ones seen longest ago stay in the store only.
   * @default 2000 */
  readonly maxGroups?: number;
  /** Groups of one server in memory; errors that would begin further ones share one.
   * @default 500 */
  readonly maxGroupsPerServer?: number;
  /** Groups of your own; the first rule that fits counts.
   * @default [] */
  readonly rules?: readonly GroupRule[];
}

/** How errors are grouped where an option is absent. */
export const GROUP_DEFAULTS = {
  freshMs: 86_400_000,
  resolveAfterMs: 1_209_600_000,
  maxGroups: 2000,
  maxGroupsPerServer: 500,
  rules: [],
} as const satisfies Required<GroupOptions>;

/** Fills in defaults. @throws {@link MCPConfigurationError} with `OPTION_INVALID` for a value that can't be. */
export function resolveGroupOptions(options: GroupOptions = {}): Required<GroupOptions> {
  const settings = { ...GROUP_DEFAULTS, ...options };
  for (const name of ['freshMs', 'resolveAfterMs', 'maxGroups', 'maxGroupsPerServer'] as const) {
    if (settings[name] >= 1 && settings[name] <= MAX) continue;
    throw new MCPConfigurationError({
      code: 'OPTION_INVALID',
      message: `The option "${name}" of error groups is ${String(settings[name])}.`,
      hint: `Use a number from 1 to ${MAX}.`,
      configSection: `groups.${name}`,
    });
  }
  return settings;
}

const MAX = 31_536_000_000;
