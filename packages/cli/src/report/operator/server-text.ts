import type { CheckView, CircuitView, ServerView } from '@seawall/admin-api';
import { toDisplayLine } from '../../terminal/display-text.ts';
import type { ReportView } from './report-view.ts';
import { healthPaint } from './status-text.ts';

/** How a server stands after something was done to it, in a line. */
export function serverStateLine({ name, health, connection, isPaused }: ServerView, { colors }: ReportView): string {
  const state = healthPaint(health.state, colors)(health.state);
  const paused = isPaused ? ', paused' : '';
  return `${toDisplayLine(name)}: ${state}, connection ${connection.state}${paused}. ${toDisplayLine(health.reason)}`;
}

/** What a server answered when it was asked whether it is there. */
export function checkLine({ server, result, elapsedMs, error }: CheckView, { colors }: ReportView): string {
  const took = elapsedMs === undefined ? '' : ` in ${Math.round(elapsedMs)} ms`;
  const paint = result === 'connected' ? colors.green : colors.red;
  const why = error === undefined ? '' : ` ${[error.message, error.hint].filter(Boolean).join(' ')} (${error.code})`;
  return `${toDisplayLine(server)}: ${paint(CHECK_WORDS[result])}${took}.${toDisplayLine(why) === '' ? '' : ` ${toDisplayLine(why)}`}`;
}

const CHECK_WORDS: Readonly<Record<CheckView['result'], string>> = {
  connected: 'answers',
  not_connected: 'is not connected',
  no_session: 'has no session',
  error: 'does not answer',
};

/** How a circuit stands, in a line. */
export function circuitLine(server: string, circuit: CircuitView, { colors }: ReportView): string {
  const about = circuit.tool === undefined ? server : `${server} ${circuit.tool}`;
  const paint = circuit.state === 'closed' || circuit.state === 'forced-closed' ? colors.green : colors.red;
  return `${toDisplayLine(about)}: circuit ${paint(circuit.state)}.`;
}
