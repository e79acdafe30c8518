import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import { redactFailedResult } from '@seawall/client';
import { MCPProtocolError, redactConfigured } from '@seawall/core/base';
import type { HostEra } from '../session/host-era.ts';

/** A result as it goes to a host. */
export interface PassedResult {
  readonly [field: string]: unknown;
}

/**
 * Takes over a server's result: the very same object, however large, and a copy only where it holds a secret.
 *
 * A result is searched for exact configured values alone: what else looks like a secret may be what was asked for. One with
 * `isError` is searched for all, its endless texts cut: servers put their own exceptions in there. What 2026-07-28 adds to each result is taken out for hosts of the older era: some show a model the
 * whole JSON of a result that has any `_meta`.
 *
 * @throws {@link MCPProtocolError} when it is no object.
 */
export function passResult(
  result: unknown,
  { server, method, hostEra }: { readonly server: string; readonly method: string; readonly hostEra: HostEra },
): PassedResult {
  if (!isObject(result)) {
    throw new MCPProtocolError({
      code: 'INVALID_RESULT',
      serverName: server,
      operation: method,
      message: `Server "${server}" answered "${method}" with something that is no result.`,
      hint: 'The server is faulty; report it to its authors.',
    });
  }
  const passed = fitToEra(result, hostEra);
  return passed.isError === true ? redactFailedResult(passed) : redactConfigured(passed);
}

/** A result without what only hosts of the newer era know. */
export function fitToEra(result: PassedResult, hostEra: HostEra): PassedResult {
  return hostEra === 'legacy' ? withoutServerInfo(result) : result;
}

function withoutServerInfo(result: PassedResult): PassedResult {
  const { _meta: meta, ...rest } = result;
  if (!isObject(meta) || !(SERVER_INFO_META_KEY in meta)) return result;
  const others = Object.entries(meta).filter(([key]) => key !== SERVER_INFO_META_KEY);
  return others.length === 0 ? rest : { ...rest, _meta: Object.fromEntries(others) };
}

function isObject(value: unknown): value is PassedResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
