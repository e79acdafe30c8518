import { MCPError } from '@seawall/core';

/** Any thrown value as an error of the house; what is ours stays as it is. */
export function toKnownError(cause: unknown, serverName: string): MCPError {
  if (MCPError.isInstance(cause)) return cause;
  return new MCPError({
    code: 'UNEXPECTED_ERROR',
    message: `A request to server "${serverName}" failed in a way that was not foreseen.`,
    hint: 'Report it at the project, with the chain of causes.',
    context: { serverName },
    cause,
  });
}
