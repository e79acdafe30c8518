import { type Page, type PagePosition, type PageQuery, readPageQuery, toPageCursor } from '@seawall/core/base';

/** What {@link RecordRing} needs. */
export interface RecordRingOptions<T> {
  /** Of the list, in its cursors. */
  readonly name: string;
  /** How many records are kept. */
  readonly maxRecords: number;
  /** The time by which the list is ordered. */
  atMs(record: T): number;
  /** Whether a record stays when there are too many.
   * @default none */
  isActive?(record: T): boolean;
}

/** Records of one kind by their ids, bounded, and read in pages. */
export class RecordRing<T extends { readonly id: string }> {
  readonly #options: RecordRingOptions<T>;
  readonly #records = new Map<string, T>();

  constructor(options: RecordRingOptions<T>) {
    this.#options = options;
  }

  /** Keeps a record, in place of the one with its id; when there are too many, that goes which was put longest ago. */
  put(record: T): void {
    // To the end: what was not changed for longest stands in front.
    this.#records.delete(record.id);
    this.#records.set(record.id, record);
    for (const [id, oldest] of this.#records) {
      if (this.#records.size <= this.#options.maxRecords) break;
      if (!this.#options.isActive?.(oldest)) this.#records.delete(id);
    }
  }

  find(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** Those that a condition holds for, in no order. */
  select(condition: (record: T) => boolean): readonly T[] {
    return [...this.#records.values()].filter(condition);
  }

  /** A part of the list of those that a condition holds for. */
  page(query: PageQuery, condition: (record: T) => boolean, order: 'asc' | 'desc' = 'desc'): Page<T> {
    const name = `${this.#options.name} ${order}`;
    const after = readPageQuery(name, query);
    const compare =
      order === 'asc' ? comparePositions : (one: PagePosition, other: PagePosition) => comparePositions(other, one);
    const found = this.select(
      (record) => condition(record) && (after === undefined || compare(this.#positionOf(record), after) > 0),
    ).toSorted((one, other) => compare(this.#positionOf(one), this.#positionOf(other)));
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    if (found.length <= query.limit || last === undefined) return { items };
    return { items, next: toPageCursor(name, this.#positionOf(last)) };
  }

  /** Replaces the records that `change` gives another one for. @returns how many */
  change(change: (record: T) => T): number {
    let count = 0;
    for (const [id, record] of this.#records) {
      const changed = change(record);
      if (changed === record) continue;
      this.#records.set(id, changed);
      count += 1;
    }
    return count;
  }

  /** Forgets those that a condition holds for. @returns how many */
  remove(condition: (record: T) => boolean): number {
    const before = this.#records.size;
    for (const [id, record] of this.#records) {
      if (condition(record)) this.#records.delete(id);
    }
    return before - this.#records.size;
  }

  /** Forgets the oldest, those that are active excepted. @returns how many */
  keepLatest(maxRecords: number): number {
    if (this.#records.size <= maxRecords) return 0;
    const newestFirst = [...this.#records.values()].toSorted((one, other) =>
      comparePositions(this.#positionOf(other), this.#positionOf(one)),
    );
    const tooMany = newestFirst.slice(Math.max(0, maxRecords)).filter((record) => !this.#options.isActive?.(record));
    for (const { id } of tooMany) this.#records.delete(id);
    return tooMany.length;
  }

  #positionOf(record: T): PagePosition {
    return { atMs: this.#options.atMs(record), id: record.id };
  }
}

function comparePositions(one: PagePosition, other: PagePosition): number {
  return one.atMs - other.atMs || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
