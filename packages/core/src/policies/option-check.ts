import { MCPConfigurationError } from '../errors/configuration-error.ts';

/** Which numbers an option takes. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whether it has to be a whole number.
   * @default false */
  readonly isInteger?: boolean;
}

/** An option that can't be used. */
export interface OptionFault {
  /** Where it stands, as `breaker.minimumCalls`. */
  readonly path: string;
  readonly message: string;
  /** What would be right, as `a whole number from 1 to 1000`. */
  readonly allowed: string;
}

/** The names of the fields of `T` that are numbers. */
export type NumberFields<T> = { [K in keyof T]-?: T[K] extends number | undefined ? K : never }[keyof T] & string;

/** Every number of `options` that is not within its range, `NaN` and infinite ones too; fields that are absent pass. */
export function checkNumbers<T extends object>(
  options: T,
  ranges: Readonly<Partial<Record<NumberFields<T>, NumberRange>>>,
  path: string,
): readonly OptionFault[] {
  return Object.entries<NumberRange | undefined>(ranges).flatMap(([field, range]): readonly OptionFault[] => {
    const value: unknown = Reflect.get(options, field);
    if (range === undefined || value === undefined || isWithin(value, range)) return [];
    const message = `${field} is ${typeof value === 'number' ? value : typeof value}, which can't be used.`;
    return [{ path: `${path}.${field}`, message, allowed: describeRange(range) }];
  });
}

/**
 * Refuses options of which a number is not within its range.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`, about the first of them.
 */
export function assertNumbers<T extends object>(
  options: T,
  ranges: Readonly<Partial<Record<NumberFields<T>, NumberRange>>>,
  path: string,
): void {
  const [fault] = checkNumbers(options, ranges, path);
  if (fault === undefined) return;
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: fault.message,
    configSection: fault.path,
    hint: `Give ${fault.allowed}.`,
  });
}

function isWithin(value: unknown, { min, max, isInteger = false }: NumberRange): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return value >= min && value <= max && (!isInteger || Number.isInteger(value));
}

function describeRange({ min, max, isInteger = false }: NumberRange): string {
  return `a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}`;
}
