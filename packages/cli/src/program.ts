import type { LogLevel } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { AddCommand, CommandTraits, OneShotFlags } from './command-line.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { StdioCommandOptions } from './commands/stdio.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { addOperatorCommands } from './operator-commands.ts';

/**
 * Runs a command line, without the names of node and script.
 *
 * Each command's modules are loaded when it runs, so that help costs nothing and a gateway loads nothing it does not use.
 * @returns the exit code.
 */
export async function runCommandLine(context: CommandContext, args: readonly string[]): Promise<number> {
  const outcome: Outcome = { exitCode: EXIT.ok, debug: false };
  const program = createProgram(context, outcome);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    // Commander has written its own message or the help by now; help that was not asked for is a wrong command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { reportError } = await import('./report/error-text.ts');
    return reportError(context, error, { debug: outcome.debug });
  }
}

/** What the command that ran came to. */
interface Outcome {
  exitCode: number;
  debug: boolean;
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const LOG_FORMATS: readonly LogFormat[] = ['pretty', 'json'];

const EPILOGUE = `
Exit codes:
  0  it worked, or the gateway was stopped in order
  1  the operation failed
  2  the command line or the configuration is wrong
  3  the gateway can't take its place: port or data folder taken or unusable

The configuration is the file your MCP host uses. Without --config it is $SEAWALL_CONFIG, or the first of seawall.json,
seawall.jsonc, seawall.yaml, .mcp.json, mcp.json, .cursor/mcp.json, .vscode/mcp.json in the current folder.`;

function createProgram(context: CommandContext, outcome: Outcome): Command {
  const program = new Command('seawall')
    .description("Keeps agents working when MCP servers don't: one dependable MCP server in front of many.")
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    })
    .exitOverride()
    // Options behind the name of a command are its own, not those of the one above it.
    .enablePositionalOptions()
    .showHelpAfterError('(run it with --help to see what there is)')
    .addHelpText('after', EPILOGUE);
  const command = <Flags extends object>(
    parent: Command,
    name: string,
    run: (flags: Flags, args: readonly string[]) => Promise<number>,
    { usesConfiguration = true }: CommandTraits = {},
  ): Command => {
    const added = parent.command(name);
    if (usesConfiguration) added.option('--config <file>', 'the configuration file');
    added.addOption(new Option('--log-level <level>', 'what is logged to stderr').choices(LOG_LEVELS));
    added.addOption(new Option('--log-format <format>', 'how it looks').choices(LOG_FORMATS));
    added.action(async () => {
      const flags = added.opts<Flags & { logLevel?: LogLevel }>();
      outcome.debug = flags.logLevel === 'debug';
      outcome.exitCode = await run(flags, added.args);
    });
    return added;
  };
  addGateways(command, program, context);
  addOneShots(command, program, context);
  addOperatorCommands(command, program, context);
  return program;
}

function addGateways(command: AddCommand, program: Command, context: CommandContext): void {
  command<ServeOptions>(program, 'serve', async (flags) => (await import('./commands/serve.ts')).serve(context, flags))
    .description('serve all servers of the configuration as one, over HTTP')
    .option('--port <port>', 'where to listen (default: seawall.listen.port, else 4141; 0 takes a free one)', toPort)
    .option('--host <host>', 'where to listen (default: seawall.listen.host, else 127.0.0.1)')
    .option(
      '--data-dir <folder>',
      "where to keep what is learned (default: $SEAWALL_DATA_DIR, seawall.dataDir, else the system's state folder)",
    );
  command<StdioCommandOptions>(program, 'stdio', async (flags) =>
    (await import('./commands/stdio.ts')).stdio(context, flags),
  )
    .description('serve the host that started it, over stdin and stdout')
    .option(
      '--data-dir <folder>',
      "where to keep what is learned (default: $SEAWALL_DATA_DIR, seawall.dataDir, else the system's state folder)",
    );
}

function addOneShots(command: AddCommand, program: Command, context: CommandContext): void {
  command<OneShotFlags & { readonly server?: string }>(program, 'tools', async (flags) =>
    (await import('./commands/tools.ts')).tools(context, { ...flags, json: flags.json === true }),
  )
    .description('list the tools of all servers, and which servers are not ready and why')
    .option('--server <name>', 'only this server')
    .option('--json', 'print JSON');
  command<OneShotFlags & { readonly args?: string; readonly timeout?: number }>(
    program,
    'call',
    async ({ timeout, ...flags }, [server = '', tool = '']) => {
      const { call } = await import('./commands/call.ts');
      return call(context, {
        ...flags,
        server,
        tool,
        json: flags.json === true,
        ...(timeout === undefined ? {} : { timeoutMs: timeout }),
      });
    },
  )
    .description('call one tool and print what it answers')
    .argument('<server>', 'the server as the configuration names it')
    .argument('<tool>', 'the tool as the server names it')
    .option('--args <json>', 'the arguments: a JSON object, @FILE, or - for stdin')
    .option('--timeout <ms>', 'how long the call may stay silent, in milliseconds', toTimeout)
    .option('--json', 'print the result as JSON, as it came');
  addHelpers(command, program, context);
  addChaos(command, program, context);
  const config = program.command('config').description('work with the configuration').exitOverride();
  command<OneShotFlags>(config, 'check', async (flags) =>
    (await import('./commands/config-check.ts')).configCheck(context, {
      ...flags,
      json: flags.json === true,
      debug: flags.logLevel === 'debug',
    }),
  )
    .description('check the configuration and start nothing')
    .option('--json', 'print JSON');
}

function addHelpers(command: AddCommand, program: Command, context: CommandContext): void {
  command<OneShotFlags & { readonly timeout?: number; readonly verbose?: true }>(
    program,
    'doctor',
    async ({ config, json, verbose, timeout, logLevel, logFormat }, servers) =>
      (await import('./commands/doctor.ts')).doctor(context, {
        servers,
        json: json === true,
        verbose: verbose === true,
        ...(config === undefined ? {} : { config }),
        ...(timeout === undefined ? {} : { timeoutMs: timeout }),
        ...(logLevel === undefined ? {} : { logLevel }),
        ...(logFormat === undefined ? {} : { logFormat }),
      }),
  )
    .description('examine servers: name the step that fails and the fix')
    .argument('[server...]', 'the servers as the configuration names them (default: all)')
    .option('--timeout <seconds>', 'how long all of it may take (default: 60)', toSeconds)
    .option('--verbose', 'tell every check')
    .option('--json', 'print JSON');
  command<OneShotFlags & { readonly server?: string; readonly tool?: string; readonly file?: string }>(
    program,
    'diagnose',
    async ({ json, server, tool, file }, [text]) =>
      (await import('./commands/diagnose.ts')).diagnoseText(context, {
        json: json === true,
        ...(text === undefined ? {} : { text }),
        ...(server === undefined ? {} : { server }),
        ...(tool === undefined ? {} : { tool }),
        ...(file === undefined ? {} : { file }),
      }),
    { usesConfiguration: false },
  )
    .description('explain a pasted error: a text, JSON, an HTTP response or lines of a log')
    .argument('[text]', 'the error (default: stdin)')
    .option('--server <name>', 'the server it came from')
    .option('--tool <name>', 'the tool it came from')
    .option('--file <file>', 'read it from a file')
    .option('--json', 'print JSON');
}

interface ChaosFlags extends OneShotFlags {
  readonly faults: readonly string[];
  readonly seconds?: number;
  readonly calls?: string;
  readonly writes?: true;
  readonly seed?: number;
}

function addChaos(command: AddCommand, program: Command, context: CommandContext): void {
  command<ChaosFlags>(
    program,
    'chaos',
    async ({ config, logLevel, logFormat, faults, seconds, calls, writes, seed, json }) =>
      (await import('./commands/chaos.ts')).chaos(context, {
        faults,
        writes: writes === true,
        json: json === true,
        ...(config === undefined ? {} : { config }),
        ...(logLevel === undefined ? {} : { logLevel }),
        ...(logFormat === undefined ? {} : { logFormat }),
        ...(seconds === undefined ? {} : { faultMs: seconds }),
        ...(calls === undefined ? {} : { calls }),
        ...(seed === undefined ? {} : { seed }),
      }),
  )
    .description('inject faults between the client and your servers, and tell what held')
    .requiredOption('--faults <names>', 'the faults, with commas between them, or all', toNames)
    .option('--seconds <n>', 'how long each fault lasts (default: 5)', toSeconds)
    .option('--calls <file>', 'the calls to make, as JSON (default: lists, and writes that are never sent)')
    .option('--writes', 'really send the writes of --calls')
    .option('--seed <n>', 'the seed of all chance (default: 1)', toSeed)
    .option('--json', 'print JSON');
}

function toNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('Allowed: names with commas between them.');
}

function toSeed(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Allowed: a whole number from 0.');
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Allowed: a whole number from 0 to 65535.');
}

function toTimeout(text: string): number {
  const timeoutMs = Number(text);
  if (/^\d{1,9}$/.test(text) && timeoutMs > 0) return timeoutMs;
  throw new InvalidArgumentError('Allowed: a whole number of milliseconds, 1 or more.');
}

function toSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text) && seconds > 0) return Math.round(seconds * 1000);
  throw new InvalidArgumentError('Allowed: a number of seconds above 0.');
}
