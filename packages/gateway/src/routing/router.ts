import type { Seawall, ServerCatalog, ServerStatus } from '@seawall/client';
import type { Clock, Logger } from '@seawall/core/base';
import { type CatalogFreshness, describeFreshness } from './catalog-freshness.ts';
import { createRoutingTable, type RoutingTable } from './routing-table.ts';

/** The routing table in force, and what it was made from. */
export interface Router {
  /** The table in force; built anew only after a catalog or the configuration changed. */
  table(): RoutingTable;
  /** How fresh the lists are now; `undefined` when all are live. */
  freshness(): CatalogFreshness | undefined;
  /** Servers of which no list is known yet. */
  unheardServers(): readonly string[];
  close(): void;
}

/** What a router needs. */
export interface RouterOptions {
  readonly seawall: Seawall;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Builds the router over a {@link Seawall}. */
export function createRouter({ seawall, clock, logger }: RouterOptions): Router {
  let table: RoutingTable | undefined;
  let reported = '';
  const unsubscribe = seawall.subscribe((event) => {
    const isChange = (event.kind === 'catalogChanged' && event.changed.length > 0) || event.kind === 'configReloaded';
    if (isChange) table = undefined;
  });
  const reportHidden = (hidden: RoutingTable['hidden']): void => {
    const text = hidden
      .map(({ kind, name, server, usedBy }) => `${kind} "${name}" of "${server}" (it is "${usedBy}"'s)`)
      .join(', ');
    if (text !== '' && text !== reported) {
      logger.log(
        'warn',
        `These are not listed because an earlier server has the name and seawall.prefix is "never": ${text}.`,
      );
    }
    reported = text;
  };
  return {
    table: () => {
      if (table !== undefined) return table;
      table = createRoutingTable(
        partsOf(seawall).map(({ catalog }) => catalog),
        seawall.settings.prefix,
      );
      reportHidden(table.hidden);
      return table;
    },
    freshness: () => describeFreshness(partsOf(seawall), clock.now()),
    unheardServers: () =>
      partsOf(seawall)
        .filter(({ status, catalog }) => catalog.state === 'none' && status.status.state !== 'stopped')
        .map(({ status }) => status.name),
    close: unsubscribe,
  };
}

function partsOf(seawall: Seawall): readonly { readonly status: ServerStatus; readonly catalog: ServerCatalog }[] {
  return seawall.servers().map((status) => ({ status, catalog: seawall.catalog(status.name) }));
}
