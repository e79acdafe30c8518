import { openSeawall, type Seawall } from '@seawall/client';
import type { CallRequest, Logger, Principal, SeawallEvent } from '@seawall/core/base';
import { createRouter, type Router } from '@seawall/gateway/routing';
import type { Chance } from '../chance.ts';
import { hidesSecrets } from '../invariants/secrets.ts';
import { runsOnce, sendsAgainInTime } from '../invariants/truth.ts';
import type { Execution, Ledger } from '../servers/ledger.ts';
import { SimulatedConnector } from '../servers/simulated-connector.ts';
import type { SimulatedServer } from '../servers/simulated-server.ts';
import type { SentRequest, Wire } from '../servers/wire.ts';
import { ProcessClock } from '../time/process-clock.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Trace } from '../trace.ts';
import { assertHolds } from '../violation.ts';
import { configurationOf } from './configuration.ts';
import type { SimulatedDisk } from './crashing-log.ts';
import { Observer } from './observer.ts';
import { ServerWatch } from './server-watch.ts';
import type { SimulatedCall } from './simulated-call.ts';

/** What a simulated process lives in. */
export interface ProcessWorld {
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly chance: Chance;
  readonly servers: ReadonlyMap<string, SimulatedServer>;
  readonly ledger: Ledger;
  readonly disk: SimulatedDisk | undefined;
  readonly callOf: (id: string) => SimulatedCall | undefined;
  readonly hasSleptSince: (atMs: number) => boolean;
  /** Takes what went wrong in a place from which it can't be thrown. */
  readonly report: (error: unknown) => void;
}

/** One life of the client and the gateway's router over simulated servers. */
export class SimulatedProcess {
  readonly clock: ProcessClock;
  readonly seawall: Seawall;
  readonly router: Router;
  readonly observer: Observer;
  readonly #world: ProcessWorld;
  readonly #watches = new Map<string, ServerWatch>();
  /** Of entries that were changed or removed; bounded by the actions of the scenario. */
  readonly #former: ServerWatch[] = [];
  readonly #calls = new WeakMap<Principal, SimulatedCall>();
  readonly #secrets: readonly string[];
  /** Servers whose words hold their secret: only then there is something to look for. */
  readonly #isLeaky: boolean;
  readonly #revisions = new Map<string, number>();
  isAlive = true;

  constructor(world: ProcessWorld, lives: number) {
    const { time, trace, chance, servers, disk } = world;
    this.#world = world;
    this.#secrets = [...servers.values()].map(({ secret }) => secret);
    this.#isLeaky = [...servers.values()].some(({ plan }) => plan.isLeaky);
    this.clock = new ProcessClock(time);
    this.observer = new Observer({
      trace,
      nowMs: () => time.nowMs,
      watchOf: (server) => this.#watches.get(server),
      formerWatchesOf: (server) => this.#former.filter(({ plan }) => plan.name === server),
    });
    let ids = 0;
    const logger: Logger = { log: (_level, message, fields) => this.#hearLog(message, fields) };
    this.seawall = openSeawall(this.configuration(), {
      clock: this.clock,
      random: chance.fork().next,
      createId: () => {
        ids += 1;
        return `${lives}.${ids}`;
      },
      logger,
      createConnector: ({ name }) => this.#createConnector(name),
      ...(disk === undefined ? {} : { parkedLog: () => Promise.resolve(disk.open()) }),
    });
    this.seawall.subscribe((event) => this.#hear(event));
    this.router = createRouter({ seawall: this.seawall, clock: this.clock, logger });
  }

  /** The configuration with the entries as they stand, without those named. */
  configuration(without: readonly string[] = []) {
    const kept = [...this.#world.servers.values()].filter(({ plan }) => !without.includes(plan.name));
    return configurationOf(
      kept.map(({ plan, secret }) => ({ plan, secret, revision: this.#revisions.get(plan.name) ?? 0 })),
    );
  }

  /** Changes the entry of a server, for the next configuration. */
  changeEntry(server: string): void {
    this.#revisions.set(server, (this.#revisions.get(server) ?? 0) + 1);
  }

  /** The client will tell of this call. */
  expect(call: SimulatedCall): void {
    this.#calls.set(call.principal, call);
    const watch = this.#watches.get(call.server.name);
    if (watch === undefined) return;
    const hasElsewhere = (call.tool?.fallback.length ?? 0) > 0 || call.tool?.park === true;
    // A call may wait for an equal one that was let through before.
    const mayJoin = call.tool === undefined || call.tool.singleFlight;
    call.wasKnownBad = watch.circuit.isRefusing && !hasElsewhere && !mayJoin;
  }

  /** Makes a call as a host does. */
  call(call: SimulatedCall): Promise<unknown> {
    const { target, server, key, id, timeoutMs, isRouted, wantsProgress } = call.plan;
    const options = {
      principal: call.principal,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(call.cancel === undefined ? {} : { signal: call.cancel.signal }),
      ...(wantsProgress ? { onProgress: () => undefined } : {}),
    };
    if (target.kind === 'list') return this.seawall.request(server, { method: 'tools/list' }, options);
    if (target.kind === 'resource')
      return this.seawall.request(server, { method: 'resources/read', params: { uri: target.uri } }, options);
    if (isRouted) this.#guard(() => this.#checkRoute(server, target.tool));
    const given = call.safety === 'read' ? { key } : { key, call: id };
    return this.seawall.callTool({ server, name: target.tool, arguments: given }, options);
  }

  /** The gateway finds the tool by its public name, if its server's list is known. */
  #checkRoute(server: string, tool: string): void {
    const route = this.router.table().findTool(`${server}__${tool}`);
    if (route === undefined && !this.seawall.listTools().some((listed) => listed.server === server)) return;
    if (route?.server === server && route.name === tool) return;
    assertHolds('I10', `The tool ${tool} of ${server} is listed, and leads to ${route?.server ?? 'nowhere'}.`);
  }

  watchOf(server: string): ServerWatch | undefined {
    return this.#watches.get(server);
  }

  watches(): Iterable<ServerWatch> {
    return this.#watches.values();
  }

  /** Ends without a word, as by SIGKILL. */
  kill(): void {
    this.#world.trace.note(this.#world.time.nowMs, 'killed');
    this.isAlive = false;
    this.clock.stop();
    for (const server of this.#world.servers.values())
      for (const connection of [...server.connections]) connection.vanish();
  }

  #send(request: CallRequest): SentRequest {
    const attempt = this.observer.take(request.method);
    const { nowMs } = this.#world.time;
    const given = request.params?.arguments;
    const named = typeof given === 'object' && given !== null ? Reflect.get(given, 'call') : undefined;
    const call =
      attempt === undefined
        ? undefined
        : (this.#calls.get(attempt.call.principal) ?? this.#world.callOf(String(named)));
    if (attempt !== undefined) {
      this.observer.counts.requests += 1;
      this.#guard(() => this.observer.noteSent(attempt));
    }
    // Its break was over just then, and this call tries it out.
    if (call !== undefined) call.wasKnownBad = false;
    if (attempt !== undefined && call !== undefined) this.#checkRepetition(call, attempt.call.server, nowMs);
    return {
      call: attempt?.call,
      callId: call?.plan.id ?? '',
      principal: attempt?.call.principal.id ?? '',
      settle: (signals) => {
        if (attempt !== undefined) this.observer.noteSignals(attempt, signals);
      },
      noteProgress: () => {
        if (call !== undefined) call.progressMs = this.#world.time.nowMs;
      },
    };
  }

  #noteExecution(execution: Execution, times: number): void {
    const { trace, callOf, report } = this.#world;
    trace.note(execution.atMs, 'carried out', execution.callId, execution.server, execution.target, times);
    const call = callOf(execution.callId);
    if (call === undefined) return;
    try {
      assertHolds('I1', runsOnce(execution, { safety: call.safety, times }));
    } catch (error) {
      report(error);
    }
  }

  #ping(watch: ServerWatch): (isAnswered: boolean) => void {
    this.#world.trace.note(this.#world.time.nowMs, 'ping', watch.plan.name);
    this.#guard(() => this.observer.beginPing(watch));
    return (isAnswered) => this.observer.endPing(watch, isAnswered);
  }

  #createConnector(name: string) {
    const server = this.#world.servers.get(name);
    if (server === undefined) throw new RangeError(`There is no server ${name}.`);
    const former = this.#watches.get(name);
    if (former !== undefined) this.#former.push(former);
    const watch = new ServerWatch(server.plan, this.#world.time.nowMs);
    this.#watches.set(name, watch);
    return new SimulatedConnector(server, this.#wireOf(watch));
  }

  #wireOf(watch: ServerWatch): Wire {
    const isAlive = (): boolean => this.isAlive;
    return {
      get isAlive() {
        return isAlive();
      },
      send: (request) => this.#send(request),
      noteExecution: (execution, times) => this.#noteExecution(execution, times),
      ping: () => this.#ping(watch),
    };
  }

  #checkRepetition(call: SimulatedCall, server: string, nowMs: number): void {
    if (call.firstSentMs < 0) call.firstSentMs = nowMs;
    if (call.safety !== 'idempotent-write' || server !== call.server.name) return;
    const idempotentWithinMs = call.server.policies.retry?.idempotentWithinMs ?? 60_000;
    const agoMs = nowMs - call.firstSentMs;
    // A machine that slept before it sent could not know.
    if (this.#world.hasSleptSince(call.firstSentMs)) return;
    const mayHaveRun = this.#world.ledger.timesOf(call.plan.id) > 0;
    this.#guard(() => assertHolds('I1', sendsAgainInTime(call.plan.id, { mayHaveRun, agoMs, idempotentWithinMs })));
  }

  #hear(event: SeawallEvent): void {
    this.#guard(() => {
      if (event.kind === 'callStarted') {
        const call = this.#calls.get(event.call.principal);
        if (call !== undefined) call.infoId ??= event.call.id;
      }
      this.observer.hear(event);
      if (this.#isLeaky) this.#search(event, `the event ${event.kind}`);
    });
  }

  #hearLog(message: string, fields: Readonly<Record<string, unknown>> | undefined): void {
    if (this.#isLeaky) this.#guard(() => this.#search({ message, fields }, 'a log record'));
  }

  #search(value: unknown, where: string): void {
    assertHolds('I9', hidesSecrets(JSON.stringify(value) ?? '', this.#secrets, where));
  }

  /** What the client calls back may not throw into it: the client would take that for something else. */
  #guard(check: () => void): void {
    if (!this.isAlive) return;
    try {
      check();
    } catch (error) {
      this.#world.report(error);
    }
  }
}
