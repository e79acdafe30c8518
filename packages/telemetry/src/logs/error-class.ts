import type { ErrorKind } from '@seawall/core/base';

/** The few classes by which the error log tells errors apart. */
export type ErrorClass = 'auth_error' | 'rate_limit' | 'timeout' | 'connection_error' | 'unknown_error';

/** The class of a kind: by what an error is, and not by words that its text happens to contain. */
export function errorClassOf(kind: ErrorKind): ErrorClass {
  switch (kind) {
    case 'authentication':
    case 'permission':
      return 'auth_error';
    case 'rate_limit':
    case 'quota':
      return 'rate_limit';
    case 'timeout':
      return 'timeout';
    case 'connection':
    case 'unavailable':
      return 'connection_error';
    default:
      return 'unknown_error';
  }
}
