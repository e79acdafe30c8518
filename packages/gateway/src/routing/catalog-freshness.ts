import type { ServerCatalog, ServerStatus } from '@seawall/client';

/** What a list says of itself under `_meta["dev.seawall/catalog"]` when not all of it is live. */
export interface CatalogFreshness {
  /** `partial`: of some servers nothing is known. `last-known-good`: all are known, some only from before they were lost. */
  readonly state: 'partial' | 'last-known-good';
  /** Age of the oldest list that is not live, in milliseconds; absent when nothing old is in it. */
  readonly ageMs?: number;
  /** The servers whose part is missing or old. */
  readonly servers: readonly string[];
}

/** Tells how fresh a list is that is made from `catalogs`; `undefined` when all of it is live. */
export function describeFreshness(
  parts: readonly { readonly status: ServerStatus; readonly catalog: ServerCatalog }[],
  nowMs: number,
): CatalogFreshness | undefined {
  // A server that was turned off is not missing.
  const stale = parts.filter(({ status, catalog }) => catalog.state !== 'live' && status.status.state !== 'stopped');
  if (stale.length === 0) return undefined;
  const fetchedAtMs = stale.map(({ catalog }) => catalog.fetchedAtMs).filter((atMs) => atMs !== undefined);
  return {
    state: stale.some(({ catalog }) => catalog.state === 'none') ? 'partial' : 'last-known-good',
    ...(fetchedAtMs.length === 0 ? {} : { ageMs: Math.max(0, nowMs - Math.min(...fetchedAtMs)) }),
    servers: stale.map(({ status }) => status.name),
  };
}
