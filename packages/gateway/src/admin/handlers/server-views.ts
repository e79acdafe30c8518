import type { Overview, ServerDetail, ServerView, ToolView } from '@seawall/admin-api';
import type { ServerStatus, ServerTool } from '@seawall/client';
import { MCPResourceError, type PoliciesSnapshot, type Safety } from '@seawall/core/base';
import type { HealthStatus, ServerView as TrackedServer, ToolView as TrackedTool } from '@seawall/telemetry';
import type { ReadonlyDeep } from '../operations.ts';
import type { AdminContext } from '../sources.ts';
import { serverCircuit, toCircuitView, toolCircuit } from './circuit-view.ts';

/** Servers and tools as the API tells of them: what the client knows of the connection beside what the tracker judged. */
export class ServerViews {
  readonly #context: AdminContext;

  constructor(context: AdminContext) {
    this.#context = context;
  }

  all(): readonly ReadonlyDeep<ServerView>[] {
    return this.#context.seawall.servers().map((status) => this.#toView(status));
  }

  /** `undefined` for a server that the configuration does not have. */
  find(server: string): ReadonlyDeep<ServerView> | undefined {
    const status = this.#context.seawall.servers().find(({ name }) => name === server);
    return status === undefined ? undefined : this.#toView(status);
  }

  /** @throws {@link MCPResourceError} with `SERVER_NOT_FOUND`. */
  one(server: string): ReadonlyDeep<ServerView> {
    return this.#toView(this.#status(server));
  }

  /** @throws {@link MCPResourceError} with `SERVER_NOT_FOUND`. */
  detail(server: string): ReadonlyDeep<ServerDetail> {
    const { tracker } = this.#context.sources;
    const status = this.#status(server);
    const policies = this.#policies(server);
    const circuits = policies === undefined ? [] : [policies.circuit, ...policies.toolCircuits];
    return {
      ...this.#toView(status),
      circuits: circuits.map(toCircuitView),
      concurrencyLimit: policies?.concurrencyLimit ?? 0,
      retryTokens: policies?.retryTokens ?? 0,
      stderrTail: status.stderrTail,
      recentErrors: tracker.recentErrors(server),
    };
  }

  /** The circuit of a server or of one of its tools. @throws {@link MCPResourceError} with `SERVER_NOT_FOUND`. */
  circuit(server: string, tool: string | undefined): ReadonlyDeep<ServerView['circuit']> {
    this.#status(server);
    const policies = this.#policies(server);
    const { startedAtMs } = this.#context.gateway();
    return tool === undefined ? serverCircuit(policies, startedAtMs) : toolCircuit(policies, tool, startedAtMs);
  }

  /** @throws {@link MCPResourceError} with `SERVER_NOT_FOUND`. */
  async tools(server: string | undefined): Promise<readonly ReadonlyDeep<ToolView>[]> {
    const { seawall, sources } = this.#context;
    if (server !== undefined) this.#status(server);
    const wanted = seawall.listTools().filter((tool) => server === undefined || tool.server === server);
    const names = [...new Set(wanted.map((tool) => tool.server))];
    const tracked = new Map(
      names.map((name) => [name, new Map(sources.tracker.tools(name).map((tool) => [tool.tool, tool]))]),
    );
    const policies = new Map(names.map((name) => [name, this.#policies(name)]));
    return Promise.all(
      wanted.map(async (tool) =>
        this.#toToolView(tool, {
          tracked: tracked.get(tool.server)?.get(tool.definition.name),
          policies: policies.get(tool.server),
          safety: await seawall.safetyOf({ server: tool.server, name: tool.definition.name }),
        }),
      ),
    );
  }

  async overview(): Promise<ReadonlyDeep<Overview>> {
    const { seawall, sources } = this.#context;
    const { tracker, alerts, store } = sources;
    const seen = tracker.overview();
    const parked = await seawall.parkedCalls();
    const { where, waiting, dropped, trouble } = store.status;
    return {
      headline: seen.headline,
      servers: seen.servers,
      windowMs: seen.windowMs,
      window: { calls: seen.callsInWindow, errors: seen.errorsInWindow, errorRatio: seen.errorRatio },
      lifetime: seen.counters,
      openCircuits: seen.openCircuits,
      firingAlerts: alerts.active().filter(({ alert }) => alert.state === 'firing').length,
      newGroups: tracker.groups.list().filter(({ state }) => NEWS.has(state)).length,
      parkedCalls: parked?.size ?? 0,
      trouble: seen.trouble.map((status) => ({ server: status.server, ...toHealth(status) })),
      findings: [...parkingFindings(seawall), ...tracker.findings().map(({ text }) => text)],
      observing: {
        store: where,
        waiting,
        dropped,
        unkeptErrors: tracker.status.unkeptErrors,
        ...(trouble === undefined ? {} : { trouble: trouble.message }),
      },
    };
  }

  #toView(status: ServerStatus): ReadonlyDeep<ServerView> {
    const { gateway, sources } = this.#context;
    const { name } = status;
    const tracked = sources.tracker.server(name);
    const policies = this.#policies(name);
    const circuit = serverCircuit(policies, gateway().startedAtMs);
    return {
      name,
      transport: status.transport,
      health: toHealth(tracked ?? { ...NOT_KNOWN, sinceMs: gateway().startedAtMs }),
      connection: this.#toConnection(status),
      circuit,
      isPaused: circuit.state === 'isolated',
      tools: status.toolCount,
      toolsDown: tracked?.openTools ?? [],
      inFlight: policies?.inFlight ?? 0,
      queued: policies?.queued ?? 0,
      errorsByKind: tracked?.errorsByKind ?? {},
      ...toObserved(tracked),
    };
  }

  #toConnection({ status, info }: ServerStatus): ServerView['connection'] {
    const { serverInfo, protocolVersion } = info ?? {};
    return {
      state: status.state,
      ...('sinceMs' in status ? { sinceMs: status.sinceMs } : {}),
      ...('retryAtMs' in status ? { retryInMs: Math.max(0, status.retryAtMs - this.#context.clock.now()) } : {}),
      ...(protocolVersion === undefined ? {} : { protocolVersion }),
      ...(serverInfo === undefined ? {} : { software: `${serverInfo.name} ${serverInfo.version}` }),
    };
  }

  #toToolView({ server, definition }: ServerTool, known: KnownOfTool): ReadonlyDeep<ToolView> {
    const { tracked, policies, safety } = known;
    const { name, title, description } = definition;
    const { startedAtMs } = this.#context.gateway();
    const hasCircuit = policies?.toolCircuits.some(({ tool }) => tool === name) === true;
    return {
      server,
      name,
      safety,
      ...(typeof title === 'string' ? { title: title.slice(0, MAX_TITLE) } : {}),
      ...(typeof description === 'string' ? { description: description.slice(0, MAX_DESCRIPTION) } : {}),
      health: toHealth(tracked ?? { ...NOT_KNOWN, sinceMs: startedAtMs }),
      ...(hasCircuit ? { circuit: toolCircuit(policies, name, startedAtMs) } : {}),
      consecutiveFailures: tracked?.failuresInARow ?? 0,
      ...toObserved(tracked),
    };
  }

  /** A server whose entry can't be used has none. */
  #policies(server: string): PoliciesSnapshot | undefined {
    return this.#context.seawall.policies(server);
  }

  #status(server: string): ServerStatus {
    const status = this.#context.seawall.servers().find(({ name }) => name === server);
    if (status !== undefined) return status;
    throw new MCPResourceError({
      code: 'SERVER_NOT_FOUND',
      resourceType: 'server',
      resourceId: server,
      message: `The configuration has no server "${server}".`,
      hint: 'GET /api/servers lists them.',
    });
  }
}

interface KnownOfTool {
  readonly tracked: TrackedTool | undefined;
  readonly policies: PoliciesSnapshot | undefined;
  readonly safety: Safety;
}

/** Groups that somebody should look at. */
const NEWS: ReadonlySet<string> = new Set(['new', 'escalating', 'regressed']);
const MAX_TITLE = 200;
const MAX_DESCRIPTION = 4000;

const NOT_KNOWN = { health: 'unknown', reason: 'Nothing is known of it yet.' } as const;
const NO_COUNTERS = { calls: 0, failures: 0, recovered: 0, refused: 0, errors: 0 } as const;

function toHealth({ health, sinceMs, reason, advice }: HealthStatus): ServerView['health'] {
  return { state: health, sinceMs, reason, ...(advice === undefined ? {} : { advice }) };
}

function parkingFindings({ parkingTrouble }: AdminContext['seawall']): readonly string[] {
  return parkingTrouble === undefined ? [] : [`No write is parked: ${parkingTrouble.message}`];
}

type Observed = Pick<ServerView, 'window' | 'lifetime' | 'latency' | 'lastSuccessMs' | 'lastError'>;

/** What servers and tools have in common. */
function toObserved(tracked: TrackedServer | TrackedTool | undefined): ReadonlyDeep<Observed> {
  const { latency, lastSuccessMs, lastError } = tracked ?? {};
  return {
    window: tracked?.window ?? { calls: 0, errors: 0, errorRatio: 0 },
    lifetime: tracked?.counters ?? NO_COUNTERS,
    ...(latency === undefined ? {} : { latency }),
    ...(lastSuccessMs === undefined ? {} : { lastSuccessMs }),
    ...(lastError === undefined ? {} : { lastError }),
  };
}
