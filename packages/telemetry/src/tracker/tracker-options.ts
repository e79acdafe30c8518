import { MCPConfigurationError } from '@seawall/core/base';

/** How a tracker judges, and what it keeps. */
export interface TrackerOptions {
  /** How far back errors and calls count for health, in milliseconds.
   * @default 900000 */
  readonly windowMs?: number;
  /** So many errors in the window make a server unhealthy, if they are frequent enough.
   * @default 5 */
  readonly errorThreshold?: number;
  /** The share of calls that must fail for a server to be unhealthy; 0 lets the number of errors decide alone.
   * @default 0.2 */
  readonly unhealthyErrorRatio?: number;
  /** The share of calls that must fail for a server to be degraded.
   * @default 0.01 */
  readonly degradedErrorRatio?: number;
  /** So many failures of a tool in a row make it unhealthy.
   * @default 3 */
  readonly toolFailuresInARow?: number;
  /** So many successes in a row, and `recoveryQuietMs` without an error, make a server healthy before the window is over.
   * @default 10 */
  readonly recoverySuccesses?: number;
  /** See `recoverySuccesses`, in milliseconds.
   * @default 60000 */
  readonly recoveryQuietMs?: number;
  /** So many lost connections in the window make a server degraded although it is connected.
   * @default 3 */
  readonly lostConnections?: number;
  /** Tools of a server that are told apart; all others together are called `other`.
   * @default 500 */
  readonly maxTools?: number;
  /** Servers that are told apart; events of further ones are counted and left out.
   * @default 1000 */
  readonly maxServers?: number;
  /** Calls that went well at once, without errors: so many are kept as records in each second, and after a quiet minute a minute's worth at once. All are counted.
   * @default 10 */
  readonly maxGoodCallsPerSecond?: number;
  /** Errors of one group: so many are kept as records in each second, and after a quiet minute a minute's worth at once. All are counted.
   * @default 10 */
  readonly maxErrorsPerSecond?: number;
  /** Whether arguments and results of calls are kept: of none, of those that met an error, of all.
   * @default 'off' */
  readonly payloads?: 'off' | 'errors' | 'all';
  /** The longest text of arguments or of a result that is kept, in characters.
   * @default 4096 */
  readonly maxPayloadLength?: number;
}

/** What a tracker does where an option is absent. */
export const TRACKER_DEFAULTS = {
  windowMs: 900_000,
  errorThreshold: 5,
  unhealthyErrorRatio: 0.2,
  degradedErrorRatio: 0.01,
  toolFailuresInARow: 3,
  recoverySuccesses: 10,
  recoveryQuietMs: 60_000,
  lostConnections: 3,
  maxTools: 500,
  maxServers: 1000,
  maxGoodCallsPerSecond: 10,
  maxErrorsPerSecond: 10,
  payloads: 'off',
  maxPayloadLength: 4096,
} as const satisfies Required<TrackerOptions>;

/** Options that are complete and were checked. */
export type TrackerSettings = Required<TrackerOptions>;

/** Fills in defaults. @throws {@link MCPConfigurationError} with `OPTION_INVALID` for a value that can't be. */
export function resolveTrackerOptions(options: TrackerOptions = {}): TrackerSettings {
  const settings = { ...TRACKER_DEFAULTS, ...options };
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value: unknown = Reflect.get(settings, name);
    if (typeof value === 'number' && value >= least && value <= most) continue;
    throw new MCPConfigurationError({
      code: 'OPTION_INVALID',
      message: `The option "${name}" of the tracker is ${String(value)}.`,
      hint: `Use a number from ${least} to ${most}.`,
      configSection: `tracker.${name}`,
    });
  }
  return settings;
}

const DAY_MS = 86_400_000;
const RANGES: Readonly<Record<Exclude<keyof TrackerOptions, 'payloads'>, readonly [least: number, most: number]>> = {
  windowMs: [30_000, DAY_MS],
  errorThreshold: [1, 1_000_000],
  unhealthyErrorRatio: [0, 1],
  degradedErrorRatio: [0, 1],
  toolFailuresInARow: [1, 1_000_000],
  recoverySuccesses: [1, 1_000_000],
  recoveryQuietMs: [0, DAY_MS],
  lostConnections: [1, 1_000_000],
  maxTools: [1, 10_000],
  maxServers: [1, 10_000],
  maxGoodCallsPerSecond: [0, 1_000_000],
  maxErrorsPerSecond: [1, 1_000_000],
  maxPayloadLength: [0, 1_048_576],
};
