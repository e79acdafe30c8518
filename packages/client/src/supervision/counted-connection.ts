import type { Connection } from '../connection/connection.ts';

/** A connection that knows when nothing is under way on it. */
export interface CountedConnection extends Connection {
  /** Resolves once no request is under way; at once when none is. Never rejects. */
  idle(): Promise<void>;
}

/** Counts the requests on a connection, so that one that is given up can end after them. */
export function countRequests(connection: Connection): CountedConnection {
  let pending = 0;
  let waiting: (() => void)[] = []; // Whoever gives the connection up: once.
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    pending += 1;
    try {
      return await work();
    } finally {
      pending -= 1;
      if (pending === 0) {
        for (const resolve of waiting) resolve();
        waiting = [];
      }
    }
  };
  return {
    info: connection.info,
    closed: connection.closed,
    request: (request, options) => counted(() => connection.request(request, options)),
    notify: (notification) => connection.notify(notification),
    subscribe: (uri, options) => counted(() => connection.subscribe(uri, options)),
    unsubscribe: (uri, options) => counted(() => connection.unsubscribe(uri, options)),
    ping: (options) => counted(() => connection.ping(options)),
    close: () => connection.close(),
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
