import type { AdminEvent } from '@seawall/admin-api';
import type { OpenStream } from './live-feed.ts';

/** Each kind of event, so that a new one can't be forgotten here. */
const KINDS: Readonly<Record<AdminEvent['kind'], true>> = {
  server: true,
  serverRemoved: true,
  overview: true,
  errorGroup: true,
  alert: true,
  errors: true,
  parked: true,
  configuration: true,
  heartbeat: true,
  resync: true,
};

/** Opens the stream of events with the browser's own means, which go on after the last id by themselves. */
export function openEventSource(baseUrl: string): OpenStream {
  return ({ opened, event, failed }) => {
    const source = new EventSource(`${baseUrl}/api/events`);
    source.addEventListener('open', opened);
    source.addEventListener('error', () => failed(source.readyState === EventSource.CLOSED));
    for (const kind of Object.keys(KINDS))
      source.addEventListener(kind, (message) => {
        event(parseEvent(kind, 'data' in message ? message.data : undefined) ?? { kind: 'resync' });
      });
    return () => source.close();
  };
}

/**
 * An event out of its text; `undefined` for what is none, as something between the page and the gateway may send.
 *
 * Its fields are not checked one by one: the gateway is of the same version as the page, which it serves itself.
 */
export function parseEvent(kind: string, text: unknown): AdminEvent | undefined {
  try {
    const parsed = typeof text === 'string' ? JSON.parse(text) : undefined;
    return parsed?.kind === kind ? parsed : undefined;
  } catch {
    // What the page has may be old by what this would have said, so everything is read again.
    return undefined;
  }
}
