import type { RouteAnswer } from '@seawall/admin-api';

/** A notice to one receiver. */
export type Delivery = RouteAnswer<'testSink'>;

/** What was told of each alert, by its id: the latest notice to each receiver. */
export type Notices = ReadonlyMap<string, readonly Delivery[]>;

/** The latest notice to each receiver of each alert; `deliveries` come newest first. */
export function noticesOf(deliveries: readonly Delivery[]): Notices {
  const found = new Map<string, Delivery[]>();
  for (const delivery of deliveries)
    for (const alert of delivery.alerts) {
      const known = found.get(alert) ?? [];
      if (!known.some(({ sink }) => sink === delivery.sink)) found.set(alert, [...known, delivery]);
    }
  return found;
}
