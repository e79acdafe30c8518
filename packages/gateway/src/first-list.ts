import type { Seawall } from '@seawall/client';
import type { Clock, Timer } from '@seawall/core/base';

/** Decides when the first list can be answered. Once it can, it can for ever. */
export interface FirstList {
  readonly isOpen: boolean;
  /** Starts to wait; harmless when called again. */
  start(): void;
  /** Resolves when lists can be answered, also when it is closed before. */
  whenOpen(): Promise<void>;
  /**
   * Resolves as soon as `isEnough` holds, which is asked again whenever a catalog changes; else when all servers have
   * settled or `firstListWaitMs` are over. A list can do without a slow server, the call of one of its tools can not.
   */
  whenHeardOr(isEnough: () => boolean): Promise<void>;
  close(): void;
}

/** What {@link createFirstList} needs. */
export interface FirstListOptions {
  readonly seawall: Seawall;
  readonly clock: Clock;
}

/** As long as a further server becomes ready within this time of the one before, the first list waits for the next one. */
export const QUIET_MS = 300;

/**
 * Waits for the servers: until all have settled, or one is ready and none became ready for {@link QUIET_MS}, or
 * `firstListWaitMs` are over. What comes later is told to hosts by `list_changed`.
 */
export function createFirstList({ seawall, clock }: FirstListOptions): FirstList {
  const opened = createDeferred();
  const heard = createDeferred();
  let state: 'idle' | 'waiting' | 'open' | 'heard' = 'idle';
  let readyServers: ReadonlySet<string> = new Set();
  let quiet: Timer | undefined;
  let limit: Timer | undefined;
  let unsubscribe: (() => void) | undefined;

  const open = (): void => {
    if (state === 'heard') return;
    state = 'open';
    quiet?.cancel();
    opened.resolve();
  };
  const finish = (): void => {
    open();
    state = 'heard';
    limit?.cancel();
    unsubscribe?.();
    heard.resolve();
  };
  const onQuiet = (): void => {
    quiet = undefined;
    // A server that is ready but whose lists are still on their way is worth another wait; the limit bounds it.
    if (seawall.servers().some((server) => server.settled && server.status.state === 'ready')) open();
    else quiet = clock.setTimer(onQuiet, QUIET_MS);
  };
  const check = (): void => {
    if (state !== 'waiting' && state !== 'open') return;
    const servers = seawall.servers();
    if (servers.every((server) => server.settled)) {
      finish();
      return;
    }
    if (state === 'open') return;
    const ready = new Set(servers.filter((server) => server.status.state === 'ready').map((server) => server.name));
    const isNew = [...ready].some((name) => !readyServers.has(name));
    readyServers = ready;
    if (!isNew) return;
    quiet?.cancel();
    quiet = clock.setTimer(onQuiet, QUIET_MS);
  };
  return {
    get isOpen() {
      return state === 'open' || state === 'heard';
    },
    start: () => {
      if (state !== 'idle') return;
      state = 'waiting';
      limit = clock.setTimer(finish, seawall.settings.firstListWaitMs);
      unsubscribe = seawall.subscribe((event) => {
        if (event.kind === 'connectionChanged' || event.kind === 'catalogChanged' || event.kind === 'configReloaded')
          check();
      });
      check();
    },
    whenOpen: () => opened.promise,
    whenHeardOr: async (isEnough) => {
      if (state === 'heard') return;
      const enough = createDeferred();
      const stopWatching = seawall.subscribe((event) => {
        if (event.kind === 'catalogChanged' && isEnough()) enough.resolve();
      });
      await Promise.race([heard.promise, enough.promise]);
      stopWatching();
    },
    close: finish,
  };
}

function createDeferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((onOpen) => {
    resolve = onOpen;
  });
  return { promise, resolve };
}
