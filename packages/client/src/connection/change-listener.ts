import { type Client, ProtocolError } from '@modelcontextprotocol/client';
import { type Clock, type Logger, sleep } from '@seawall/core';
import type { ConnectionListener } from './connection.ts';

/** What {@link listenForChanges} needs. */
export interface ChangeListenerOptions {
  readonly client: Client;
  readonly serverName: string;
  readonly listener: ConnectionListener;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the listening. */
  readonly signal: AbortSignal;
}

/** How long to wait before listening again, in milliseconds; it doubles from the first to the last. */
const LISTEN_AGAIN_DELAYS = { firstMs: 500, lastMs: 30_000 } as const;

/**
 * Asks a server of 2026-07-28 to tell when its lists change, and asks again whenever that stream is lost.
 *
 * What changed in between can't be known: after a gap every list counts as changed. Resolves when `signal` aborts, when
 * the server tells of no changes or refuses to; never rejects.
 */
export async function listenForChanges(options: ChangeListenerOptions): Promise<void> {
  const { client, listener, clock, signal } = options;
  const lists = changingLists(client);
  if (lists.length === 0) return;
  const filter = Object.fromEntries(lists.map((list) => [`${list}ListChanged`, true]));
  let delayMs: number = LISTEN_AGAIN_DELAYS.firstMs;
  let isFirst = true;
  // Bounded by the life of the connection, and by the delays.
  while (!signal.aborted) {
    try {
      const subscription = await client.listen(filter, { signal });
      if (!isFirst) for (const list of lists) listener.onNotification({ method: `notifications/${list}/list_changed` });
      isFirst = false;
      delayMs = LISTEN_AGAIN_DELAYS.firstMs;
      await subscription.closed;
    } catch (error) {
      if (signal.aborted) return;
      options.logger.log('debug', `Server "${options.serverName}" does not tell of changes.`, { error });
      if (error instanceof ProtocolError) return;
    }
    await sleep(clock, delayMs, signal);
    delayMs = Math.min(delayMs * 2, LISTEN_AGAIN_DELAYS.lastMs);
  }
}

function changingLists(client: Client): readonly ('tools' | 'prompts' | 'resources')[] {
  const capabilities = client.getServerCapabilities();
  return (['tools', 'prompts', 'resources'] as const).filter((list) => capabilities?.[list]?.listChanged === true);
}
