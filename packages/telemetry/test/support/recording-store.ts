import type {
  CallRecord,
  DeliveryRecord,
  ErrorRecord,
  GroupRecord,
  HealthRecord,
  MinuteRecord,
  Observation,
  ObservationStore,
} from '@seawall/core';

/** A store that keeps what it is given as it came, to be looked at; of what is read it knows groups. */
export interface RecordingStore extends ObservationStore {
  readonly observations: Observation[];
  /** All records of a kind, in the order in which they came. */
  all<K extends keyof Records>(kind: K): readonly Records[K][];
}

interface Records {
  readonly call: CallRecord;
  readonly error: ErrorRecord;
  readonly group: GroupRecord;
  readonly minute: MinuteRecord;
  readonly health: HealthRecord;
  readonly delivery: DeliveryRecord;
}

export function createRecordingStore(groupsBefore: readonly GroupRecord[] = []): RecordingStore {
  const observations: Observation[] = [];
  const groups = new Map(groupsBefore.map((record) => [record.id, record]));
  const nothing = { items: [] };
  return {
    observations,
    all: <K extends keyof Records>(kind: K) =>
      // The kind of an observation says what its record is.
      observations.flatMap((seen) => (seen.kind === kind ? [seen.record as Records[K]] : [])),
    append: (added) => {
      observations.push(...added);
      for (const { kind, record } of added) if (kind === 'group') groups.set(record.id, record);
    },
    flush: () => Promise.resolve(),
    putAlerts: () => Promise.resolve(),
    putSilence: () => Promise.resolve(),
    calls: () => Promise.resolve(nothing),
    errors: () => Promise.resolve(nothing),
    groups: ({ limit }) => {
      const latestFirst = [...groups.values()].sort((a, b) => b.lastSeenMs - a.lastSeenMs);
      return Promise.resolve({ items: latestFirst.slice(0, limit) });
    },
    alerts: () => Promise.resolve(nothing),
    deliveries: () => Promise.resolve(nothing),
    silences: () => Promise.resolve([]),
    health: () => Promise.resolve(nothing),
    call: () => Promise.resolve(undefined),
    error: () => Promise.resolve(undefined),
    group: (id) => Promise.resolve(groups.get(id)),
    series: () => Promise.resolve([]),
    countErrors: () => Promise.resolve([]),
    prune: () => Promise.resolve(0),
    purge: () => Promise.resolve(0),
    status: { where: 'memory', waiting: 3, written: 40, dropped: 2 },
    close: () => Promise.resolve(),
  };
}
