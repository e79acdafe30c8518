import { z } from 'zod';

// The parts that schemas of a configuration are made of. The error text of each says what is allowed; schema-findings.ts puts
// it into the fault.

export const DAY_MS = 86_400_000;
export const TEN_MINUTES_MS = 600_000;
const MAX_BYTES = 268_435_456;

export const flag = (): z.ZodBoolean => z.boolean({ error: 'true or false' });

export function wholeNumber(options: {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}): z.ZodNumber {
  const error = `a whole number${options.unit} from ${options.min} to ${options.max}`;
  return z.number({ error }).int({ error }).min(options.min, { error }).max(options.max, { error });
}

export const milliseconds = (min: number, max: number): z.ZodNumber =>
  wholeNumber({ unit: ' of milliseconds', min, max });

export const bytes = (): z.ZodNumber => wholeNumber({ unit: ' of bytes', min: 1024, max: MAX_BYTES });

export function text(what: string): z.ZodString {
  const error = `${what}, in quotes, not empty, at most 4096 characters`;
  return z.string({ error }).min(1, { error }).max(4096, { error });
}

export function texts(what: string): z.ZodArray<z.ZodString> {
  const error = `a list of at most 100 ${what}`;
  return z.array(text(`one of the ${what}`), { error }).max(100, { error });
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(values, { error: values.map((value) => `"${value}"`).join(', ') });
}
