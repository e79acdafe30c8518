import type { MCPError } from '@seawall/core/base';
import { type AdminFlags, type AdminWork, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import { watchGateway } from '../../admin/watch-gateway.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { paragraph, viewOf } from '../../report/operator/report-view.ts';
import { timeText } from '../../report/operator/span-text.ts';
import { type GatewayStatus, statusLines } from '../../report/operator/status-text.ts';
import { toJsonText } from '../../terminal/json-text.ts';
import { createLiveRegion } from '../../terminal/live-region.ts';

/** What the command line says. */
export interface StatusFlags extends AdminFlags {
  readonly watch?: true;
}

/** `seawall status`: how the running gateway and its servers do. */
export function status(context: CommandContext, flags: StatusFlags): Promise<number> {
  return withGateway(context, flags, async (work) => {
    if (flags.watch === true) await watchStatus(work, flags.json === true);
    else {
      const seen = await lookAt(work);
      if (flags.json === true) writeJson(context, seen);
      else writeLines(context, statusLines(seen, viewOf(context)));
    }
    return EXIT.ok;
  });
}

async function lookAt({ connection }: AdminWork): Promise<GatewayStatus> {
  const [gateway, overview, servers, alerts] = await Promise.all([
    connection.request('getGateway'),
    connection.request('getOverview'),
    connection.request('listServers'),
    connection.request('listAlerts', { query: { states: 'firing', limit: 100 } }),
  ]);
  return { gateway, overview, servers: servers.items, alerts: alerts.items };
}

async function watchStatus(work: AdminWork, isJson: boolean): Promise<void> {
  const { context } = work;
  const screen = isJson || context.stdout.isTTY !== true ? plainScreen(context, isJson) : liveScreen(context);
  await watchGateway(work, { kinds: WATCHED, look: () => lookAt(work), ...screen });
}

const WATCHED = new Set(['server', 'serverRemoved', 'overview', 'alert', 'parked', 'configuration'] as const);

interface Screen {
  show(seen: GatewayStatus): void;
  onLost(error: MCPError): void;
}

/** Drawn again in place; while the gateway is away what was known last stays under the reason. */
function liveScreen(context: CommandContext): Screen {
  const region = createLiveRegion(context.stdout);
  let last: GatewayStatus | undefined;
  return {
    show: (seen) => {
      last = seen;
      region.draw(statusLines(seen, viewOf(context)));
    },
    onLost: (error) => {
      const view = viewOf(context);
      const text = lostText(context, error);
      const before = last === undefined ? [] : ['', ...statusLines(last, view)];
      region.draw([...paragraph(text, { view, indent: 0, paint: view.colors.red }), ...before]);
    },
  };
}

/** One text or document after the other, only when something is other than before. */
function plainScreen(context: CommandContext, isJson: boolean): Screen {
  let before: string | undefined;
  return {
    show: (seen) => {
      const now = essence(seen);
      if (now === before) return;
      if (isJson) context.stdout.write(`${toJsonText(seen)}\n`);
      else writeLines(context, [...(before === undefined ? [] : ['']), ...statusLines(seen, viewOf(context))]);
      before = now;
    },
    onLost: (error) => {
      before = '';
      context.stderr.write(`${paragraph(lostText(context, error), { view: viewOf(context), indent: 0 }).join('\n')}\n`);
    },
  };
}

/** What counts as a change: not that time goes by. */
function essence({ overview, servers, alerts }: GatewayStatus): string {
  return JSON.stringify([
    overview.headline,
    overview.parkedCalls,
    overview.findings,
    servers.map(({ name, health, isPaused, circuit, tools, toolsDown, connection }) => [
      name,
      health.state,
      health.reason,
      isPaused,
      circuit.state,
      tools,
      toolsDown,
      connection.state,
    ]),
    alerts.map(({ id, state, acknowledged, mutedBy }) => [id, state, acknowledged, mutedBy]),
  ]);
}

function lostText({ clock }: CommandContext, error: MCPError): string {
  const now = clock.now();
  return `${timeText(now, now)} ${error.message} It is tried again.`;
}
