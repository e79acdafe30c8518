import type { Seawall, ToolResult } from '@seawall/client';
import { type LogLevel, MCPResourceError, redact } from '@seawall/core';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { onlyServer, withSession } from '../session/one-shot.ts';
import { colorsFor } from '../terminal/colors.ts';
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
  return withSession(context, { configuration, logLevel: options.logLevel ?? 'error' }, async (session, signal) => {
    const { seawall } = session;
    {
      using _progress = showProgress(context.stderr, context.clock, () => progressText(seawall.servers()));
      await session.seawall.connect();
    }
    assertToolListed(seawall, server, tool);
    const result = await callShown(context, { seawall, server, tool, given, signal, timeoutMs });
    return printResult(context, result, options.json);
  });
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

function printResult(context: CommandContext, result: ToolResult, isJson: boolean): number {
  if (result.isError === true && !isJson) {
    context.stderr.write(`${colorsFor(context.stderr, context.env).red('The tool reported an error:')}\n`);
  }
  const shown = redact(result);
  context.stdout.write(
    isJson
      ? `${JSON.stringify(shown, undefined, 2)}\n`
      : resultText(shown, { isTerminal: context.stdout.isTTY === true }),
  );
  return result.isError === true ? EXIT.failed : EXIT.ok;
}

function progressOf(progress: Readonly<Record<string, unknown>>): string {
  const message = progress.message;
  if (typeof message === 'string') return message;
  const total = progress.total === undefined ? '' : ` of ${String(progress.total)}`;
  return `${String(progress.progress)}${total}`;
}
