import type { ErrorCode, ErrorKind, GroupRecord, GroupState, SerializedMCPError } from '@seawall/core/base';
import { boundedName } from '../tracker/bounded-text.ts';
import type { Fingerprint, GroupedError } from './fingerprint.ts';
import { HOUR_MS, Trend } from './trend.ts';

/** Until when an archived group stays quiet: neither, for ever. */
export interface ArchiveUntil {
  /** Until so many more errors came. */
  readonly count?: number;
  /** Until this time, in milliseconds since the epoch. */
  readonly atMs?: number;
  /** Until it escalates. */
  readonly escalating?: boolean;
}

/** One more error of a group. */
export interface GroupHit extends GroupedError {
  /** When the error itself happened. */
  readonly atMs: number;
  readonly isRecovered: boolean;
  readonly session?: string;
}

/** Times that a group goes by. */
export interface GroupTimes {
  /** How long a group is called new or regressed. */
  readonly freshMs: number;
  /** How long nothing may happen until it counts as resolved. */
  readonly resolveAfterMs: number;
}

/** Errors with one cause, while they are in memory. */
export class Group {
  readonly id: string;
  readonly server: string;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly trend: Trend;
  state: GroupState;
  stateSinceMs: number;
  firstSeenMs: number;
  lastSeenMs: number;
  count: number;
  recoveredCount: number;
  mergedInto: string | undefined;
  readonly #fingerprint: Fingerprint;
  #archivedUntil: ArchiveUntil | undefined;
  #latest: SerializedMCPError;
  /** The latest last; bounded by {@link MAX_NAMES}. */
  readonly #targets: Set<string>;
  readonly #sessions: Set<string>;
  /** Those that stand last there: most errors come from where the one before came from. */
  #latestTarget: string | undefined;
  #latestSession: string | undefined;

  constructor(fingerprint: Fingerprint, record: Omit<GroupRecord, 'id' | 'title' | 'because' | 'target'>) {
    this.id = fingerprint.id;
    this.#fingerprint = fingerprint;
    this.server = record.server;
    this.kind = record.kind;
    this.code = record.code;
    this.trend = new Trend(record.trend);
    this.state = record.state;
    this.stateSinceMs = record.stateSinceMs;
    this.firstSeenMs = record.firstSeenMs;
    this.lastSeenMs = record.lastSeenMs;
    this.count = record.count;
    this.recoveredCount = record.recoveredCount;
    this.mergedInto = record.mergedInto;
    this.#archivedUntil = record.archivedUntil;
    this.#latest = record.latest;
    // Of what is kept the latest come first.
    this.#targets = new Set([...record.targets].reverse());
    this.#sessions = new Set([...record.sessions].reverse());
  }

  /** A group of which nothing was seen yet. */
  static begin(fingerprint: Fingerprint, { error, server, atMs }: GroupHit): Group {
    return new Group(fingerprint, {
      server,
      kind: error.kind,
      code: error.code,
      state: 'new',
      stateSinceMs: atMs,
      firstSeenMs: atMs,
      lastSeenMs: atMs,
      count: 0,
      recoveredCount: 0,
      targets: [],
      sessions: [],
      trend: [],
      latest: error,
    });
  }

  static from(record: GroupRecord): Group {
    return new Group(record, record);
  }

  /** Takes what a group of an earlier process, or one that was left out of memory, had before. */
  adopt(before: GroupRecord): void {
    const since = this.toRecord();
    this.firstSeenMs = Math.min(this.firstSeenMs, before.firstSeenMs);
    this.count += before.count;
    this.recoveredCount += before.recoveredCount;
    this.trend.merge(before.trend, 1);
    this.state = before.state;
    this.stateSinceMs = before.stateSinceMs;
    this.mergedInto = before.mergedInto;
    this.#archivedUntil = before.archivedUntil;
    for (const [names, past] of [
      [this.#targets, before.targets],
      [this.#sessions, before.sessions],
    ] as const) {
      const recent = [...names];
      names.clear();
      for (const name of [...past].reverse().concat(recent)) remember(names, name);
    }
    if (since.lastSeenMs < before.lastSeenMs) {
      this.lastSeenMs = before.lastSeenMs;
      this.#latest = before.latest;
    }
  }

  /** Counts one more error; what lies beyond `nowMs` was written down before the clock was set back. */
  note({ error, atMs, isRecovered, target, session }: GroupHit, nowMs: number): void {
    this.count += 1;
    if (isRecovered) this.recoveredCount += 1;
    this.firstSeenMs = Math.min(this.firstSeenMs, atMs);
    if (atMs >= this.lastSeenMs || this.lastSeenMs > nowMs) {
      this.lastSeenMs = atMs;
      this.#latest = error;
    }
    this.trend.add(atMs);
    if (target !== undefined && target !== this.#latestTarget) remember(this.#targets, boundedName(target));
    if (session !== undefined && session !== this.#latestSession) remember(this.#sessions, boundedName(session));
    this.#latestTarget = target ?? this.#latestTarget;
    this.#latestSession = session ?? this.#latestSession;
    if (this.#archivedUntil?.count !== undefined) {
      this.#archivedUntil = { ...this.#archivedUntil, count: this.#archivedUntil.count - 1 };
    }
  }

  /** What the state is after an error that happened at `atMs` and is told at `nowMs`. */
  stateAfter(atMs: number, nowMs: number, times: GroupTimes): GroupState {
    const isEscalating = this.#isEscalating(atMs);
    switch (this.state) {
      // The error's own time counts: one that happened before and is told only now is no return of it.
      case 'resolved':
        return atMs > this.stateSinceMs || this.stateSinceMs > nowMs ? 'regressed' : 'resolved';
      case 'archived':
        return this.#isArchiveOver(atMs, isEscalating) ? (isEscalating ? 'escalating' : 'ongoing') : 'archived';
      case 'new':
        // A storm that begins is new; one that grows after its first hour escalates.
        return isEscalating && atMs - this.firstSeenMs >= HOUR_MS ? 'escalating' : this.#aged(atMs, times);
      case 'regressed':
      case 'ongoing':
        return isEscalating ? 'escalating' : this.#aged(atMs, times);
      case 'escalating':
        return isEscalating ? 'escalating' : 'ongoing';
    }
  }

  /** What the state is once time has passed. */
  stateAt(nowMs: number, times: GroupTimes): GroupState {
    if (this.state === 'resolved') return 'resolved';
    if (this.state === 'archived') {
      const untilMs = this.#archivedUntil?.atMs;
      return untilMs !== undefined && nowMs >= untilMs ? 'ongoing' : 'archived';
    }
    if (nowMs - this.lastSeenMs >= times.resolveAfterMs) return 'resolved';
    if (this.state === 'escalating') return this.#isEscalating(nowMs) ? 'escalating' : 'ongoing';
    return this.#aged(nowMs, times);
  }

  /** Goes into a state. */
  enter(state: GroupState, atMs: number, archivedUntil?: ArchiveUntil): void {
    this.state = state;
    this.stateSinceMs = atMs;
    this.#archivedUntil = state === 'archived' ? archivedUntil : undefined;
  }

  /** Takes over the counts of another group, or gives them back with a factor of -1. */
  absorb(other: GroupRecord, factor: 1 | -1): void {
    this.count = Math.max(0, this.count + factor * other.count);
    this.recoveredCount = Math.max(0, this.recoveredCount + factor * other.recoveredCount);
    this.trend.merge(other.trend, factor);
    if (factor === 1) this.firstSeenMs = Math.min(this.firstSeenMs, other.firstSeenMs);
  }

  toRecord(): GroupRecord {
    const { title, because, target } = this.#fingerprint;
    return {
      id: this.id,
      title,
      because,
      server: this.server,
      ...(target === undefined ? {} : { target }),
      kind: this.kind,
      code: this.code,
      state: this.state,
      stateSinceMs: this.stateSinceMs,
      firstSeenMs: this.firstSeenMs,
      lastSeenMs: this.lastSeenMs,
      count: this.count,
      recoveredCount: this.recoveredCount,
      targets: [...this.#targets].reverse(),
      sessions: [...this.#sessions].reverse(),
      trend: this.trend.toRecord(),
      ...(this.#archivedUntil === undefined ? {} : { archivedUntil: this.#archivedUntil }),
      ...(this.mergedInto === undefined ? {} : { mergedInto: this.mergedInto }),
      latest: this.#latest,
    };
  }

  #aged(atMs: number, { freshMs }: GroupTimes): GroupState {
    return this.state !== 'ongoing' && atMs - this.stateSinceMs >= freshMs ? 'ongoing' : this.state;
  }

  #isEscalating(atMs: number): boolean {
    const most = this.trend.usualMost(atMs, this.firstSeenMs);
    if (this.trend.thisHour(atMs) > most) return true;
    // An hour that only began has few errors whatever happens: it ends no escalation.
    return this.state === 'escalating' && this.trend.hourBefore(atMs) > most;
  }

  #isArchiveOver(atMs: number, isEscalating: boolean): boolean {
    const { count, atMs: untilMs, escalating } = this.#archivedUntil ?? {};
    if (count !== undefined && count <= 0) return true;
    if (untilMs !== undefined && atMs >= untilMs) return true;
    return escalating === true && isEscalating;
  }
}

/** The names of tools and sessions that a group keeps. */
const MAX_NAMES = 50;

function remember(names: Set<string>, name: string): void {
  names.delete(name);
  names.add(name);
  if (names.size <= MAX_NAMES) return;
  for (const oldest of names) {
    names.delete(oldest);
    return;
  }
}
