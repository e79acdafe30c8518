import type { ServerStatus } from '@seawall/client';
import type { MCPError } from '@seawall/core/base';
import type { Colors, Paint } from '../terminal/colors.ts';
import { toDisplayLine, wrapToWidth } from '../terminal/display-text.ts';
import { type Cell, renderTable } from '../terminal/table.ts';

/** The servers as a table; under it, for each that is not ready, why and what to do. */
export function serverLines(servers: readonly ServerStatus[], view: ServerView): readonly string[] {
  const { colors, width } = view;
  const table = renderTable({
    columns: [
      { title: 'SERVER', flexible: true },
      { title: 'STATE' },
      { title: 'TOOLS', align: 'right' },
      { title: 'CONNECTED IN', align: 'right' },
    ],
    rows: servers.map((server) => [server.name, stateCell(server, colors), toolsCell(server), connectCell(server)]),
    width,
    paintHeading: colors.dim,
  });
  return [...table, ...servers.flatMap((server) => reasonLines(server, view))];
}

/** How to show servers. */
export interface ServerView {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Now, in milliseconds since the epoch: for how long until the next attempt. */
  readonly nowMs: number;
}

/** Why a server is not ready; `undefined` while nothing has failed. */
export function failureOf(server: ServerStatus): MCPError | undefined {
  return 'lastError' in server.status ? server.status.lastError : undefined;
}

/** One server in one line without looks, for output that is no terminal. */
export function serverLine(server: ServerStatus): string {
  const { status, name, toolCount } = server;
  if (status.state === 'ready')
    return toDisplayLine(`${name}: ready, ${countOf(toolCount, 'tool')}, connected in ${inSeconds(status.connectMs)}`);
  const error = failureOf(server);
  const reason =
    status.state === 'stopped'
      ? status.reason
      : [error?.message, error?.hint].filter((part) => part !== undefined).join(' ');
  return toDisplayLine(reason === '' ? `${name}: ${status.state}` : `${name}: ${status.state}: ${reason}`);
}

/** `1 tool`, `2 tools`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const MAX_REASON_LINES = 4;
const INDENT = '    ';

function reasonLines(server: ServerStatus, { colors, width, nowMs }: ServerView): readonly string[] {
  const { status } = server;
  const error = failureOf(server);
  if (error === undefined && status.state !== 'stopped') return [];
  const room = Math.max(10, width - INDENT.length - 2);
  const retry = 'retryAtMs' in status ? ` Next attempt ${untilText(status.retryAtMs - nowMs)}.` : '';
  const why = status.state === 'stopped' ? status.reason : `${error?.message ?? ''}${retry}`;
  return [
    '',
    `  ${statePaint(server, colors)(toDisplayLine(server.name))}`,
    ...wrapToWidth(toDisplayLine(why), room, MAX_REASON_LINES).map((line) => INDENT + line),
    ...(error?.hint === undefined
      ? []
      : wrapToWidth(`fix: ${toDisplayLine(error.hint)}`, room, MAX_REASON_LINES).map(
          (line) => INDENT + colors.bold(line),
        )),
  ];
}

function untilText(delayMs: number): string {
  return delayMs <= 500 ? 'now' : `in ${Math.ceil(delayMs / 1000)} s`;
}

function stateCell(server: ServerStatus, colors: Colors): Cell {
  return { text: server.status.state, paint: statePaint(server, colors) };
}

function statePaint(server: ServerStatus, colors: Colors): Paint {
  switch (server.status.state) {
    case 'ready':
      return colors.green;
    case 'idle':
    case 'connecting':
      return failureOf(server) === undefined ? colors.cyan : colors.yellow;
    case 'backoff':
      return colors.yellow;
    case 'stopped':
      return colors.dim;
    case 'auth-required':
    case 'misconfigured':
    case 'crash-loop':
      return colors.red;
  }
}

function toolsCell(server: ServerStatus): string {
  return server.status.state === 'ready' || server.toolCount > 0 ? String(server.toolCount) : '-';
}

function connectCell({ status }: ServerStatus): string {
  return status.state === 'ready' ? inSeconds(status.connectMs) : '-';
}

function inSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}
