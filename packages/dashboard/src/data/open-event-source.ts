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
        // The gateway is of the same version as the page, which it serves itself.
        if (typeof message.data === 'string') event(JSON.parse(message.data));
      });
    return () => source.close();
  };
}
