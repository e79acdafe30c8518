import { answerOf, redactFailedResult, type Seawall, type ToolResult } from '@seawall/client';
import { ERROR_META_KEY, type LogLevel, MCPError, MCPResourceError, redactConfigured } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { reportError } from '../report/error-text.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { onlyServer, withSession } from '../session/one-shot.ts';
import { toJsonText } from '../terminal/json-text.ts';
import { showProgress } from '../terminal/progress.ts';
import { readCallArguments } from './call-arguments.ts';
import { resultText } from './result-text.ts';
import { progressText } from './tools.ts';

/** `seawall call SERVER TOOL`: connects to one server, calls one tool and prints what it answers. */
export async function call(context: CommandContext, options: CallCommandOptions): Promise<number> {
  const { server, tool, timeoutMs } = options;
  const given = options.args === undefined ? {} : await readCallArguments(context, options.args);
  const loaded = await loadConfiguration(context, options);
  const configuration = onlyServer(loaded.configuration, server);
  return withSession(
    context,
    { configuration, logLevel: options.logLevel ?? 'silent', logFormat: options.logFormat },
    async (session, signal) => {
      const { seawall } = session;
      {
        using _progress = showProgress(context.stderr, context.clock, () => progressText(seawall.servers()));
        await session.seawall.connect();
      }
      assertToolListed(seawall, server, tool);
      try {
        const result = await callShown(context, { seawall, server, tool, given, signal, timeoutMs });
        printResult(context, result, options.json);
        return EXIT.ok;
      } catch (error) {
        return reportFailure(context, error, options.json);
      }
    },
  );
}

/** What the command line says. */
export interface CallCommandOptions {
  readonly server: string;
  readonly tool: string;
  readonly args?: string;
  readonly config?: string;
  readonly timeoutMs?: number;
  readonly json: boolean;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
}

interface Calling {
  readonly seawall: Seawall;
  readonly server: string;
  readonly tool: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
}

async function callShown(context: CommandContext, calling: Calling): Promise<ToolResult> {
  const { seawall, server, tool, given, signal, timeoutMs } = calling;
  let last = '';
  using _progress = showProgress(context.stderr, context.clock, () => `Calling ${tool} on ${server}${last}`);
  const onProgress = (progress: Readonly<Record<string, unknown>>): void => {
    last = `: ${progressOf(progress)}`;
  };
  const options = {
    signal,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(context.stderr.isTTY === true ? { onProgress } : {}),
  };
  return await seawall.callTool({ server, name: tool, arguments: given }, options);
}

/** A tool that a ready server does not list is a typing error more often than not: say so before anything is sent. */
function assertToolListed(seawall: Seawall, server: string, tool: string): void {
  const isReady = seawall.servers().some((status) => status.name === server && status.status.state === 'ready');
  const names = seawall.listTools().map((each) => each.definition.name);
  if (!isReady || names.length === 0 || names.includes(tool)) return;
  throw new MCPResourceError({
    code: 'TOOL_NOT_FOUND',
    message: `Server "${server}" has no tool "${tool}".`,
    hint: `It has: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`,
    resourceType: 'tool',
    resourceId: tool,
    serverName: server,
  });
}

function printResult(context: CommandContext, result: ToolResult, isJson: boolean): void {
  const shown = result.isError === true ? redactFailedResult(result) : redactConfigured(result);
  context.stdout.write(
    isJson ? `${toJsonText(shown, 2)}\n` : resultText(shown, { isTerminal: context.stdout.isTTY === true }),
  );
}

/** What the tool answered goes where results go, what it means to stderr. Failures without an answer are left to others. */
function reportFailure(context: CommandContext, error: unknown, isJson: boolean): number {
  const answer = answerOf(error);
  if (answer === undefined || !MCPError.isInstance(error)) throw error;
  const meta = { ...answer._meta, [ERROR_META_KEY]: error.toJSON() };
  printResult(context, isJson ? { ...answer, isError: true, _meta: meta } : answer, isJson);
  if (!isJson) reportError(context, error, { debug: false });
  return EXIT.failed;
}

function progressOf(progress: Readonly<Record<string, unknown>>): string {
  const message = progress.message;
  if (typeof message === 'string') return message;
  const total = progress.total === undefined ? '' : ` of ${String(progress.total)}`;
  return `${String(progress.progress)}${total}`;
}
