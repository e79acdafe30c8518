import type { AdminEvent } from '@seawall/admin-api';
import { type Clock, sleep } from '@seawall/core/base';
import type { AdminConnection } from './admin-connection.ts';

/** Tells when something may have changed at the gateway. */
export interface ChangeFeed {
  /**
   * Resolves at the next change of the wanted kinds, also one since the last time; and after a while without any, so that
   * who looks then notices what no stream tells.
   *
   * @returns `false` once the signal aborted
   */
  next(): Promise<boolean>;
}

/** What a feed needs. */
export interface ChangeFeedOptions {
  readonly connection: AdminConnection;
  readonly clock: Clock;
  readonly kinds: ReadonlySet<AdminEvent['kind']>;
  readonly signal: AbortSignal;
}

/** How often is looked without being told, and how soon a lost stream is opened again, in milliseconds. */
const FEED_DEFAULTS = { pollMs: 5000, reopenMs: 2000 } as const;

/** Listens to the stream of events of a gateway, and opens it again when it is lost, until the signal aborts. */
export function createChangeFeed(options: ChangeFeedOptions): ChangeFeed {
  const { clock, signal } = options;
  let hasChanged = false;
  let wake = (): void => undefined;
  const onChange = (): void => {
    hasChanged = true;
    wake();
  };
  // It never rejects.
  void listen(options, onChange);
  return {
    next: async () => {
      if (!hasChanged && !signal.aborted) {
        const woken = new AbortController();
        wake = () => woken.abort();
        await sleep(clock, FEED_DEFAULTS.pollMs, AbortSignal.any([woken.signal, signal]));
        wake = () => undefined;
      }
      hasChanged = false;
      return !signal.aborted;
    },
  };
}

async function listen({ connection, clock, kinds, signal }: ChangeFeedOptions, onChange: () => void): Promise<void> {
  // Ends with the signal.
  while (!signal.aborted) {
    try {
      for await (const kind of eventKinds(await connection.openEvents(signal))) if (isWanted(kinds, kind)) onChange();
    } catch {
      // Whoever looks meanwhile gets the same error from the requests, and tells it.
    }
    // A stream that ended may have missed something, and may mean that the gateway is gone.
    onChange();
    await sleep(clock, FEED_DEFAULTS.reopenMs, signal);
  }
}

/** Everything has to be read again after `resync`. */
function isWanted(kinds: ReadonlySet<string>, kind: string): boolean {
  return kind === 'resync' || kinds.has(kind);
}

/** The names of the events of a stream; what they say is asked for when it is shown. */
async function* eventKinds(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    // The egress breaks off a stream whose event is too long.
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const name = /^event: ?(\S+)/.exec(line)?.[1];
      if (name !== undefined) yield name;
    }
  }
}
