import type { AlertView, GatewayView, Overview, ServerView } from '@seawall/admin-api';
import type { Colors, Paint } from '../../terminal/colors.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { renderTable } from '../../terminal/table.ts';
import { alertLines } from './alert-text.ts';
import { paragraph, type ReportView } from './report-view.ts';
import { isoText, spanText } from './span-text.ts';

/** How the gateway and its servers do. */
export interface GatewayStatus {
  readonly gateway: GatewayView;
  readonly overview: Overview;
  readonly servers: readonly ServerView[];
  /** Those that fire. */
  readonly alerts: readonly AlertView[];
}

/** All of it for a person: what is wrong first, then each server with the reason, then what fires. */
export function statusLines(status: GatewayStatus, view: ReportView): readonly string[] {
  const { overview, servers, alerts } = status;
  const { colors } = view;
  return [
    ...paragraph(overview.headline, { view, indent: 0, paint: colors.bold }),
    '',
    ...serverTable(servers, overview, view),
    ...servers.flatMap((server) => troubleLines(server, view)),
    ...(alerts.length === 0
      ? []
      : ['', colors.bold(`Alerts that fire: ${overview.firingAlerts}`), ...alertLines(alerts, view)]),
    ...findingLines(overview, view),
    '',
    ...paragraph(ownLine(status.gateway, view), { view, indent: 0, paint: colors.dim }),
  ];
}

/** The look of a health. */
export function healthPaint(health: ServerView['health']['state'], colors: Colors): Paint {
  switch (health) {
    case 'healthy':
      return colors.green;
    case 'degraded':
      return colors.yellow;
    case 'connecting':
      return colors.cyan;
    case 'unhealthy':
    case 'auth-required':
      return colors.red;
    case 'disabled':
    case 'unknown':
      return colors.dim;
  }
}

function serverTable(
  servers: readonly ServerView[],
  { windowMs }: Overview,
  { colors, width, nowMs }: ReportView,
): readonly string[] {
  if (servers.length === 0) return [];
  return renderTable({
    columns: [
      { title: 'SERVER', flexible: true },
      { title: 'HEALTH' },
      { title: 'SINCE', align: 'right' },
      { title: 'TOOLS', align: 'right' },
      { title: `CALLS IN ${spanText(windowMs)}`, align: 'right' },
      { title: 'ERRORS', align: 'right' },
      { title: 'P95', align: 'right' },
      { title: 'LAST SUCCESS', align: 'right' },
    ],
    rows: servers.map((server) => [
      server.name,
      { text: healthWord(server), paint: healthPaint(server.health.state, colors) },
      spanText(nowMs - server.health.sinceMs),
      String(server.tools),
      String(server.window.calls),
      server.window.errors === 0 ? '0' : `${server.window.errors} (${Math.round(server.window.errorRatio * 100)} %)`,
      server.latency === undefined ? '-' : `${Math.round(server.latency.p95Ms)} ms`,
      server.lastSuccessMs === undefined ? '-' : `${spanText(nowMs - server.lastSuccessMs)} ago`,
    ]),
    width,
    paintHeading: colors.dim,
  });
}

function healthWord({ isPaused, health }: ServerView): string {
  return isPaused ? `${health.state}, paused` : health.state;
}

/** Why a server is not as it should be, and what to do. */
function troubleLines(server: ServerView, view: ReportView): readonly string[] {
  const { colors } = view;
  const { health, isPaused, toolsDown, circuit, connection } = server;
  const isWell = health.state === 'healthy' || health.state === 'disabled' || health.state === 'unknown';
  const isOpen = circuit.state !== 'closed';
  if (isWell && !isPaused && !isOpen && toolsDown.length === 0) return [];
  const probe = circuit.nextProbeInMs === undefined ? '' : `, tested again in ${spanText(circuit.nextProbeInMs)}`;
  const retry = connection.retryInMs === undefined ? '' : ` Next attempt in ${spanText(connection.retryInMs)}.`;
  const tell = (text: string): readonly string[] => paragraph(text, { view, indent: INDENT });
  return [
    '',
    `  ${healthPaint(health.state, colors)(toDisplayLine(server.name))}`,
    ...tell(`${health.reason}${retry}`),
    // The reason tells of what somebody did by hand.
    ...(isOpen && circuit.changedBy === undefined ? tell(`circuit ${circuit.state}${probe}`) : []),
    ...(toolsDown.length === 0 ? [] : tell(`tools that get no calls: ${toolsDown.join(', ')}`)),
    ...(health.advice === undefined
      ? []
      : paragraph(`fix: ${health.advice}`, { view, indent: INDENT, paint: colors.bold })),
  ];
}

function findingLines({ findings, parkedCalls, newGroups, observing }: Overview, view: ReportView): readonly string[] {
  const found = [
    ...findings,
    ...(newGroups === 0 ? [] : [`Causes of errors that are new, growing or back: ${newGroups}. See "seawall groups".`]),
    ...(parkedCalls === 0 ? [] : [`Writes that wait to be sent: ${parkedCalls}. See "seawall parked list".`]),
    ...(observing.dropped === 0
      ? []
      : [`Records that were lost because the store could not follow: ${observing.dropped}.`]),
    ...(observing.trouble === undefined ? [] : [`The store: ${observing.trouble}`]),
  ];
  return found.length === 0 ? [] : ['', ...found.flatMap((text) => paragraph(text, { view, indent: 0 }))];
}

function ownLine(gateway: GatewayView, { nowMs }: ReportView): string {
  const { version, state, pid, mcpUrl, startedAtMs, runningCalls } = gateway;
  const since = `up ${spanText(nowMs - startedAtMs)}`;
  return `Seawall ${version} at ${mcpUrl}, ${state}, ${since}, process ${pid}, calls running: ${runningCalls}, ${isoText(nowMs)}`;
}

const INDENT = 4;
