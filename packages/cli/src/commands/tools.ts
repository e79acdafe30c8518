import type { Seawall, ServerStatus } from '@seawall/client';
import type { LogLevel } from '@seawall/core/base';
import { redactConfigured } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { countOf, failureOf, serverLine } from '../report/server-rows.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { onlyServer, withSession } from '../session/one-shot.ts';
import { colorsFor } from '../terminal/colors.ts';
import { toJsonText } from '../terminal/json-text.ts';
import { showProgress } from '../terminal/progress.ts';
import { renderTable } from '../terminal/table.ts';

/** `seawall tools`: connects once and lists what the servers offer, and which of them are not ready and why. */
export async function tools(context: CommandContext, options: ToolsOptions): Promise<number> {
  const loaded = await loadConfiguration(context, options);
  const configuration =
    options.server === undefined ? loaded.configuration : onlyServer(loaded.configuration, options.server);
  return withSession(
    context,
    { configuration, logLevel: options.logLevel ?? 'error', logFormat: options.logFormat },
    async (session) => {
      const { seawall } = session;
      {
        using _progress = showProgress(context.stderr, context.clock, () => progressText(seawall.servers()));
        await session.seawall.connect();
      }
      const servers = seawall.servers();
      context.stdout.write(options.json ? toJson(seawall) : toText(context, seawall));
      const failed = servers.filter((server) => server.status.state !== 'ready');
      if (!options.json && failed.length > 0) {
        const colors = colorsFor(context.stderr, context.env);
        context.stderr.write(
          `${[colors.yellow('Not ready:'), ...failed.map((server) => `  ${serverLine(server)}`)].join('\n')}\n`,
        );
      }
      return servers.some((server) => server.status.state === 'ready') ? EXIT.ok : EXIT.failed;
    },
  );
}

/** What the command line says. */
export interface ToolsOptions {
  readonly config?: string;
  readonly server?: string;
  readonly json: boolean;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
}

/** How far connecting is, in one line. */
export function progressText(servers: readonly ServerStatus[]): string {
  const ready = servers.filter((server) => server.status.state === 'ready').length;
  const waiting = servers.filter((server) => !server.settled).map((server) => server.name);
  const whom = waiting.length === 0 ? '' : `, waiting for ${waiting.join(', ')}`;
  return `Connecting: ${ready} of ${countOf(servers.length, 'server')} ready${whom}`;
}

function toJson(seawall: Seawall): string {
  const servers = seawall.servers().map((server) => {
    const error = failureOf(server);
    return {
      name: server.name,
      state: server.status.state,
      transport: server.transport,
      toolCount: server.toolCount,
      ...(error === undefined ? {} : { error: error.toJSON() }),
    };
  });
  const listed = seawall.listTools().map((tool) => ({ server: tool.server, ...tool.definition }));
  return `${toJsonText(redactConfigured({ servers, tools: listed }), 2)}\n`;
}

function toText(context: CommandContext, seawall: Seawall): string {
  const colors = colorsFor(context.stdout, context.env);
  const listed = seawall.listTools();
  const lines = renderTable({
    columns: [{ title: 'SERVER', flexible: true }, { title: 'TOOL' }, { title: 'DESCRIPTION', flexible: true }],
    rows: listed.map(({ server, definition }) => [
      { text: server, paint: colors.dim },
      { text: definition.name, paint: colors.bold },
      firstSentence(definition.description),
    ]),
    width: context.stdout.columns ?? 160,
    paintHeading: colors.dim,
  });
  const ready = seawall.servers().filter((server) => server.status.state === 'ready').length;
  const summary = `${countOf(listed.length, 'tool')} on ${ready} of ${countOf(seawall.servers().length, 'server')}`;
  return `${[...(listed.length === 0 ? [] : [...lines, '']), summary].join('\n')}\n`;
}

function firstSentence(description: unknown): string {
  if (typeof description !== 'string') return '';
  const paragraph = description.trim().split(/\n\s*\n/)[0] ?? '';
  return /^.*?[.!?](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph;
}
