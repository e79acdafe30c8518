import { CallStats } from './call-stats.ts';
import type { HealthStatus } from './health.ts';
import type { CircuitFacts } from './judge-server.ts';
import { judgeTool } from './judge-tool.ts';
import type { TrackerSettings } from './tracker-options.ts';
import type { ToolView } from './views.ts';

/** What is known of one tool. */
export class ToolState {
  readonly name: string;
  readonly stats: CallStats;
  circuit: CircuitFacts | undefined = undefined;
  readonly #settings: TrackerSettings;

  constructor(name: string, settings: TrackerSettings) {
    this.name = name;
    this.#settings = settings;
    this.stats = new CallStats(settings.windowMs);
  }

  view(server: ToolServer, nowMs: number): ToolView {
    const { stats, circuit } = this;
    const facts = stats.facts(nowMs);
    const latency = stats.quantiles(nowMs);
    const judgement = judgeTool({ ...facts, ...(circuit === undefined ? {} : { circuit }) }, server, this.#settings);
    return {
      server: server.name,
      tool: this.name,
      ...judgement,
      sinceMs:
        judgement.health === server.health ? server.sinceMs : (circuit?.sinceMs ?? stats.sinceMs ?? server.sinceMs),
      counters: stats.counters,
      window: windowOf(facts),
      failuresInARow: facts.failuresInARow,
      circuit: circuitView(circuit),
      ...(latency === undefined ? {} : { latency }),
      ...(stats.lastSuccessMs === undefined ? {} : { lastSuccessMs: stats.lastSuccessMs }),
      ...(stats.lastError === undefined ? {} : { lastError: stats.lastError }),
    };
  }
}

/** The server of a tool. */
export interface ToolServer extends HealthStatus {
  readonly name: string;
  /** Whether calls get to it at all. */
  readonly isUsable: boolean;
}

/** What calls of the window came to. */
export function windowOf({ calls, faults, throttles }: { calls: number; faults: number; throttles: number }): {
  readonly calls: number;
  readonly errors: number;
  readonly errorRatio: number;
} {
  const errors = faults + throttles;
  return { calls, errors, errorRatio: errors === 0 ? 0 : errors / Math.max(calls, errors) };
}

/** A circuit as it is shown. */
export function circuitView(circuit: CircuitFacts | undefined): ToolView['circuit'] {
  if (circuit === undefined) return { state: 'closed' };
  const { state, sinceMs, retryAtMs } = circuit;
  return { state, sinceMs, ...(retryAtMs === undefined ? {} : { retryAtMs }) };
}
