import type { ServerResponse } from 'node:http';
import type { AdminActor } from './admin-access.ts';
import { answeredOnConnection } from './asked.ts';
import { type EventHub, HUB_LIMITS } from './event-hub.ts';
import { ProblemError } from './problems.ts';

/** How long a browser waits before it comes back, in milliseconds. */
const RETRY_MS = 2000;

/** How much may wait for one watcher before it is cut off, in bytes. */
export const MAX_BACKLOG_BYTES = 262_144;

/** One request to watch. */
export interface WatchRequest {
  readonly outgoing: ServerResponse;
  readonly actor: AdminActor;
  readonly lastId: string | undefined;
  /** Whether only the headers are wanted. */
  readonly isHead: boolean;
}

/**
 * Opens the stream of events on a connection, and writes to it directly: a stream of the web in between would cost more than all
 * the rest, for each watcher.
 *
 * @returns what tells the front that the answer is on its way
 * @throws {@link ProblemError} `UNAVAILABLE` when too many watch already.
 */
export function openEventStream(hub: EventHub, { outgoing, actor, lastId, isHead }: WatchRequest): Response {
  // Whoever asked went away meanwhile: no event would ever tell of that again, and its place would be taken for good.
  if (outgoing.destroyed) return answeredOnConnection();
  if (!hub.hasRoom)
    throw new ProblemError('UNAVAILABLE', {
      detail: `${HUB_LIMITS.watchers} streams of events are open already, or the gateway is being closed.`,
      hint: 'Close some of them, or ask for the lists instead.',
      headers: { 'retry-after': '10' },
    });
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-content-type-options': 'nosniff',
    // Proxies that buffer would hold every event back until the stream ends.
    'x-accel-buffering': 'no',
  });
  if (isHead) {
    outgoing.end();
    return answeredOnConnection();
  }
  outgoing.write(`retry: ${RETRY_MS}\n\n`);
  const leave = hub.watch(
    {
      receive: (bytes) => {
        outgoing.write(bytes);
        return outgoing.writableLength <= MAX_BACKLOG_BYTES;
      },
      isAdmitted: () => actor.isAdmitted(),
      end: (how) => {
        if (how === 'cut') outgoing.destroy();
        else outgoing.end();
      },
    },
    lastId,
  );
  outgoing.once('close', leave);
  // Whose clock is wrong shows right ages from the first moment on.
  outgoing.write(hub.heartbeat());
  return answeredOnConnection();
}
