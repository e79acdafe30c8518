import { MCPProtocolError, redact } from '@seawall/core';

/** A result as it goes to a host. */
export interface PassedResult {
  readonly [field: string]: unknown;
}

/**
 * Takes over a server's result: the very same object, however large.
 *
 * Only a result with `isError` is searched for configured secrets, and copied where it holds one: servers put their own
 * exceptions in there.
 *
 * @throws {@link MCPProtocolError} when it is no object.
 */
export function passResult(
  result: unknown,
  source: { readonly server: string; readonly method: string },
): PassedResult {
  if (!isObject(result)) {
    const { server, method } = source;
    throw new MCPProtocolError({
      code: 'INVALID_RESULT',
      serverName: server,
      operation: method,
      message: `Server "${server}" answered "${method}" with something that is no result.`,
      hint: 'The server is faulty; report it to its authors.',
    });
  }
  return result.isError === true ? redact(result) : result;
}

function isObject(value: unknown): value is PassedResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
