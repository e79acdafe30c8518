import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MCPConfigurationError } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { locateJsonFault } from './json-position.ts';

/**
 * Reads the value of `--args`: JSON as it stands, `@FILE`, or `-` for stdin.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`, which says where the JSON is wrong.
 */
export async function readCallArguments(
  context: CommandContext,
  option: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { text, source } = await readSource(context, option);
  const parsed = parseJson(text.replace(/^\ufeff/, ''));
  if (parsed === undefined) {
    const fault = locateJsonFault(text);
    const place = fault === undefined ? '.' : ` at line ${fault.line}, column ${fault.column}: ${fault.message}`;
    throw invalid(`The arguments in ${source} are no valid JSON${place}`, EXAMPLE);
  }
  const { value } = parsed;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid(`The arguments in ${source} have to be a JSON object, and are ${describe(value)}.`, EXAMPLE);
}

/** More can't be the arguments of a tool, in bytes. */
const MAX_BYTES = 16_777_216;
const EXAMPLE =
  'Write an object in single quotes, as --args \'{"query": "mcp"}\'; or use --args @FILE, or --args - for stdin.';

async function readSource(
  context: CommandContext,
  option: string,
): Promise<{ readonly text: string; readonly source: string }> {
  if (option === '-') return { text: await readAll(context), source: 'stdin' };
  if (!option.startsWith('@')) return { text: option, source: '--args' };
  const file = resolve(context.folder, option.slice(1));
  try {
    return { text: await readFile(file, 'utf8'), source: `"${file}"` };
  } catch (cause) {
    throw invalid(`The file "${file}", named by --args, can't be read.`, 'Correct the path after the @.', cause);
  }
}

async function readAll(context: CommandContext): Promise<string> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of context.stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    byteCount += bytes.length;
    if (byteCount > MAX_BYTES)
      throw invalid(`The arguments in stdin are longer than ${MAX_BYTES} bytes.`, 'Pass less.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Its message quotes the text, and arguments stay out of messages: whoever asks finds the place.
    return undefined;
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function invalid(message: string, hint: string, cause?: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message,
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}
