import { type Clock, sleep } from '@seawall/core/base';
import { pino } from 'pino';
import type { LogDestination } from './log-destination.ts';

/**
 * Lines to stderr, written beside the work of the process and completed when it exits.
 *
 * Holds {@link MAX_BUFFERED_BYTES} at most while nobody reads stderr; what comes beyond that is dropped and counted.
 */
export function createStderrDestination(clock: Clock): LogDestination {
  let droppedCount = 0;
  let isPending = false;
  let syncRetriesLeft = Number.POSITIVE_INFINITY;
  const stream = pino.destination({
    fd: 2,
    sync: false,
    maxLength: MAX_BUFFERED_BYTES,
    // While the process exits, a reader that does not read is waited for a moment and not for ever.
    retryEAGAIN: () => syncRetriesLeft-- > 0,
  });
  stream.on('drop', () => {
    droppedCount += 1;
  });
  stream.on('drain', () => {
    isPending = false;
    if (droppedCount === 0) return;
    stream.write(droppedRecord(droppedCount));
    droppedCount = 0;
  });
  // stderr is gone: there is nowhere left to tell it.
  stream.on('error', () => undefined);
  const flushSync = (): void => {
    syncRetriesLeft = MAX_SYNC_RETRIES;
    try {
      stream.flushSync();
    } catch {
      // As above.
    } finally {
      syncRetriesLeft = Number.POSITIVE_INFINITY;
    }
  };
  // For as long as the process lives: records that are written after `close` have to come out too.
  process.once('exit', flushSync);
  return {
    write: (line) => {
      isPending = true;
      stream.write(line);
    },
    flushSync,
    close: async () => {
      if (!isPending) return;
      const limit = new AbortController();
      stream.once('drain', () => limit.abort());
      stream.once('error', () => limit.abort());
      await sleep(clock, MAX_CLOSE_MS, limit.signal);
    },
  };
}

const MAX_BUFFERED_BYTES = 4_194_304;
const MAX_CLOSE_MS = 500;
/** Each is a wait of 100 ms. */
const MAX_SYNC_RETRIES = 3;

function droppedRecord(count: number): string {
  return `{"level":"warn","logger":"seawall","message":"${count} log records were dropped because stderr was not read."}\n`;
}
