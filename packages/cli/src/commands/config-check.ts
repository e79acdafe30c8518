import type { Configuration, ConfiguredServer, Launch } from '@seawall/client';
import {
  type ConfigurationFault,
  formatFault,
  MCPConfigurationError,
  redact,
  redactText,
  registerSecrets,
} from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { errorText, exitCodeOf } from '../report/error-text.ts';
import { countOf } from '../report/server-rows.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { type Colors, colorsFor } from '../terminal/colors.ts';
import { toDisplayLine } from '../terminal/display-text.ts';
import { toJsonText } from '../terminal/json-text.ts';
import { renderTable } from '../terminal/table.ts';

/** `seawall config check`: reads and checks the configuration, starts nothing. */
export async function configCheck(context: CommandContext, options: ConfigCheckOptions): Promise<number> {
  const { stdout, env } = context;
  const colors = colorsFor(stdout, env);
  try {
    const { file, configuration } = await loadConfiguration(context, options);
    using _secrets = registerSecrets(configuration.secrets);
    stdout.write(
      options.json
        ? `${toJsonText(redact(toReport(file, configuration)), 2)}\n`
        : reportText(file, configuration, context),
    );
    return configuration.servers.some((server) => server.kind === 'faulty') ? EXIT.usage : EXIT.ok;
  } catch (error) {
    if (!MCPConfigurationError.isInstance(error)) throw error;
    stdout.write(
      options.json ? `${toJsonText(fileFault(error), 2)}\n` : errorText(error, colors, { debug: options.debug }),
    );
    return exitCodeOf(error);
  }
}

/** What the command line says. */
export interface ConfigCheckOptions {
  readonly config?: string;
  readonly json: boolean;
  readonly debug: boolean;
}

function fileFault(error: MCPConfigurationError): object {
  return { ok: false, file: error.configFile, error: error.toJSON(), servers: [], warnings: [] };
}

function toReport(file: string, configuration: Configuration): object {
  return {
    ok: !configuration.servers.some((server) => server.kind === 'faulty'),
    file,
    servers: configuration.servers.map(serverReport),
    warnings: configuration.warnings,
  };
}

function serverReport(server: ConfiguredServer): object {
  const { name } = server;
  switch (server.kind) {
    case 'usable':
      return { name, state: 'usable', transport: server.launch.transport, target: targetOf(server.launch) };
    case 'disabled':
      return { name, state: 'disabled', reason: server.reason };
    case 'faulty':
      return { name, state: 'faulty', error: server.error.toJSON() };
  }
}

function reportText(file: string, configuration: Configuration, context: CommandContext): string {
  const colors = colorsFor(context.stdout, context.env);
  const { servers, warnings } = configuration;
  const faulty = servers.filter((server) => server.kind === 'faulty');
  const table = renderTable({
    columns: [
      { title: 'SERVER', flexible: true },
      { title: 'STATE' },
      { title: 'TRANSPORT' },
      { title: 'STARTS OR REACHES', flexible: true },
    ],
    rows: servers.map((server) => row(server, colors)),
    width: context.stdout.columns ?? 120,
    paintHeading: colors.dim,
  });
  const faults = faulty.flatMap((server) => [
    '',
    colors.red(toDisplayLine(redactText(server.error.message))),
    ...server.error.faults
      .filter((fault) => !server.error.message.includes(fault.message))
      .map((fault) => `  ${faultLine(fault)}`),
    ...(server.error.missingKeys.length > 0
      ? [`  missing: ${toDisplayLine(server.error.missingKeys.join(', '))}`]
      : []),
    ...(server.error.hint === undefined
      ? []
      : [`  ${colors.green('fix:')} ${toDisplayLine(redactText(server.error.hint))}`]),
  ]);
  const warned =
    warnings.length === 0
      ? []
      : [
          '',
          colors.yellow(`${countOf(warnings.length, 'warning')}:`),
          ...warnings.map((fault) => `  ${faultLine(fault)}`),
        ];
  const summary = `${toDisplayLine(file)}: ${countOf(servers.length, 'server')}, ${faulty.length} faulty, ${countOf(warnings.length, 'warning')}`;
  const verdict =
    faulty.length === 0
      ? colors.green('The configuration can be used.')
      : colors.red('Servers that are faulty are left out; the others can be used.');
  return `${[summary, '', ...(servers.length === 0 ? ['No servers are configured.'] : table), ...faults, ...warned, '', verdict].join('\n')}\n`;
}

function faultLine(fault: ConfigurationFault): string {
  return toDisplayLine(formatFault(fault));
}

function row(
  server: ConfiguredServer,
  colors: Colors,
): readonly (string | { text: string; paint: (text: string) => string })[] {
  switch (server.kind) {
    case 'usable':
      return [server.name, { text: 'usable', paint: colors.green }, server.launch.transport, targetOf(server.launch)];
    case 'disabled':
      return [server.name, { text: 'disabled', paint: colors.dim }, '-', server.reason];
    case 'faulty':
      return [server.name, { text: 'faulty', paint: colors.red }, '-', '-'];
  }
}

/** The command line or the address, without secrets. */
function targetOf(launch: Launch): string {
  if (launch.transport === 'stdio') return redactText([launch.command, ...launch.args].join(' '));
  const url = new URL(launch.url);
  const query = url.search === '' ? '' : '?…';
  return redactText(`${url.origin}${url.pathname}${query}`);
}
