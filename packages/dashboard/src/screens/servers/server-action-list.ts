import type { ServerDetail } from '@seawall/admin-api';
import { plural } from '../../format/amounts.ts';

/** Something that can be done with a server. */
export interface ServerAction {
  readonly id: string;
  readonly title: string;
  readonly does: 'restart' | 'pause' | 'resume' | 'open' | 'close' | 'isolate' | 'reset';
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
  return { main: [restart, pause], more: circuitActions(server) };
}

function circuitActions({ circuit, tools }: ServerDetail): readonly ServerAction[] {
  const isHeld = circuit.state !== 'closed' && circuit.state !== 'open' && circuit.state !== 'half-open';
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
      consequences: `Calls to its ${plural(tools, 'tool')} fail at once, until somebody resets the circuit. Fallbacks go on.`,
      isDangerous: true,
    },
    {
      id: 'isolate',
      title: 'Isolate the server',
      does: 'isolate',
      consequences: `Nothing is sent to it, not even probes, until somebody resets the circuit. Calls to its ${plural(tools, 'tool')} fail at once.`,
      isDangerous: true,
    },
    {
      id: 'close',
      title: 'Hold the circuit closed',
      does: 'close',
      consequences: 'Every call goes to the server, however many fail, until somebody resets the circuit.',
      isDangerous: true,
    },
  ];
}
