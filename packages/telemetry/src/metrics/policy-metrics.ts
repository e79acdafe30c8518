import type { CircuitState } from '@seawall/core/base';
import type { EventOf, PolicyEvent } from '../tracker/core-events.ts';
import { type Family, NumberFamily } from './family.ts';

/** Counts what policies did. */
export class PolicyMetrics {
  readonly #serverOf: (name: string) => string;
  readonly #circuits = new NumberFamily('gauge', 'seawall_circuit_state', ['server', 'scope', 'state']);
  /** Of tools one number a server: how many circuits are in the state. Bounded like the series. */
  readonly #toolStates = new Map<string, CircuitState>();
  readonly #transitions = new NumberFamily('counter', 'seawall_circuit_transitions_total', [
    'server',
    'scope',
    'from',
    'to',
  ]);
  readonly #retries = new NumberFamily('counter', 'seawall_retries_total', ['server', 'reason']);
  readonly #suppressed = new NumberFamily('counter', 'seawall_retries_suppressed_total', ['server', 'reason']);
  readonly #hedges = new NumberFamily('counter', 'seawall_hedges_total', ['server', 'result']);
  readonly #fallbacks = new NumberFamily('counter', 'seawall_fallbacks_total', ['server', 'kind']);
  readonly #stale = new NumberFamily('counter', 'seawall_stale_served_total', ['server']);
  readonly #queued = new NumberFamily('counter', 'seawall_calls_queued_total', ['server']);
  readonly #joined = new NumberFamily('counter', 'seawall_calls_joined_total', ['server']);
  readonly #parked = new NumberFamily('counter', 'seawall_parked_changes_total', ['server', 'to']);
  readonly #probes = new NumberFamily('counter', 'seawall_silence_probes_total', ['server', 'result']);
  readonly #limits = new NumberFamily('gauge', 'seawall_concurrency_limit', ['server']);
  readonly #held = new NumberFamily('gauge', 'seawall_rate_gate_held', ['server']);

  /** @param serverOf the name of a server as a label has it */
  constructor(serverOf: (name: string) => string) {
    this.#serverOf = serverOf;
  }

  get families(): readonly Family[] {
    return [
      this.#circuits,
      this.#transitions,
      this.#retries,
      this.#suppressed,
      this.#hedges,
      this.#fallbacks,
      this.#stale,
      this.#queued,
      this.#joined,
      this.#parked,
      this.#probes,
      this.#limits,
      this.#held,
    ];
  }

  note(event: PolicyEvent): void {
    const server = this.#serverOf('call' in event ? event.call.server : event.server);
    switch (event.kind) {
      case 'circuitChanged':
        this.#noteCircuit(server, event);
        return;
      case 'gateChanged':
        if (event.tool === undefined) this.#held.set([server], event.to === 'held' ? 1 : 0);
        return;
      case 'retryScheduled':
        this.#retries.add([server, event.because]);
        return;
      case 'retrySuppressed':
        this.#suppressed.add([server, event.reason]);
        return;
      case 'hedgeStarted':
        this.#hedges.add([server, 'started']);
        return;
      case 'hedgeWon':
        this.#hedges.add([server, 'won']);
        return;
      case 'fallbackServed':
        this.#fallbacks.add([server, event.by.kind]);
        return;
      case 'staleServed':
        this.#stale.add([server]);
        return;
      case 'callQueued':
        this.#queued.add([server]);
        return;
      case 'callJoined':
        this.#joined.add([server]);
        return;
      case 'callParked':
        this.#parked.add([server, 'parked']);
        return;
      case 'parkedChanged':
        if (event.from !== event.to) this.#parked.add([server, event.to]);
        return;
      case 'silenceProbed':
        this.#probes.add([server, event.result]);
        return;
      case 'concurrencyLimitChanged':
        this.#limits.set([server], event.to);
        return;
    }
  }

  /** The server is no longer there: what it was last would be told for ever. */
  forget(server: string): void {
    for (const family of [this.#circuits, this.#limits, this.#held]) family.remove(0, server);
    for (const key of this.#toolStates.keys()) if (key.startsWith(`${server}\u0000`)) this.#toolStates.delete(key);
  }

  #noteCircuit(server: string, { tool, from, to }: EventOf<'circuitChanged'>): void {
    const scope = tool === undefined ? 'server' : 'tool';
    this.#transitions.add([server, scope, from, to]);
    if (tool === undefined) {
      for (const state of STATES) this.#circuits.set([server, scope, state], state === to ? 1 : 0);
      return;
    }
    const key = `${server}\u0000${tool}`;
    const before = this.#toolStates.get(key);
    if (before !== undefined) this.#circuits.add([server, scope, before], -1);
    this.#toolStates.delete(key);
    // A closed circuit of a tool is nothing to tell of.
    if (to === 'closed' || this.#toolStates.size >= MAX_TOOL_STATES) return;
    this.#toolStates.set(key, to);
    this.#circuits.add([server, scope, to]);
  }
}

const STATES: readonly CircuitState[] = ['closed', 'open', 'half-open', 'forced-closed', 'isolated', 'forced-open'];
const MAX_TOOL_STATES = 10_000;
