import { MCPResourceError } from '@seawall/core/base';
import { didYouMean } from '../config/did-you-mean.ts';

/** Says that the configuration has no such server, and which one might be meant. */
export function serverNotFound(name: string, servers: readonly string[]): MCPResourceError {
  const near = didYouMean(name, servers);
  return new MCPResourceError({
    code: 'SERVER_NOT_FOUND',
    resourceType: 'server',
    resourceId: name,
    message: `There is no server "${name}" in the configuration.`,
    hint: near === undefined ? `The servers are: ${servers.join(', ') || 'none'}.` : `Did you mean "${near}"?`,
  });
}
