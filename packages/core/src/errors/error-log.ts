import type { LogLevel } from '../logger.ts';
import type { ErrorKind } from './error-kind.ts';

/**
 * How grave an error of a kind is in a log.
 *
 * What the caller did to itself is no error of a server or of ours: a cancelled call is `info`; what it asked wrongly, and
 * what Seawall refused on purpose, is `warn`.
 */
export function errorLogLevel(kind: ErrorKind): LogLevel {
  switch (kind) {
    case 'cancelled':
      return 'info';
    case 'validation':
    case 'tool_not_found':
    case 'not_found':
    case 'circuit_open':
    case 'overloaded':
      return 'warn';
    default:
      return 'error';
  }
}

/** Remembers that an error stands in a log, so that nobody on its way logs it again. */
export function markLogged(error: object): void {
  logged.add(error);
}

/** Whether an error was written to a logger already, by whichever copy of the package. */
export function wasLogged(error: object): boolean {
  return logged.has(error);
}

const LOGGED_KEY = Symbol.for('dev.seawall.error.logged.v1');

// One set for all copies of this package in a process: an error may be thrown by one and logged by another.
const logged: WeakSet<object> = sharedSet();

function sharedSet(): WeakSet<object> {
  const existing: unknown = Reflect.get(globalThis, LOGGED_KEY);
  if (existing instanceof WeakSet) return existing;
  const created = new WeakSet<object>();
  Reflect.set(globalThis, LOGGED_KEY, created);
  return created;
}
