import type { Clock, GroupRecord, GroupState, ObservationStore } from '@seawall/core/base';
import { type Fingerprint, Fingerprints, manyCausesFingerprint, ruleFingerprint } from './fingerprint.ts';
import { type ArchiveUntil, Group, type GroupHit } from './group.ts';
import type { GroupOptions } from './group-options.ts';
import { groupByRule } from './group-rule.ts';
import { HOUR_MS } from './trend.ts';

/** What a book of groups needs. */
export interface GroupBookOptions {
  readonly clock: Clock;
  readonly store: ObservationStore;
  /** At the start. */
  readonly settings: Required<GroupOptions>;
  /** Told when a group comes into a state; `from` is absent for one that was never seen before. */
  readonly onChange: (group: GroupRecord, from: GroupState | undefined) => void;
}

/**
 * Keeps errors with one cause together.
 *
 * A group that is not in memory is looked for in the store before it is called new, so that nothing is new twice. Its errors are
 * counted meanwhile.
 */
export class GroupBook {
  readonly #options: GroupBookOptions;
  readonly #fingerprints = new Fingerprints();
  /** Bounded by `maxGroups`; the one seen longest ago first. */
  readonly #groups = new Map<string, Group>();
  readonly #perServer = new Map<string, number>();
  /** Those of which the store has not said yet whether it knows them. */
  readonly #unsure = new Set<Group>();
  readonly #changed = new Set<Group>();
  #settings: Required<GroupOptions>;
  #isClosed = false;

  constructor(options: GroupBookOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  /** Groups errors by other rules from now on; what was counted stays where it is. */
  configure(settings: Required<GroupOptions>): void {
    this.#settings = settings;
  }

  /** Whether something waits to be written. */
  get hasNews(): boolean {
    return this.#changed.size > 0;
  }

  /** Whether time alone can change one of them. */
  get hasActive(): boolean {
    return this.#groups.size > 0;
  }

  /** Reads the groups that were seen last from the store; never rejects. */
  async load(): Promise<void> {
    const { store } = this.#options;
    const settings = this.#settings;
    const records: GroupRecord[] = [];
    try {
      let cursor: string | undefined;
      do {
        const limit = Math.min(MAX_PAGE, settings.maxGroups - records.length);
        const page = await store.groups({ limit, ...(cursor === undefined ? {} : { cursor }) });
        records.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined && records.length < settings.maxGroups && !this.#isClosed);
    } catch {
      // The store says itself what is wrong with it; each group is asked for again when it comes.
    }
    this.#putBefore(records);
  }

  /** Counts an error. @returns the id of its group */
  note(hit: GroupHit): string {
    const group = this.#groupFor(hit);
    const nowMs = this.#options.clock.now();
    group.note(hit, nowMs);
    // The latest seen stands last.
    this.#groups.delete(group.id);
    this.#groups.set(group.id, group);
    this.#changed.add(group);
    if (this.#unsure.has(group)) return group.id;
    this.#move(group, group.stateAfter(hit.atMs, nowMs, this.#settings), nowMs);
    return group.id;
  }

  /** Lets time pass: groups age, archives end, what is quiet is resolved. */
  sweep(nowMs: number): void {
    for (const group of this.#groups.values()) {
      if (!this.#unsure.has(group)) this.#move(group, group.stateAt(nowMs, this.#settings), nowMs);
    }
  }

  /** Writes what changed since the last time. */
  flush(): void {
    if (this.#changed.size === 0) return;
    const records = [...this.#changed].map((group) => ({ kind: 'group', record: group.toRecord() }) as const);
    this.#changed.clear();
    this.#options.store.append(records);
  }

  /** Those in memory, the one seen last first. */
  list(): readonly GroupRecord[] {
    return [...this.#groups.values()].reverse().map((group) => group.toRecord());
  }

  get(id: string): GroupRecord | undefined {
    return this.#groups.get(id)?.toRecord();
  }

  /** Somebody says that the cause is mended: the next error of a later time is a return of it. */
  resolve(id: string): Promise<GroupRecord | undefined> {
    return this.#enter(id, 'resolved');
  }

  /** Keeps it out of sight until something happens. */
  archive(id: string, until?: ArchiveUntil): Promise<GroupRecord | undefined> {
    return this.#enter(id, 'archived', until);
  }

  /** Takes a resolution or an archive back. */
  reopen(id: string): Promise<GroupRecord | undefined> {
    return this.#enter(id, 'ongoing');
  }

  /** Counts the errors of one group, those it had and those to come, in another one. */
  async merge(id: string, intoId: string): Promise<GroupRecord | undefined> {
    const [group, into] = [await this.#find(id), await this.#find(intoId)];
    if (group === undefined || into === undefined || group === into) return undefined;
    if (group.mergedInto !== undefined || into.mergedInto !== undefined) return undefined;
    into.absorb(group.toRecord(), 1);
    group.mergedInto = into.id;
    this.#changed.add(group).add(into);
    this.#move(group, 'archived', this.#options.clock.now());
    this.#options.onChange(into.toRecord(), into.state);
    this.flush();
    return into.toRecord();
  }

  /** Takes a merge back: later errors of the group are its own again. */
  async split(id: string): Promise<GroupRecord | undefined> {
    const group = await this.#find(id);
    if (group?.mergedInto === undefined) return undefined;
    const into = await this.#find(group.mergedInto);
    into?.absorb(group.toRecord(), -1);
    if (into !== undefined) this.#changed.add(into);
    group.mergedInto = undefined;
    this.#changed.add(group);
    this.#move(group, 'ongoing', this.#options.clock.now());
    this.flush();
    return group.toRecord();
  }

  /** Those of a server, or all, without writing what changed of them. */
  forget(server: string | undefined): void {
    this.#fingerprints.clear();
    for (const group of [...this.#groups.values()]) {
      if (server !== undefined && group.server !== server) continue;
      this.#changed.delete(group);
      this.#drop(group);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.flush();
  }

  #groupFor(hit: GroupHit): Group {
    const named = groupByRule(hit, this.#settings.rules);
    const found = named === undefined ? this.#fingerprints.of(hit) : ruleFingerprint(hit, named);
    const known = this.#groups.get(found.id);
    if (known !== undefined) return this.#mergeTarget(known);
    const fingerprint = named !== undefined || this.#hasRoom(hit) ? found : manyCausesFingerprint(hit);
    return this.#mergeTarget(this.#groups.get(fingerprint.id) ?? this.#begin(fingerprint, hit));
  }

  #mergeTarget(group: Group): Group {
    return group.mergedInto === undefined ? group : (this.#groups.get(group.mergedInto) ?? group);
  }

  #begin(fingerprint: Fingerprint, hit: GroupHit): Group {
    const group = Group.begin(fingerprint, hit);
    this.#add(group);
    this.#unsure.add(group);
    // It never rejects.
    void this.#lookUp(group);
    return group;
  }

  async #lookUp(group: Group): Promise<void> {
    const { store, clock, onChange } = this.#options;
    let before: GroupRecord | undefined;
    try {
      before = await store.group(group.id);
    } catch {
      // A store that can't be read knows nothing: then it is new as far as anyone can tell.
    }
    if (!this.#unsure.delete(group) || this.#isClosed) return;
    if (before === undefined) {
      this.flush();
      onChange(group.toRecord(), undefined);
      return;
    }
    group.adopt(before);
    this.#changed.add(group);
    const nowMs = clock.now();
    this.#move(group, group.stateAfter(group.lastSeenMs, nowMs, this.#settings), nowMs);
  }

  /** Puts groups of an earlier process before those that were seen since this one began. */
  #putBefore(records: readonly GroupRecord[]): void {
    const own = [...this.#groups];
    const old = records.filter(({ id }) => !this.#groups.has(id)).reverse();
    this.#groups.clear();
    for (const record of old) this.#add(Group.from(record));
    for (const [id, group] of own) this.#groups.set(id, group);
    while (this.#groups.size > this.#settings.maxGroups) this.#dropOldest();
  }

  #add(group: Group): void {
    this.#groups.set(group.id, group);
    this.#perServer.set(group.server, (this.#perServer.get(group.server) ?? 0) + 1);
    if (this.#groups.size > this.#settings.maxGroups) this.#dropOldest();
  }

  #dropOldest(): void {
    for (const group of this.#groups.values()) {
      this.#drop(group);
      return;
    }
  }

  /** Makes room where a server has too many. @returns whether there is some */
  #hasRoom({ server, atMs }: GroupHit): boolean {
    if ((this.#perServer.get(server) ?? 0) < this.#settings.maxGroupsPerServer) return true;
    for (const group of this.#groups.values()) {
      if (group.server !== server) continue;
      // They are in the order in which they were seen: if this one is too young to go, all are.
      if (atMs - group.lastSeenMs < HOUR_MS) return false;
      this.#drop(group);
      return true;
    }
    return false;
  }

  /** It goes on in the store, and comes back from there with its next error. */
  #drop(group: Group): void {
    this.#groups.delete(group.id);
    this.#unsure.delete(group);
    if (this.#changed.delete(group)) this.#options.store.append([{ kind: 'group', record: group.toRecord() }]);
    const left = (this.#perServer.get(group.server) ?? 1) - 1;
    if (left > 0) this.#perServer.set(group.server, left);
    else this.#perServer.delete(group.server);
  }

  async #enter(id: string, state: GroupState, until?: ArchiveUntil): Promise<GroupRecord | undefined> {
    const group = await this.#find(id);
    if (group === undefined) return undefined;
    const from = group.state;
    // Also where the state is the same: since when, and until when, are new.
    group.enter(state, this.#options.clock.now(), until);
    this.#changed.add(group);
    this.#options.onChange(group.toRecord(), from);
    // What a person decided is not lost with the process, and is in the next list.
    this.flush();
    return group.toRecord();
  }

  /** In memory, or else brought back from the store. */
  async #find(id: string): Promise<Group | undefined> {
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    try {
      const record = await this.#options.store.group(id);
      if (record === undefined) return undefined;
      const group = Group.from(record);
      this.#add(group);
      return group;
    } catch {
      return undefined;
    }
  }

  #move(group: Group, state: GroupState, atMs: number): void {
    const from = group.state;
    if (from === state) return;
    group.enter(state, atMs);
    this.#changed.add(group);
    // Whoever is told of a change looks for it in a list, which is read from the store.
    this.flush();
    this.#options.onChange(group.toRecord(), from);
  }
}

const MAX_PAGE = 1000;
