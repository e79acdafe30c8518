import type { MomentView } from '@seawall/admin-api';
import type { SeawallEvent } from '@seawall/core/base';
import { makeRoom } from './secret-digest.ts';

/** Limits of a {@link MomentLog}. */
export const MOMENT_LIMITS = {
  /** So many are kept, the latest. */
  kept: 500,
  /** A circuit that opens again within this time is not told again, in milliseconds, unless it stays open so long: it flaps. */
  quietMs: 60_000,
  /** So many circuits are known; the one that is known longest is forgotten first. */
  circuits: 1000,
} as const;

/** Where events come from. */
export type MomentSource = (listener: (event: SeawallEvent) => void) => () => void;

/** What happened to the gateway and its circuits, for the curves of charts. It is in memory only. */
export class MomentLog {
  /** Oldest first; bounded by MOMENT_LIMITS.kept. */
  readonly #moments: MomentView[] = [];
  /** By circuit; bounded by MOMENT_LIMITS.circuits. */
  readonly #circuits = new Map<string, KnownCircuit>();
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
    const untold = [...this.#circuits.values()].flatMap(({ again }) => again ?? []);
    return [...this.#moments, ...untold]
      .filter(({ atMs }) => atMs >= from && atMs < to)
      .toSorted((one, other) => one.atMs - other.atMs);
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
      const opened: MomentView = {
        ...about,
        kind: 'circuitOpened',
        ...(failureCode === undefined ? {} : { detail: failureCode }),
      };
      if (known === undefined) makeRoom(this.#circuits, MOMENT_LIMITS.circuits);
      else if (known.isOpen || known.again !== undefined) return;
      // Either way: the clock may have been set back since.
      const isFlapping = known !== undefined && Math.abs(atMs - known.openedAtMs) < MOMENT_LIMITS.quietMs;
      if (!isFlapping) this.add(opened);
      this.#circuits.set(key, isFlapping ? { ...known, again: opened } : { openedAtMs: atMs, isOpen: true });
    } else if (to !== 'half-open' && known !== undefined) {
      const { again, openedAtMs, isOpen } = known;
      const hasStayed = again !== undefined && atMs - again.atMs >= MOMENT_LIMITS.quietMs;
      if (hasStayed) this.add(again);
      if (isOpen || hasStayed) this.add({ ...about, kind: 'circuitClosed' });
      this.#circuits.set(key, { openedAtMs: hasStayed ? again.atMs : openedAtMs, isOpen: false });
    }
  }
}

/** What is told of a circuit. */
interface KnownCircuit {
  /** When it opened as it was told last. */
  readonly openedAtMs: number;
  /** Whether it is told as open. */
  readonly isOpen: boolean;
  /** That it opened again soon after; told for as long as it stays open, and for ever where that was long. */
  readonly again?: MomentView;
}

/** A circuit in one of these states lets no call through. */
const REFUSES: ReadonlySet<string> = new Set(['open', 'isolated', 'forced-open']);
