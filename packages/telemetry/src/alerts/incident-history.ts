/**
 * What is remembered of alerts beyond one incident: how often they changed lately, and when which sink was told.
 *
 * The alerts that were not touched for longest are forgotten when there are too many.
 */
export class IncidentHistory {
  // Bounded by MAX_ENTRIES; in the order of use.
  readonly #entries = new Map<string, Entry>();

  /** When the alert fired or was resolved lately, steady, oldest first; who takes a step adds to it. */
  changes(fingerprint: string): number[] {
    return this.#entry(fingerprint).changes;
  }

  /** Notes that a sink was told that the alert fires. */
  told(fingerprint: string, sink: string, atMs: number): void {
    this.#entry(fingerprint).toldAtMs.set(sink, atMs);
  }

  /** When the sink was told last that the alert fires. */
  toldAtMs(fingerprint: string, sink: string): number | undefined {
    return this.#entries.get(fingerprint)?.toldAtMs.get(sink);
  }

  #entry(fingerprint: string): Entry {
    const entry = this.#entries.get(fingerprint) ?? { changes: [], toldAtMs: new Map() };
    this.#entries.delete(fingerprint);
    this.#entries.set(fingerprint, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}

interface Entry {
  readonly changes: number[];
  readonly toldAtMs: Map<string, number>;
}

const MAX_ENTRIES = 4000;
