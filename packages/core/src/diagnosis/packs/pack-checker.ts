import type { ConfigurationFault } from '../../errors/configuration-error.ts';
import { cut } from '../say/quote.ts';

const MAX_ENTRIES = 500;
const MAX_SHOWN = 80;

/** Collects the faults of a pack; `path` is where it looks. */
export class PackChecker {
  readonly faults: ConfigurationFault[] = [];

  fault(path: string, message: string, value: unknown, allowed: string): void {
    this.faults.push({ path, message, value: show(value), allowed });
  }

  text(path: string, value: unknown, pattern?: RegExp, allowed = 'a text that is not empty'): void {
    if (typeof value !== 'string' || value.trim() === '' || (pattern && !pattern.test(value)))
      this.fault(path, 'is not valid.', value, allowed);
  }

  number(path: string, value: unknown): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) this.fault(path, 'is not valid.', value, 'a number');
  }

  flag(path: string, value: unknown): void {
    if (typeof value !== 'boolean') this.fault(path, 'is not valid.', value, 'true or false');
  }

  wait(path: string, value: unknown, least: number): void {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least)
      this.fault(path, 'is not valid.', value, `a number of milliseconds, at least ${least}`);
  }

  callable(path: string, value: unknown): void {
    if (typeof value !== 'function') this.fault(path, 'is no function.', value, 'a function');
  }

  fields(path: string, value: unknown, check: (path: string, field: unknown) => void): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      this.fault(path, 'is no object.', value, 'an object');
    else for (const [name, field] of Object.entries(value)) check(`${path}.${name}`, field);
  }

  optional(path: string, value: unknown, check: (path: string, value: unknown) => void): void {
    if (value !== undefined) check(path, value);
  }

  oneOf(path: string, value: unknown, allowed: readonly string[]): void {
    if (typeof value !== 'string' || !allowed.includes(value))
      this.fault(path, 'is not valid.', value, allowed.join(', '));
  }

  list(path: string, value: unknown, check: (path: string, item: unknown) => void, isRequired = false): void {
    if (value === undefined && !isRequired) return;
    if (!Array.isArray(value) || (isRequired && value.length === 0) || value.length > MAX_ENTRIES) {
      this.fault(path, 'is not valid.', value, `a list of ${isRequired ? 1 : 0} to ${MAX_ENTRIES} entries`);
      return;
    }
    for (const [index, item] of value.entries()) check(`${path}[${index}]`, item);
  }

  pattern(path: string, value: unknown): void {
    if (!(value instanceof RegExp)) this.fault(path, 'is no pattern.', value, 'a RegExp');
    else if (value.global || value.sticky)
      this.fault(path, 'keeps a position between two uses.', value, 'a RegExp without the flags g and y');
  }

  oneOrMore(path: string, value: unknown, check: (path: string, item: unknown) => void): void {
    if (Array.isArray(value)) this.list(path, value, check, true);
    else check(path, value);
  }
}

/** A field of a value that can be anything. */
export function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A value as it may stand in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `"${cut(value, MAX_SHOWN)}"`;
  if (value instanceof RegExp) return cut(String(value), MAX_SHOWN);
  return typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? `a list of ${value.length}`
      : 'an object'
    : String(value);
}
