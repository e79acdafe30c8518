import type { Logger } from '../logger.ts';
import { wasLogged } from './error-log.ts';
import { fromThrown } from './from-thrown.ts';
import { interceptErrors } from './intercept-errors.ts';
import type { MCPError } from './mcp-error.ts';
import { textPropertyOf } from './thrown.ts';

/** How {@link handleMcpError} wraps a function. */
export interface HandleMcpErrorOptions {
  /** Where errors are logged, each one once.
   * @default none: nothing is written */
  readonly logger?: Logger;
  /** What messages call the function.
   * @default its own name, else `anonymous` */
  readonly name?: string;
}

/** Any function at all. */
export type AnyFunction = (this: never, ...parameters: never) => unknown;

/**
 * Gives back the function such that all it throws is an `MCPError` and stands in the log once.
 *
 * Errors of Seawall are thrown on as they are; others become one by {@link fromThrown}, with the message
 * `Unexpected error in "name": …`, `context.function`, `context.originalError` and the `cause`. An error that was logged on its
 * way is not logged again.
 *
 * Everything else stays: signature, `this`, name, properties, results. A throw stays a throw and a rejection a rejection; what
 * a generator, synchronous or not, throws is handled while it is read. Thenables that are no promises are given back
 * untouched: many start only when `then` is called. Wrap an `async` function around them.
 *
 * @example
 * ```ts
 * const parse = handleMcpError((text: string): unknown => JSON.parse(text), { logger, name: 'parse' });
 * ```
 */
export function handleMcpError<F extends AnyFunction>(fn: F, options: HandleMcpErrorOptions = {}): F {
  const { logger } = options;
  const translate = (thrown: unknown): MCPError => {
    const functionName = options.name ?? textPropertyOf(fn, 'name') ?? 'anonymous';
    const error = fromThrown(thrown, { functionName });
    if (logger !== undefined && !wasLogged(error)) logSafely(error, logger);
    return error;
  };
  return new Proxy(fn, {
    apply: (target, self, parameters) =>
      interceptErrors((): unknown => Reflect.apply(target, self, parameters), translate),
  });
}

function logSafely(error: MCPError, logger: Logger): void {
  try {
    error.log(logger);
  } catch {
    // A logger that fails must not replace the error that it was to tell of.
  }
}
