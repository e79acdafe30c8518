import {
  type CallInfo,
  type CallRequest,
  type CircuitState,
  type ConnectionState,
  type ConnectionStatus,
  createEventBus,
  type EventBus,
  type GroupRecord,
  MCPError,
  type ServedBy,
} from '@seawall/core';
import { createFakeClock, createSequentialId, type FakeClock } from '@seawall/testkit';
import {
  createTracker,
  type GroupOptions,
  type ObservedServer,
  type Tracker,
  type TrackerChange,
  type TrackerOptions,
} from '../../src/index.ts';
import { createRecordingStore, type RecordingStore } from './recording-store.ts';

/** A tracker over a real bus and a clock that stands still, and ways to let things happen. */
export interface Tracked extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly bus: EventBus;
  readonly store: RecordingStore;
  readonly tracker: Tracker;
  readonly changes: TrackerChange[];
  /** The configuration, as the tracker asks for it. */
  servers: ObservedServer[];
  call(call: PlayedCall): void;
  connection(server: string, status: ConnectionStatus, from?: ConnectionState): void;
  ready(server: string): void;
  circuit(server: string, to: CircuitState, more?: { readonly tool?: string; readonly retryAtMs?: number }): void;
}

/** What happens to a call: its attempts in order, and how it ends. */
export interface PlayedCall {
  readonly server?: string;
  readonly tool?: string;
  readonly method?: string;
  readonly session?: string;
  readonly params?: CallRequest['params'];
  /** Errors of attempts that failed. */
  readonly errors?: readonly MCPError[];
  /** How it ends.
   * @default the last error, else an answer of the server */
  readonly end?: MCPError | ServedBy;
  readonly result?: unknown;
  readonly durationMs?: number;
}

export interface TrackedOptions {
  readonly servers?: readonly ObservedServer[];
  readonly options?: TrackerOptions;
  readonly groups?: GroupOptions;
  readonly groupsBefore?: readonly GroupRecord[];
}

export async function openTracked(given: TrackedOptions = {}): Promise<Tracked> {
  const clock = createFakeClock();
  const store = createRecordingStore(given.groupsBefore);
  const bus = createEventBus({
    onListenerError: (error) => {
      throw error;
    },
  });
  const world = { servers: [...(given.servers ?? [{ name: 'jira', tools: ['search'] }])] };
  const tracker = createTracker({
    clock,
    createId: createSequentialId('r'),
    subscribe: bus.subscribe,
    servers: () => world.servers,
    store,
    ...(given.options === undefined ? {} : { options: given.options }),
    ...(given.groups === undefined ? {} : { groups: given.groups }),
  });
  const changes: TrackerChange[] = [];
  tracker.subscribe((change) => changes.push(change));
  await tracker.ready;
  const nextId = createSequentialId('c');
  const connection: Tracked['connection'] = (server, status, from = 'connecting') =>
    bus.emit({ kind: 'connectionChanged', atMs: clock.now(), server, from, status });
  return Object.assign(world, {
    clock,
    bus,
    store,
    tracker,
    changes,
    call: (played: PlayedCall) => playCall({ clock, bus }, nextId(), played),
    connection,
    ready: (server: string) =>
      connection(server, { state: 'ready', sinceMs: clock.now(), connectMs: 12, protocolVersion: '2025-11-25' }),
    circuit: (server: string, to: CircuitState, more: { readonly tool?: string; readonly retryAtMs?: number } = {}) =>
      bus.emit({
        kind: 'circuitChanged',
        atMs: clock.now(),
        server,
        from: 'closed',
        to,
        generation: 1,
        reason: 'failure-ratio',
        counts: { calls: 10, failures: 6, failuresInARow: 3 },
        failureCode: 'CALL_TIMEOUT',
        ...more,
      }),
    [Symbol.asyncDispose]: () => tracker.close(),
  });
}

export function playCall(
  { clock, bus }: { readonly clock: { now(): number }; readonly bus: EventBus },
  id: string,
  played: PlayedCall,
): void {
  const { server = 'jira', tool = 'search', method = 'tools/call', errors = [], session, durationMs = 20 } = played;
  const call: CallInfo = {
    id,
    principal: { id: 'anonymous' },
    server,
    method,
    target: method === 'tools/call' ? tool : method,
    safety: 'read',
    ...(session === undefined ? {} : { session }),
  };
  const atMs = clock.now();
  const end = played.end ?? errors.at(-1) ?? 'upstream';
  const request = { method, params: played.params ?? { name: tool } };
  bus.emit({ kind: 'callStarted', atMs, call, request });
  const outcomes = [
    ...errors.map((error) => ({ kind: 'failure', error, delivery: 'answered' }) as const),
    ...(end === 'upstream' ? [{ kind: 'success' } as const] : []),
  ];
  for (const [index, outcome] of outcomes.entries()) {
    bus.emit({ kind: 'attemptStarted', atMs, call, attempt: index + 1 });
    bus.emit({ kind: 'attemptFinished', atMs, call, attempt: index + 1, durationMs, outcome });
  }
  bus.emit({
    kind: 'callFinished',
    atMs,
    call,
    request,
    attempts: outcomes.length,
    durationMs,
    outcome:
      end instanceof MCPError
        ? { kind: 'failure', error: end }
        : { kind: 'success', servedBy: end, result: played.result ?? { content: [] } },
  });
}

/** An error of a kind, as the client makes them. */
export function errorOf(code: string, message = `Failed with ${code}.`, more: Partial<MCPErrorMore> = {}): MCPError {
  return new MCPError({ code, message, ...more });
}

interface MCPErrorMore {
  readonly kind: MCPError['kind'];
  readonly hint: string;
  readonly context: Readonly<Record<string, unknown>>;
}
