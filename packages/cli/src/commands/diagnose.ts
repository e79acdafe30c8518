import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MCPConfigurationError, redact } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { diagnosisText } from '../report/diagnosis-text.ts';
import { colorsFor } from '../terminal/colors.ts';
import { toJsonText } from '../terminal/json-text.ts';
import { explainPastedError } from './explain-pasted-error.ts';
import { readPastedError } from './read-evidence.ts';

/** `seawall diagnose [TEXT]`: says what a pasted error means, and what to do about it. */
export async function diagnoseText(context: CommandContext, options: DiagnoseCommandOptions): Promise<number> {
  const { stdout, env, clock } = context;
  const text = await readInput(context, options);
  if (text.trim() === '') throw invalid('There is nothing to diagnose: the text is empty.');
  const explanation = explainPastedError(readPastedError(text), {
    nowMs: clock.now(),
    ...(options.server === undefined ? {} : { server: options.server }),
    ...(options.tool === undefined ? {} : { tool: options.tool }),
  });
  // What was pasted may hold anything.
  const shown = redact(explanation);
  stdout.write(
    options.json
      ? `${toJsonText(shown, 2)}\n`
      : diagnosisText(shown, { colors: colorsFor(stdout, env), width: stdout.columns ?? 120 }),
  );
  return explanation.recognised ? EXIT.ok : EXIT.failed;
}

/** What the command line says. */
export interface DiagnoseCommandOptions {
  readonly text?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly file?: string;
  readonly json: boolean;
}

/** More is not read: errors stand at the beginning or at the end of what is pasted, in bytes. */
const MAX_BYTES = 16_777_216;

async function readInput(context: CommandContext, { text, file }: DiagnoseCommandOptions): Promise<string> {
  if (text !== undefined && file !== undefined) throw invalid('Both a text and --file are given.');
  if (text !== undefined && text !== '-') return text;
  if (file === undefined) return await readStdin(context);
  const path = resolve(context.folder, file);
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    throw invalid(`The file "${path}", named by --file, can't be read.`, cause);
  });
}

async function readStdin({ stdin }: CommandContext): Promise<string> {
  // Somebody at a terminal who gave nothing has forgotten it, and would wait for ever.
  if ('isTTY' in stdin && stdin.isTTY === true) throw invalid('There is nothing to diagnose: no text is given.');
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    byteCount += bytes.length;
    if (byteCount > MAX_BYTES) throw invalid(`The text in stdin is longer than ${MAX_BYTES} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function invalid(message: string, cause?: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message,
    hint: "Give the error in quotes, as seawall diagnose 'MCP error -32001: Request timed out'; or name it with --file, or pipe it in.",
    ...(cause === undefined ? {} : { cause }),
  });
}
