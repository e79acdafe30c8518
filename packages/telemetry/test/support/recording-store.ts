import type { GroupRecord, Observation, ObservationStore } from '@seawall/core';

/** A store that keeps what it is given as it came, to be looked at; of what is read it knows groups. */
export interface RecordingStore extends ObservationStore {
  readonly observations: Observation[];
  /** All records of a kind, in the order in which they came. */
  all<K extends Observation['kind']>(kind: K): readonly Extract<Observation, { readonly kind: K }>['record'][];
}

export function createRecordingStore(groupsBefore: readonly GroupRecord[] = []): RecordingStore {
  const observations: Observation[] = [];
  const groups = new Map(groupsBefore.map((record) => [record.id, record]));
  const nothing = { items: [] };
  return {
    observations,
    all: (kind) => observations.flatMap((observation) => (isOf(observation, kind) ? [observation.record] : [])),
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

function isOf<K extends Observation['kind']>(
  observation: Observation,
  kind: K,
): observation is Extract<Observation, { readonly kind: K }> {
  return observation.kind === kind;
}
