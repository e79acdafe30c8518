import { checkNumbers, type NumberRange, type OptionFault } from '../option-check.ts';

/** When a circuit opens, how long for, and what closes it again. */
export interface BreakerOptions {
  /** Whether calls are ever refused. While it is off, failures are counted and nothing else happens.
   * @default true */
  readonly enabled?: boolean;
  /** The sampling window, in milliseconds. From 1000 to 3600000.
   * @default 30000 for a server, 60000 for a tool */
  readonly windowMs?: number;
  /** Minimum throughput: with fewer calls in the window the failure ratio says nothing. From 1 to 100000.
   * @default 5 */
  readonly minimumCalls?: number;
  /** The share of failed calls of the window that opens the circuit. From 0.01 to 1.
   * @default 0.5 for a server, 0.6 for a tool */
  readonly failureRatio?: number;
  /** So many failures without a success between them open the circuit, whatever the window says. 0 turns this off. From 0 to 100000.
   * @default 3 for a server, 0 for a tool */
  readonly consecutiveFailures?: number;
  /** Which failures count in a row: those that leave no doubt, as a refused connection, or any. No failure of a tool is of the
   * first sort, so that `'hard'` turns `consecutiveFailures` of a tool off.
   * @default 'hard' for a server, 'any' for a tool */
  readonly consecutive?: 'hard' | 'any';
  /** Successes of a half-open circuit that close it. From 1 to 100.
   * @default 1 */
  readonly successesToClose?: number;
  /** Break duration where nothing probes in the background, in milliseconds; ±20 %, doubled each time. From 10 to 3600000.
   * @default 5000 for a server, 1000 for a tool */
  readonly openMs?: number;
  /** The longest break, in milliseconds, and the length of one that is forced. At least `openMs`. From 10 to 86400000.
   * @default 60000 for a server, 10000 for a tool */
  readonly maxOpenMs?: number;
  /** Closed for this long, the next break is a short one again, in milliseconds. From 0 to 86400000.
   * @default 60000 */
  readonly resetAfterMs?: number;
  /** Whether somebody probes the server in the background while its circuit is open.
   * @default true for a server, false for a tool */
  readonly prober?: boolean;
  /** The time to the first background probe, in milliseconds; ±20 %, doubled each time. From 10 to 3600000.
   * @default 500 */
  readonly probeIntervalMs?: number;
  /** The longest time between background probes, in milliseconds. At least `probeIntervalMs`. From 10 to 3600000.
   * @default 2000 */
  readonly maxProbeIntervalMs?: number;
  /** A probe that did not answer within this many milliseconds is given up and counts as failed. From 10 to 3600000.
   * @default 2000 for a server, 30000 for a tool and for a server that nobody probes, whose probes are real calls */
  readonly probeTimeoutMs?: number;
}

/** {@link BreakerOptions} with nothing left open; one object may serve any number of breakers. */
export type BreakerSettings = Required<BreakerOptions>;

/** The breaker of a server that is probed in the background. */
export const SERVER_BREAKER_DEFAULTS = {
  enabled: true,
  windowMs: 30_000,
  minimumCalls: 5,
  failureRatio: 0.5,
  consecutiveFailures: 3,
  consecutive: 'hard',
  successesToClose: 1,
  openMs: 5_000,
  maxOpenMs: 60_000,
  resetAfterMs: 60_000,
  prober: true,
  probeIntervalMs: 500,
  maxProbeIntervalMs: 2_000,
  probeTimeoutMs: 2_000,
} as const satisfies BreakerSettings;

/** The breaker of a server that nobody probes: a real read has to show that it is back. */
export const UNPROBED_SERVER_BREAKER_DEFAULTS = {
  ...SERVER_BREAKER_DEFAULTS,
  prober: false,
  probeTimeoutMs: 30_000,
} as const satisfies BreakerSettings;

/** The breaker of one tool. */
export const TOOL_BREAKER_DEFAULTS = {
  ...UNPROBED_SERVER_BREAKER_DEFAULTS,
  windowMs: 60_000,
  failureRatio: 0.6,
  consecutiveFailures: 0,
  consecutive: 'any',
  openMs: 1_000,
  maxOpenMs: 10_000,
} as const satisfies BreakerSettings;

/** What the numbers of {@link BreakerOptions} may be. */
export const BREAKER_RANGES = {
  windowMs: { min: 1_000, max: 3_600_000 },
  minimumCalls: { min: 1, max: 100_000, isInteger: true },
  failureRatio: { min: 0.01, max: 1 },
  consecutiveFailures: { min: 0, max: 100_000, isInteger: true },
  successesToClose: { min: 1, max: 100, isInteger: true },
  openMs: { min: 10, max: 3_600_000 },
  maxOpenMs: { min: 10, max: 86_400_000 },
  resetAfterMs: { min: 0, max: 86_400_000 },
  probeIntervalMs: { min: 10, max: 3_600_000 },
  maxProbeIntervalMs: { min: 10, max: 3_600_000 },
  probeTimeoutMs: { min: 10, max: 3_600_000 },
} as const satisfies Readonly<Record<string, NumberRange>>;

/** Everything about `options` that can't be used, all at once; `path` is where they stand, as `breaker`. */
export function checkBreaker(options: BreakerOptions, defaults: BreakerSettings, path: string): readonly OptionFault[] {
  const { openMs, maxOpenMs, probeIntervalMs, maxProbeIntervalMs } = breakerSettings(options, defaults);
  const faults = [...checkNumbers(options, BREAKER_RANGES, path)];
  if (maxOpenMs < openMs) faults.push(belowMinimum(`${path}.maxOpenMs`, maxOpenMs, 'openMs', openMs));
  if (maxProbeIntervalMs < probeIntervalMs)
    faults.push(belowMinimum(`${path}.maxProbeIntervalMs`, maxProbeIntervalMs, 'probeIntervalMs', probeIntervalMs));
  return faults;
}

/** `options` with `defaults` where they say nothing. Does not check them: see {@link checkBreaker}. */
export function breakerSettings(options: BreakerOptions, defaults: BreakerSettings): BreakerSettings {
  return {
    enabled: options.enabled ?? defaults.enabled,
    windowMs: options.windowMs ?? defaults.windowMs,
    minimumCalls: options.minimumCalls ?? defaults.minimumCalls,
    failureRatio: options.failureRatio ?? defaults.failureRatio,
    consecutiveFailures: options.consecutiveFailures ?? defaults.consecutiveFailures,
    consecutive: options.consecutive ?? defaults.consecutive,
    successesToClose: options.successesToClose ?? defaults.successesToClose,
    openMs: options.openMs ?? defaults.openMs,
    maxOpenMs: options.maxOpenMs ?? defaults.maxOpenMs,
    resetAfterMs: options.resetAfterMs ?? defaults.resetAfterMs,
    prober: options.prober ?? defaults.prober,
    probeIntervalMs: options.probeIntervalMs ?? defaults.probeIntervalMs,
    maxProbeIntervalMs: options.maxProbeIntervalMs ?? defaults.maxProbeIntervalMs,
    probeTimeoutMs: options.probeTimeoutMs ?? defaults.probeTimeoutMs,
  };
}

function belowMinimum(path: string, value: number, otherName: string, other: number): OptionFault {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return {
    path,
    message: `${name} is ${value}, which is less than ${otherName}, ${other}.`,
    allowed: `a number from ${other}`,
  };
}
