import type { CircuitView, ServerDetail } from '@seawall/admin-api';
import { plural } from '../../format/amounts.ts';

/** Something that can be done with a server, or with one of its circuits. */
export interface ServerAction {
  readonly id: string;
  readonly title: string;
  readonly does: 'restart' | 'pause' | 'resume' | CircuitChange['does'];
  /** What will happen, and to whom. */
  readonly consequences: string;
  readonly isDangerous: boolean;
}

/** What makes sense for a server as it stands. */
export function serverActions(server: ServerDetail): {
  readonly main: readonly ServerAction[];
  readonly more: readonly ServerAction[];
} {
  const running =
    server.inFlight === 0
      ? 'No call runs on it now.'
      : `${plural(server.inFlight, 'call')} that run now end with an error.`;
  const restart: ServerAction = {
    id: 'restart',
    title: 'Restart',
    does: 'restart',
    consequences: `${server.transport === 'stdio' ? 'Its process ends and a new one is started.' : 'Its connection ends and a new one is opened.'} ${running}`,
    isDangerous: server.inFlight > 0,
  };
  const pause: ServerAction = server.isPaused
    ? {
        id: 'resume',
        title: 'Resume',
        does: 'resume',
        consequences: 'Calls go to the server again.',
        isDangerous: false,
      }
    : {
        id: 'pause',
        title: 'Pause',
        does: 'pause',
        consequences: `Agents get no more calls through to its ${plural(server.tools, 'tool')} until somebody resumes it. Calls that run now are left alone.`,
        isDangerous: true,
      };
  return { main: [restart, pause], more: circuitActions(server.circuit.state, `its ${plural(server.tools, 'tool')}`) };
}

/** Something that can be done with a circuit. */
export interface CircuitChange extends Omit<ServerAction, 'does'> {
  readonly does: 'open' | 'close' | 'isolate' | 'reset';
}

/** What makes sense for a circuit as it stands; `of` says which calls go through it: its tools, or the one tool. */
export function circuitActions(state: CircuitView['state'], of: string): readonly CircuitChange[] {
  const isHeld = state !== 'closed' && state !== 'open' && state !== 'half-open';
  return [
    {
      id: 'reset',
      title: isHeld ? 'Let the circuit work by itself' : 'Reset the circuit',
      does: 'reset',
      consequences: 'Its counts begin anew, and the next calls go to the server.',
      isDangerous: false,
    },
    {
      id: 'open',
      title: 'Hold the circuit open',
      does: 'open',
      consequences: `Calls to ${of} fail at once, until somebody resets the circuit. Fallbacks go on.`,
      isDangerous: true,
    },
    {
      id: 'isolate',
      title: 'Isolate the circuit',
      does: 'isolate',
      consequences: `Nothing is sent through it, not even probes, until somebody resets the circuit. Calls to ${of} fail at once.`,
      isDangerous: true,
    },
    {
      id: 'close',
      title: 'Hold the circuit closed',
      does: 'close',
      consequences: `Every call to ${of} goes through, however many fail, until somebody resets the circuit.`,
      isDangerous: true,
    },
  ];
}
