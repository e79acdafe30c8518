import type { EventListener, Logger, SeawallEvent } from '@seawall/core/base';
import { attemptRecord, callRecord, catalogRecord, reloadRecord } from './call-records.ts';
import { createConnectionRecords } from './connection-records.ts';
import type { EventRecord } from './event-record.ts';
import { policyRecord } from './policy-records.ts';

/**
 * Writes one readable record for each event that matters, until the returned function is called.
 *
 * A server that keeps failing for the same reason is told once, at `warn` or `error`, and then at `debug`, so that a
 * server that is down for a night does not fill the log.
 */
export function logEvents(subscribe: EventSubscription, logger: Logger): () => void {
  const connectionRecord = createConnectionRecords();
  const recordOf = (event: SeawallEvent): EventRecord | undefined => {
    switch (event.kind) {
      case 'connectionChanged':
        return connectionRecord(event);
      case 'callFinished':
        return callRecord(event);
      case 'attemptFinished':
        return attemptRecord(event);
      case 'catalogChanged':
        return catalogRecord(event);
      case 'configReloaded':
        return reloadRecord(event);
      case 'callStarted':
      case 'attemptStarted':
      // The log is a sink of alerts by itself.
      case 'alertFired':
      case 'alertResolved':
        return undefined;
      default:
        return policyRecord(event);
    }
  };
  return subscribe((event) => {
    const record = recordOf(event);
    if (record !== undefined) logger.log(record.level, record.message, record.fields);
  });
}

/** Takes a listener and gives back the function that ends the subscription. */
export type EventSubscription = (listener: EventListener) => () => void;
