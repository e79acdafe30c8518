import type { SeawallEvent } from '@seawall/core/base';
import type { EventSubscription } from '@seawall/telemetry';
import type { ReloadResult } from './sources.ts';

/** Remembers how the configuration was read again the last time. */
export interface ReloadMemory {
  /** Absent where it was not, since somebody remembers. */
  readonly last: (ReloadResult & { readonly atMs: number }) | undefined;
  close(): void;
}

/** Builds the memory; it listens until it is closed. */
export function createReloadMemory(subscribe: EventSubscription): ReloadMemory {
  let last: ReloadMemory['last'];
  const unsubscribe = subscribe((event) => {
    if (event.kind === 'configReloaded') last = { atMs: event.atMs, ...toReloadResult(event) };
  });
  return {
    get last() {
      return last;
    },
    close: unsubscribe,
  };
}

/** What a reload came to, in a sentence. */
export function toReloadResult({ outcome }: Extract<SeawallEvent, { kind: 'configReloaded' }>): ReloadResult {
  if (outcome.kind === 'refused') return { outcome: 'refused', detail: outcome.error.message };
  const { added, removed, changed } = outcome;
  const detail = `${added.length} ${added.length === 1 ? 'server' : 'servers'} added, ${removed.length} removed, ${changed.length} changed.`;
  return { outcome: 'applied', detail };
}
