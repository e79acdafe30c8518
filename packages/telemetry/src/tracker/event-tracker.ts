import type { Observation, PurgeQuery, SeawallEvent, Timer } from '@seawall/core/base';
import { type Finding, Findings } from '../groups/findings.ts';
import { GroupBook } from '../groups/group-book.ts';
import { type GroupOptions, resolveGroupOptions } from '../groups/group-options.ts';
import { boundedName } from './bounded-text.ts';
import { errorOutcomeOf, errorsOfCall, toCallEnd, toCallRecord } from './call-end.ts';
import { CallSample } from './call-sample.ts';
import { ChangeListeners } from './change-listeners.ts';
import type { EventOf } from './core-events.ts';
import { ErrorRecorder } from './error-recorder.ts';
import { ErrorSample } from './error-sample.ts';
import { weightOf } from './error-weight.ts';
import { healthRecord } from './health-record.ts';
import { MinuteBook } from './minute-book.ts';
import { ObservedServers, type RosterNews } from './observed-servers.ts';
import { type MetError, type OpenCall, OpenCalls } from './open-calls.ts';
import { toErrorSummary, toOverview } from './overview.ts';
import type { ServerState } from './server-state.ts';
import type { ErrorGroups, Tracker, TrackerChange, TrackerDependencies, TrackerStatus } from './tracker.ts';
import { resolveTrackerOptions, type TrackerSettings } from './tracker-options.ts';
import type { ErrorSummary, Overview, RecentError, ServerView, ToolView } from './views.ts';

/** Turns events into health, counts, groups and records: see `createTracker`. */
export class EventTracker implements Tracker {
  readonly ready: Promise<void>;
  readonly #with: TrackerDependencies;
  #settings: TrackerSettings;
  #groupOptions: Required<GroupOptions>;
  readonly #servers: ObservedServers;
  readonly #calls: OpenCalls;
  readonly #sample: CallSample;
  readonly #errorSample: ErrorSample;
  readonly #minutes: MinuteBook;
  readonly #book: GroupBook;
  readonly #findings: Findings;
  readonly #errors: ErrorRecorder;
  readonly #roster: RosterNews;
  readonly #listeners = new ChangeListeners();
  /** Servers that time alone may make well. */
  readonly #uneasy = new Set<ServerState>();
  readonly #unsubscribe: () => void;
  #timer: Timer | undefined = undefined;
  #isTimerSoon = false;
  #isClosed = false;

  constructor(dependencies: TrackerDependencies, settings: TrackerSettings, groups: Required<GroupOptions>) {
    const { clock, createId, store, servers, subscribe } = dependencies;
    this.#with = dependencies;
    this.#settings = settings;
    this.#groupOptions = groups;
    this.#servers = new ObservedServers(servers, settings, () => clock.now());
    this.#sample = new CallSample(settings.maxGoodCallsPerSecond, clock.monotonicMs());
    this.#errorSample = new ErrorSample(settings.maxErrorsPerSecond);
    this.#calls = new OpenCalls();
    this.#minutes = new MinuteBook(store);
    this.#findings = new Findings(createId, (finding) => this.#listeners.tell({ kind: 'found', finding }));
    this.#book = new GroupBook({
      clock,
      store,
      settings: groups,
      onChange: (group, from) => {
        if (from === undefined || group.state === 'regressed') this.#findings.noteBeginning(group, group.lastSeenMs);
        this.#listeners.tell({ kind: 'groupChanged', group, ...(from === undefined ? {} : { from }) });
        this.#wake();
      },
    });
    this.#errors = new ErrorRecorder({
      createId,
      book: this.#book,
      findings: this.#findings,
      countServers: () => this.#servers.size,
      keepsEvidence: () => this.#settings.payloads !== 'off',
    });
    this.#roster = {
      onNew: (state) => this.#judge(state, clock.now()),
      onGone: (state) => {
        this.#uneasy.delete(state);
        this.#findings.forget(state.name);
      },
      onVersion: (server, from, to) => this.#findings.noteVersion(server, from, to, clock.now()),
    };
    this.#unsubscribe = subscribe((event) => this.#note(event));
    this.ready = Promise.all([this.#book.load(), this.#minutes.load(clock.now())]).then(() => this.#wake());
    this.#refresh();
  }

  servers(): readonly ServerView[] {
    this.#refresh();
    const nowMs = this.#with.clock.monotonicMs();
    const views = [...this.#servers.all()].map((state) => state.view(nowMs));
    return [...views.filter(({ isConfigured }) => isConfigured), ...views.filter(({ isConfigured }) => !isConfigured)];
  }

  server(name: string): ServerView | undefined {
    this.#refresh();
    return this.#servers.find(name)?.view(this.#with.clock.monotonicMs());
  }

  tools(server: string): readonly ToolView[] {
    this.#refresh();
    return this.#servers.find(server)?.toolViews(this.#with.clock.monotonicMs()) ?? [];
  }

  recentErrors(server: string): readonly RecentError[] {
    return this.#servers.find(server)?.recentErrors() ?? [];
  }

  errorSummary(): Readonly<Record<string, ErrorSummary>> {
    return toErrorSummary(this.servers());
  }

  overview(): Overview {
    return toOverview(this.servers(), this.#book.list(), this.#settings.windowMs);
  }

  findings(): readonly Finding[] {
    return this.#findings.list();
  }

  get groups(): ErrorGroups {
    return this.#book;
  }

  get status(): TrackerStatus {
    const { ignoredEvents } = this.#servers;
    const [unkeptCalls, unkeptErrors] = [this.#sample.left, this.#errorSample.left];
    return { openCalls: this.#calls.size, ignoredEvents, unkeptCalls, unkeptErrors };
  }

  subscribe(listener: (change: TrackerChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  keepPayloads({ payloads, maxPayloadLength }: Parameters<Tracker['keepPayloads']>[0]): void {
    this.#settings = resolveTrackerOptions({ ...this.#settings, payloads, maxPayloadLength });
  }

  groupBy(options: GroupOptions): void {
    this.#groupOptions = resolveGroupOptions({ ...this.#groupOptions, ...options });
    this.#book.configure(this.#groupOptions);
  }

  forget({ what, server: name }: PurgeQuery): void {
    if (what === 'everything') this.#minutes.forget(name);
    if (what !== 'everything' && what !== 'errors') return;
    this.#book.forget(name);
    this.#findings.forgetFindings(name);
    for (const state of this.#servers.all()) {
      if (name !== undefined && state.name !== name) continue;
      state.forgetErrors();
      this.#judge(state, this.#with.clock.now());
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unsubscribe();
    this.#timer?.cancel();
    // What an earlier process counted in this minute comes first.
    await this.ready;
    await this.#minutes.close();
    this.#book.close();
    this.#listeners.clear();
    await this.#with.store.flush();
  }

  #note(event: SeawallEvent): void {
    switch (event.kind) {
      case 'callStarted':
        this.#calls.start(event);
        return;
      case 'attemptFinished':
        this.#calls.finishAttempt(event);
        return;
      case 'callFinished':
        this.#noteCall(event);
        return;
      case 'connectionChanged':
        this.#noteConnection(event);
        return;
      case 'circuitChanged':
        this.#change(event.server, event.atMs, (state) => state.noteCircuit(event));
        return;
      case 'gateChanged':
        this.#change(event.server, event.atMs, (state) => state.noteGate(event));
        return;
      case 'catalogChanged':
        this.#servers.invalidate();
        return;
      case 'configReloaded':
        this.#noteReload(event);
        return;
      default:
        return;
    }
  }

  #noteCall(event: EventOf<'callFinished'>): void {
    const open = this.#calls.finish(event);
    const state = this.#servers.get(event.call.server);
    if (state === undefined) return;
    const isTool = event.call.method === 'tools/call';
    const tool = isTool ? state.tool(event.call.target) : undefined;
    const nowMs = this.#with.clock.monotonicMs();
    const end = toCallEnd(open, event, nowMs);
    state.noteCall(end);
    tool?.stats.note(end);
    const errors = errorsOfCall(open, event);
    if (errors.length === 0) this.#keepGoodCall(open, event, nowMs);
    else this.#keepErrors(state, errors, open, event, nowMs);
    this.#minutes.note({
      atMs: event.atMs,
      server: state.name,
      target: tool?.name ?? boundedName(event.call.method),
      isFailed: end.isFailed,
      isRecovered: end.isRecovered,
      attempts: event.attempts,
      durationMs: event.durationMs,
    });
    if (state.status.health !== 'healthy' || errors.some(tellsOfServer)) this.#judge(state, event.atMs);
    if (!this.#isTimerSoon) this.#wake();
  }

  #noteConnection(event: EventOf<'connectionChanged'>): void {
    const { server, atMs, status } = event;
    const state = this.#servers.get(server);
    if (state === undefined) return;
    const nowMs = this.#with.clock.monotonicMs();
    state.noteConnection(event, nowMs);
    // Another connection may be to another version, with other tools.
    if (status.state === 'ready') this.#servers.invalidate();
    if (FAILED_STATES.has(status.state) && 'lastError' in status && status.lastError !== undefined) {
      const record = this.#errors.note(state, { error: status.lastError, atMs, durationMs: 0 }, 'failed');
      if (this.#errorSample.takes(record.group, nowMs)) this.#with.store.append([{ kind: 'error', record }]);
      this.#listeners.tell({ kind: 'errorRecorded', record });
    }
    this.#judge(state, atMs);
    this.#wake();
  }

  #noteReload({ outcome, atMs }: EventOf<'configReloaded'>): void {
    if (outcome.kind === 'refused') return;
    for (const server of [...outcome.added, ...outcome.changed]) this.#findings.noteReload(boundedName(server), atMs);
    this.#servers.invalidate();
    this.#wake();
  }

  /** Keeps a call that met no error, when it stands out or is among those that are kept anyway. */
  #keepGoodCall(open: OpenCall, event: EventOf<'callFinished'>, nowMs: number): void {
    const { outcome } = event;
    const standsOut = !(outcome.kind === 'success' && outcome.servedBy === 'upstream');
    if (standsOut || this.#sample.takes(nowMs)) this.#with.store.append([this.#keptCall(open, event)]);
  }

  /** Keeps a call and its errors, as far as they are not too many, and tells of all errors. */
  #keepErrors(
    state: ServerState,
    errors: readonly MetError[],
    open: OpenCall,
    event: EventOf<'callFinished'>,
    nowMs: number,
  ): void {
    const outcome = errorOutcomeOf(event);
    const records = errors.map((met) => this.#errors.note(state, met, outcome, open));
    const kept = records.filter(({ group }) => this.#errorSample.takes(group, nowMs));
    if (kept.length > 0 || this.#sample.takes(nowMs)) {
      const observations = kept.map((record) => ({ kind: 'error', record }) as const);
      this.#with.store.append([this.#keptCall(open, event), ...observations]);
    }
    for (const record of records) this.#listeners.tell({ kind: 'errorRecorded', record });
  }

  #keptCall(open: OpenCall, event: EventOf<'callFinished'>): Observation {
    return { kind: 'call', record: toCallRecord(open, event, this.#settings) };
  }

  #change(server: string, atMs: number, apply: (state: ServerState) => void): void {
    const state = this.#servers.get(server);
    if (state === undefined) return;
    apply(state);
    this.#judge(state, atMs);
  }

  #judge(state: ServerState, atMs: number): void {
    const { clock, store, createId } = this.#with;
    const from = state.judge(atMs, clock.monotonicMs());
    const to = state.status;
    if (EASY.has(to.health)) this.#uneasy.delete(state);
    else this.#uneasy.add(state);
    if (from === undefined) return;
    store.append([{ kind: 'health', record: healthRecord(createId(), state.name, to) }]);
    this.#listeners.tell({ kind: 'healthChanged', server: state.name, from, to });
    this.#wake();
  }

  #refresh(): void {
    if (!this.#isClosed) this.#servers.refresh(this.#roster);
  }

  /** Sets the timer for what has to be done next, if anything has. */
  #wake(): void {
    if (this.#isClosed || this.#isTimerSoon) return;
    const isSoon = this.#minutes.hasNews || this.#book.hasNews;
    if (!isSoon && this.#timer !== undefined && this.#uneasy.size === 0) return;
    const delayMs = isSoon ? FLUSH_MS : this.#uneasy.size > 0 ? UNEASY_MS : this.#book.hasActive ? SWEEP_MS : undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (delayMs === undefined) return;
    this.#isTimerSoon = isSoon;
    this.#timer = this.#with.clock.setTimer(() => this.#tick(), delayMs, { background: true });
  }

  #tick(): void {
    if (this.#isClosed) return;
    const nowMs = this.#with.clock.now();
    this.#timer = undefined;
    this.#isTimerSoon = false;
    this.#refresh();
    for (const state of [...this.#uneasy]) this.#judge(state, nowMs);
    this.#book.sweep(nowMs);
    this.#minutes.flush();
    this.#book.flush();
    this.#wake();
  }
}

/** Whether a server that is well may be so no more by it: a caller that asks wrongly does that without end. */
function tellsOfServer({ error }: MetError): boolean {
  return weightOf(error.kind) !== 'nothing';
}

/** How long counts wait until they are handed to the store together. */
const FLUSH_MS = 5000;
/** How often a server that is not well is judged anew while nothing happens. */
const UNEASY_MS = 5000;
/** How often groups age while nothing happens. */
const SWEEP_MS = 600_000;
const EASY: ReadonlySet<string> = new Set(['healthy', 'disabled', 'unknown']);
const FAILED_STATES: ReadonlySet<string> = new Set(['backoff', 'crash-loop', 'auth-required', 'misconfigured']);
