import type { CircuitState, Safety, SeawallEvent } from '@seawall/core/base';

/** A circuit tells that it is in another state. */
export type CircuitChanged = Extract<SeawallEvent, { kind: 'circuitChanged' }>;

/** What is known of one circuit beside what it says of itself. */
export interface WatchedCircuit {
  readonly state: CircuitState;
  readonly generation: number;
  readonly isProbed: boolean;
  /** Attempts of this generation that are under way. */
  readonly trials: number;
  /** Results of this generation that say something, as the servers know it. */
  readonly calls: number;
  readonly failures: number;
  /** When something last showed that the server is there: a success of this generation, a ping that was answered, a handshake. */
  readonly provenMs: number;
}

/** I3: an attempt begins. */
export function isAdmitted(circuit: WatchedCircuit, safety: Safety, name: string): string | undefined {
  switch (circuit.state) {
    case 'open':
    case 'forced-open':
    case 'isolated':
      return `An attempt began though the circuit of ${name} was ${circuit.state}.`;
    case 'half-open':
      if (safety !== 'read') return `A ${safety} tried out the half-open circuit of ${name}.`;
      return !circuit.isProbed && circuit.trials > 0 ? `A second probe tried out the circuit of ${name}.` : undefined;
    default:
      return undefined;
  }
}

/** I3: pings under way of one server, of which each has a purpose. */
export function probesAreFew(pings: number, purposes: number, name: string): string | undefined {
  return pings > purposes ? `${pings} pings of ${name} were under way at once, for ${purposes} purposes.` : undefined;
}

/** I4 and I5: what a circuit that opens counted, beside what happened. */
export function opensForReason(change: CircuitChanged, circuit: WatchedCircuit, name: string): string | undefined {
  if (change.to !== 'open') return undefined;
  if (change.reason !== 'failure-ratio' && change.reason !== 'failures-in-a-row') return undefined;
  const { failures, failuresInARow } = change.counts;
  const counted = change.reason === 'failure-ratio' ? failures : failuresInARow;
  if (counted <= circuit.failures) return undefined;
  return `The circuit of ${name} opened (${change.reason}) on ${counted} failures; of this generation there were ${circuit.failures}.`;
}

/** I4: a circuit is tried out, or closes, because something showed that it works. */
export function mendsForReason(
  change: CircuitChanged,
  circuit: WatchedCircuit,
  sinceMs: number,
  name: string,
): string | undefined {
  const needsProof =
    (change.from === 'half-open' && change.to === 'closed' && change.reason === 'recovered') ||
    change.reason === 'probe-succeeded' ||
    change.reason === 'alive';
  if (!needsProof || circuit.provenMs >= sinceMs) return undefined;
  return `The circuit of ${name} went to ${change.to} (${change.reason}), and nothing had shown that it works since ${sinceMs.toFixed(1)} ms.`;
}
