import { type AlertRule, DURATION_BOUNDS_MS, type ObservationStore, type SeriesPoint } from '@seawall/core/base';
import type { AlertSignals, ServerSignal, StoreSignal, WindowSignal } from './signals.ts';

/** The parts of a store that a look back needs. */
export type HistoryStore = Pick<ObservationStore, 'series' | 'errors' | 'health'>;

/** Signals of the past: time stands where the last `moveTo` put it. */
export interface HistorySignals extends AlertSignals {
  moveTo(atMs: number): void;
  /** Whether everything of the range was read; else there was more than is looked at. */
  readonly isComplete: boolean;
}

/** Reads what a rule looks at, from `fromMs` on and before `toMs`, with the window before it. */
export async function readHistory(
  rule: AlertRule,
  range: { readonly fromMs: number; readonly toMs: number },
  store: HistoryStore,
): Promise<HistorySignals> {
  const fromMs = Math.max(0, range.fromMs - rule.windowMs);
  const wide = { fromMs, toMs: range.toMs };
  const points = COUNTED.has(rule.when) ? await readSeries(store, wide) : [];
  const errors = rule.when === 'errors' ? await readErrors(store, wide) : { items: [], isComplete: true };
  const health = STATES.has(rule.when) ? await readHealth(store, wide) : { items: [], isComplete: true };
  return new PastSignals(
    rule,
    groupByServer(points, errors.items, health.items),
    errors.isComplete && health.isComplete,
  );
}

/** Conditions that the past can tell of. */
export function isInHistory(rule: AlertRule): boolean {
  return COUNTED.has(rule.when) || STATES.has(rule.when) || rule.when === 'errors';
}

const COUNTED: ReadonlySet<string> = new Set(['error-rate', 'latency']);
const STATES: ReadonlySet<string> = new Set(['server-down', 'auth-required']);
const MINUTE_MS = 60_000;
const MAX_STEPS = 2000;
const PAGE = 1000;
const MAX_PAGES = 100;

/** Invalid calls and things that were not found say nothing about a server. */
const HARMLESS: ReadonlySet<string> = new Set(['validation', 'not_found', 'tool_not_found', 'cancelled']);

interface Past {
  readonly points: SeriesPoint[];
  /** Each error, ascending. */
  readonly errors: { readonly atMs: number }[];
  /** Each state with its begin, ascending. */
  readonly states: { readonly atMs: number; readonly health: string; readonly reason: string }[];
}

async function readSeries(
  store: HistoryStore,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly SeriesPoint[]> {
  const points: SeriesPoint[] = [];
  const spanMs = MAX_STEPS * MINUTE_MS;
  const startMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
  for (let atMs = startMs; atMs < toMs; atMs += spanMs) {
    const endMs = Math.min(atMs + spanMs, toMs);
    points.push(...(await store.series({ fromMs: atMs, toMs: endMs, stepMs: MINUTE_MS, by: 'server' })));
  }
  return points;
}

async function readErrors(
  store: HistoryStore,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<{
  readonly items: readonly { readonly server: string; readonly atMs: number }[];
  readonly isComplete: boolean;
}> {
  const items: { readonly server: string; readonly atMs: number }[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const found = await store.errors({ ...range, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const { server, atMs, error } of found.items) if (!HARMLESS.has(error.kind)) items.push({ server, atMs });
    cursor = found.next;
    if (cursor === undefined) return { items, isComplete: true };
  }
  return { items, isComplete: false };
}

async function readHealth(
  store: HistoryStore,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<{
  readonly items: readonly (Past['states'][number] & { readonly server: string })[];
  readonly isComplete: boolean;
}> {
  const items: (Past['states'][number] & { readonly server: string })[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const found = await store.health({ ...range, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...found.items);
    cursor = found.next;
    if (cursor === undefined) return { items, isComplete: true };
  }
  return { items, isComplete: false };
}

function groupByServer(
  points: readonly SeriesPoint[],
  errors: readonly { readonly server: string; readonly atMs: number }[],
  health: readonly (Past['states'][number] & { readonly server: string })[],
): ReadonlyMap<string, Past> {
  const servers = new Map<string, Past>();
  const of = (server: string): Past => {
    const known = servers.get(server) ?? { points: [], errors: [], states: [] };
    servers.set(server, known);
    return known;
  };
  for (const point of points) of(point.server ?? '').points.push(point);
  for (const { server, atMs } of errors) of(server).errors.push({ atMs });
  for (const { server, ...state } of health) of(server).states.push(state);
  for (const past of servers.values()) {
    past.points.sort((one, other) => one.atMs - other.atMs);
    past.errors.sort((one, other) => one.atMs - other.atMs);
    past.states.sort((one, other) => one.atMs - other.atMs);
  }
  return servers;
}

class PastSignals implements HistorySignals {
  readonly #rule: AlertRule;
  readonly #servers: ReadonlyMap<string, Past>;
  readonly isComplete: boolean;
  #atMs = 0;

  constructor(rule: AlertRule, servers: ReadonlyMap<string, Past>, isComplete: boolean) {
    this.#rule = rule;
    this.#servers = servers;
    this.isComplete = isComplete;
  }

  moveTo(atMs: number): void {
    this.#atMs = atMs;
  }

  watchedForMs(): number {
    return this.#rule.windowMs;
  }

  servers(): readonly ServerSignal[] {
    return [...this.#servers].map(([server, past]) => {
      const state = past.states[firstFrom(past.states, this.#atMs + 1) - 1];
      const health = state?.health ?? 'unknown';
      return { server, health, reason: state?.reason ?? '', connection: connectionOf(health), circuits: [] };
    });
  }

  window(server: string, windowMs: number): WindowSignal {
    const past = this.#servers.get(server);
    const fromMs = this.#atMs - windowMs;
    const all = past?.points ?? [];
    const points = all.slice(firstFrom(all, fromMs), firstFrom(all, this.#atMs));
    const total = (field: 'calls' | 'failures' | 'recovered'): number =>
      points.reduce((sum, point) => sum + point[field], 0);
    const times = past?.errors ?? [];
    const errors = firstFrom(times, this.#atMs + 1) - firstFrom(times, fromMs + 1);
    const p95Ms = percentile(points, 0.95);
    return {
      calls: total('calls'),
      failures: total('failures'),
      recovered: total('recovered'),
      errors,
      ...(p95Ms === undefined ? {} : { p95Ms }),
    };
  }

  groups(): readonly never[] {
    return [];
  }

  parked(): { readonly waiting: number; readonly oldestAgeMs: number } {
    return { waiting: 0, oldestAgeMs: 0 };
  }

  storeDrops(): StoreSignal {
    return { lost: 0 };
  }
}

/** The index of the first item that is not before `atMs`; the items are in the order of time. */
function firstFrom(items: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.atMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of the past only the health is known: what is unhealthy then could not be reached. */
function connectionOf(health: string): ServerSignal['connection'] {
  if (health === 'auth-required') return 'auth-required';
  return health === 'unhealthy' ? 'backoff' : 'ready';
}

/** The upper bound of the bucket in which the share is reached. */
function percentile(points: readonly SeriesPoint[], share: number): number | undefined {
  const counts = [...DURATION_BOUNDS_MS, Number.POSITIVE_INFINITY].map((_, index) =>
    points.reduce((sum, { durations }) => sum + (durations[index] ?? 0), 0),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let seen = 0;
  const index = counts.findIndex((count) => {
    seen += count;
    return seen >= total * share;
  });
  return DURATION_BOUNDS_MS[index] ?? DURATION_BOUNDS_MS.at(-1);
}
