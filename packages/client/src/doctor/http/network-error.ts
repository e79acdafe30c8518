import type { MCPError } from '@seawall/core/base';
import { translateFailure } from '../../connection/failure.ts';
import { NO_FACTS } from '../../connection/failure-context.ts';
import { describeRequest } from '../../connection/request-subject.ts';

/** An error of a socket or a lookup in the words that the same error has when a connection meets it. */
export function toNetworkError(error: unknown, serverName: string, url: URL): MCPError {
  return translateFailure(error, {
    serverName,
    transport: 'http',
    phase: 'connect',
    subject: describeRequest({ method: 'initialize' }),
    wasConnected: false,
    address: { host: url.hostname, port: portOf(url) },
    facts: NO_FACTS,
  }).error;
}

/** The port of a URL, also where it is not written. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}
