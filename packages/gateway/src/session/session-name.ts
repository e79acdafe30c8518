import { CLIENT_INFO_META_KEY, type ServerContext } from '@modelcontextprotocol/server';
import { isParams } from './params.ts';

/** Longer names are cut: the host chooses its own. */
const MAX_HOST_NAME = 64;

/**
 * What a session is called for those who watch: the name that its host gives itself, and, where the session stays, a number that
 * tells it from others. It is no session id of the protocol, and gives no access.
 */
export function sessionName(hostName: unknown, number: string | undefined): string {
  const name = typeof hostName === 'string' && hostName !== '' ? hostName.slice(0, MAX_HOST_NAME) : 'unnamed host';
  return number === undefined ? name : `${name} #${number}`;
}

/** The name of the host in a request of 2026-07-28, where it gives one. */
export function hostNameOf({ mcpReq }: ServerContext): unknown {
  const { envelope } = mcpReq;
  // The SDK's type of the envelope does not name its keys.
  const info: unknown = envelope === undefined ? undefined : Reflect.get(envelope, CLIENT_INFO_META_KEY);
  return isParams(info) ? info.name : undefined;
}
