import type { PurgeQuery } from '@seawall/core/base';
import type { ObservationRow } from './observation-protocol.ts';

/** A record that waits to be written. */
export interface WaitingRecord {
  readonly row: ObservationRow;
  /** Whose it is; absent where it belongs to no server. */
  readonly server?: string;
  /** The same without arguments and results, where it has such. */
  readonly withoutPayload?: ObservationRow;
}

/** Records that wait to be written, in order, bounded in number and size: the oldest go first. */
export class WaitingRecords {
  readonly #maxRecords: number;
  readonly #maxCharacters: number;
  #records: WaitingRecord[] = [];
  #characters = 0;

  constructor(limits: { readonly maxWaiting: number; readonly maxWaitingCharacters: number }) {
    this.#maxRecords = limits.maxWaiting;
    this.#maxCharacters = limits.maxWaitingCharacters;
  }

  get size(): number {
    return this.#records.length;
  }

  /** Adds records at the end. @returns how many had to go */
  add(records: readonly WaitingRecord[]): number {
    for (const record of records) this.#records.push(record);
    this.#characters += sizeOf(records);
    return this.#dropOldest();
  }

  /** Puts records back in front. @returns how many had to go */
  putBack(records: readonly WaitingRecord[]): number {
    this.#records = [...records, ...this.#records];
    this.#characters += sizeOf(records);
    return this.#dropOldest();
  }

  /** Takes the oldest, at most so many and so much, but one at least. */
  take(maxRecords: number, maxCharacters: number): readonly WaitingRecord[] {
    let count = 0;
    let characters = 0;
    for (const record of this.#records) {
      characters += sizeOf([record]);
      if (count >= maxRecords || (count > 0 && characters > maxCharacters)) break;
      count += 1;
    }
    const taken = this.#records.splice(0, count);
    this.#characters -= sizeOf(taken);
    return taken;
  }

  /** Forgets what is to be purged. @returns how many records that were */
  purge(purge: PurgeQuery): number {
    const { kept, removed } = purgeRecords(this.#records, purge);
    this.#records = [...kept];
    this.#characters = sizeOf(kept);
    return removed;
  }

  #dropOldest(): number {
    let count = 0;
    for (const record of this.#records) {
      if (this.#records.length - count <= this.#maxRecords && this.#characters <= this.#maxCharacters) break;
      this.#characters -= sizeOf([record]);
      count += 1;
    }
    this.#records.splice(0, count);
    return count;
  }
}

/** What is left of records after a purge, and how many of them it meant. */
export function purgeRecords(
  records: readonly WaitingRecord[],
  { what, server }: PurgeQuery,
): { readonly kept: readonly WaitingRecord[]; readonly removed: number } {
  const isMeant = (record: WaitingRecord): boolean => server === undefined || record.server === server;
  if (what !== 'payloads') {
    const kinds = KINDS[what];
    const kept = records.filter((record) => !isMeant(record) || !(kinds?.has(record.row.kind) ?? true));
    return { kept, removed: records.length - kept.length };
  }
  let removed = 0;
  const kept = records.map((record) => {
    const { withoutPayload } = record;
    if (withoutPayload === undefined || !isMeant(record)) return record;
    removed += 1;
    return { row: withoutPayload, ...(record.server === undefined ? {} : { server: record.server }) };
  });
  return { kept, removed };
}

/** What goes with each purge; everything where nothing is listed. */
const KINDS: Readonly<Record<Exclude<PurgeQuery['what'], 'payloads'>, ReadonlySet<string> | undefined>> = {
  everything: undefined,
  calls: new Set(['call']),
  errors: new Set(['error', 'group']),
};

function sizeOf(records: readonly WaitingRecord[]): number {
  let characters = 0;
  for (const { row } of records) characters += row.json.length + row.searchText.length;
  return characters;
}
