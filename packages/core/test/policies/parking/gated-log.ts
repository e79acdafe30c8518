import type { ParkedCall, ParkedLog, ParkedQuery, ParkedRetention } from '../../../src/index.ts';

/** A log behind a gate, which notes what is asked of it. */
export interface GatedLog extends ParkedLog {
  /** What was asked, in order. */
  readonly asked: readonly Asked[];
  /** Lets records wait from now on, or those with a state alone. */
  hold(state?: ParkedCall['state']): void;
  /** Lets everything through that waits, and all that follows. */
  letGo(): void;
  /** Has one operation fail, until it is called without an error. */
  refuse(operation: 'prune' | 'close', error: Error | undefined): void;
}

/** One operation. */
export type Asked =
  | { readonly operation: 'put'; readonly call: ParkedCall }
  | { readonly operation: 'list'; readonly query: ParkedQuery }
  | { readonly operation: 'prune'; readonly retention: ParkedRetention }
  | { readonly operation: 'close' };

/** Puts a gate before a log. */
export function createGatedLog(log: ParkedLog): GatedLog {
  const asked: Asked[] = [];
  const refused = new Map<'prune' | 'close', Error>();
  const held: (() => void)[] = [];
  let isHeld = (_call: ParkedCall): boolean => false;
  const through = async <T>(operation: 'prune' | 'close', ask: () => Promise<T>): Promise<T> => {
    const error = refused.get(operation);
    if (error !== undefined) throw error;
    return ask();
  };
  return {
    asked,
    hold: (state) => {
      isHeld = (call) => state === undefined || call.state === state;
    },
    letGo: () => {
      isHeld = () => false;
      for (const go of held.splice(0)) go();
    },
    refuse: (operation, error) => {
      if (error === undefined) refused.delete(operation);
      else refused.set(operation, error);
    },
    put: async (call) => {
      asked.push({ operation: 'put', call });
      if (isHeld(call)) await new Promise<void>((resolve) => held.push(resolve));
      return log.put(call);
    },
    read: (id) => log.read(id),
    list: (query) => {
      asked.push({ operation: 'list', query });
      return log.list(query);
    },
    prune: (retention) => {
      asked.push({ operation: 'prune', retention });
      return through('prune', () => log.prune(retention));
    },
    close: () => {
      asked.push({ operation: 'close' });
      return through('close', () => log.close());
    },
  };
}
