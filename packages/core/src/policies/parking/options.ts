import { assertNumbers, type NumberRange } from '../option-check.ts';

/** How writes are parked. */
export interface ParkingOptions {
  /** How many calls may wait at a time; further ones are refused.
   * @default 1000 */
  readonly maxWaiting?: number;
  /** How large the arguments of all that wait may be together, in bytes.
   * @default 16777216 */
  readonly maxBytes?: number;
  /** How long a call waits before it is given up, in milliseconds.
   * @default 900000 */
  readonly ttlMs?: number;
  /** How long one sending may take, in milliseconds; then it is ended and the call is `unknown`.
   * @default 310000 */
  readonly sendTimeoutMs?: number;
  /** How long `close()` waits for calls that are being sent, in milliseconds, before it ends them.
   * @default 5000 */
  readonly closeGraceMs?: number;
  /** How many calls that came to an end are remembered.
   * @default 1000 */
  readonly maxFinished?: number;
  /** How long calls that came to an end are remembered, in milliseconds.
   * @default 604800000 */
  readonly keepFinishedMs?: number;
}

/** What holds where {@link ParkingOptions} say nothing. */
export const PARKING_DEFAULTS = {
  maxWaiting: 1000,
  maxBytes: 16_777_216,
  ttlMs: 900_000,
  sendTimeoutMs: 310_000,
  closeGraceMs: 5000,
  maxFinished: 1000,
  keepFinishedMs: 604_800_000,
} as const satisfies Required<ParkingOptions>;

/** Which numbers {@link ParkingOptions} take. */
export const PARKING_RANGES = {
  maxWaiting: { min: 1, max: 10_000, isInteger: true },
  maxBytes: { min: 1024, max: 268_435_456, isInteger: true },
  ttlMs: { min: 1000, max: 86_400_000 },
  sendTimeoutMs: { min: 1000, max: 3_600_000 },
  closeGraceMs: { min: 0, max: 60_000 },
  maxFinished: { min: 0, max: 100_000, isInteger: true },
  keepFinishedMs: { min: 0, max: 31_536_000_000 },
} as const satisfies Readonly<Record<keyof ParkingOptions, NumberRange>>;

/**
 * Fills in the defaults.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID` for a number outside its range.
 */
export function resolveParkingOptions(options: ParkingOptions = {}): Required<ParkingOptions> {
  assertNumbers(options, PARKING_RANGES, 'parking');
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...PARKING_DEFAULTS, ...given };
}
