import type { MomentView } from '@seawall/admin-api';
import type { SeawallEvent } from '@seawall/core/base';

/** Limits of a {@link MomentLog}. */
export const MOMENT_LIMITS = {
  /** So many are kept, the latest. */
  kept: 500,
  /** A circuit that opens again within this time is not told again, in milliseconds: it flaps. */
  quietMs: 60_000,
} as const;

/** Where events come from. */
export type MomentSource = (listener: (event: SeawallEvent) => void) => () => void;

/** What happened to the gateway and its circuits, for the curves of charts. It is in memory only. */
export class MomentLog {
  /** Oldest first; bounded by MOMENT_LIMITS.kept. */
  readonly #moments: MomentView[] = [];
  /** By circuit, when it was told of last, and whether it is told as open; bounded by the circuits of the servers. */
  readonly #circuits = new Map<string, { readonly openedAtMs: number; readonly isOpen: boolean }>();
  readonly #unsubscribe: () => void;

  /** Listens until it is closed. */
  constructor(subscribe: MomentSource) {
    this.#unsubscribe = subscribe((event) => this.#note(event));
  }

  /** Writes down what no event tells of. */
  add(moment: MomentView): void {
    this.#moments.push(moment);
    if (this.#moments.length > MOMENT_LIMITS.kept) this.#moments.shift();
  }

  /** Those of a span of time, oldest first. */
  list({ from = 0, to = Number.POSITIVE_INFINITY }: { readonly from?: number; readonly to?: number }): MomentView[] {
    return this.#moments.filter(({ atMs }) => atMs >= from && atMs < to);
  }

  /** May be called twice. */
  close(): void {
    this.#unsubscribe();
  }

  #note(event: SeawallEvent): void {
    if (event.kind === 'circuitChanged') this.#noteCircuit(event);
    if (event.kind === 'configReloaded' && event.outcome.kind === 'applied')
      this.add({ atMs: event.atMs, kind: 'reloaded' });
  }

  #noteCircuit({ server, tool, to, atMs, failureCode }: Extract<SeawallEvent, { kind: 'circuitChanged' }>): void {
    const key = JSON.stringify([server, tool]);
    const known = this.#circuits.get(key);
    const about = { atMs, server, ...(tool === undefined ? {} : { tool }) };
    if (REFUSES.has(to)) {
      // Either way: the clock may have been set back since.
      if (known !== undefined && (known.isOpen || Math.abs(atMs - known.openedAtMs) < MOMENT_LIMITS.quietMs)) return;
      this.#circuits.set(key, { openedAtMs: atMs, isOpen: true });
      this.add({ ...about, kind: 'circuitOpened', ...(failureCode === undefined ? {} : { detail: failureCode }) });
    } else if (to !== 'half-open' && known?.isOpen === true) {
      this.#circuits.set(key, { ...known, isOpen: false });
      this.add({ ...about, kind: 'circuitClosed' });
    }
  }
}

/** A circuit in one of these states lets no call through. */
const REFUSES: ReadonlySet<string> = new Set(['open', 'isolated', 'forced-open']);
