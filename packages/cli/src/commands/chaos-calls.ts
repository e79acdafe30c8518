import { MCPConfigurationError } from '@seawall/core/base';
import type { ChaosCall } from '@seawall/testkit';

/** More calls are refused: they are made by turns, and a run never comes to so many. */
const MAX_CALLS = 1000;
const FIELDS: ReadonlySet<string> = new Set(['server', 'tool', 'arguments', 'read']);
const SHAPE = 'a list of { "server", "tool", "arguments"?, "read"? }';

/** Reads the file of `--calls`. @throws {@link MCPConfigurationError} that names every entry that can't be used. */
export function readChaosCalls(text: string, file: string): readonly ChaosCall[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrongCalls(`"${file}" is no JSON.`, cause);
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_CALLS)
    throw wrongCalls(`"${file}" does not hold 1 to ${MAX_CALLS} calls.`);
  const read = value.map((entry, index) => toCall(entry, index));
  const problems = read.filter((each) => typeof each === 'string');
  if (problems.length > 0) throw wrongCalls(`"${file}" has calls that can't be made: ${problems.join(' ')}`);
  return read.filter((each) => typeof each !== 'string');
}

/** The call, or what is wrong with it. */
function toCall(entry: unknown, index: number): ChaosCall | string {
  if (!isObject(entry)) return `[${index}] is no object.`;
  const { server, tool, arguments: args = {}, read: isRead = false } = entry;
  const strange = Object.keys(entry).find((field) => !FIELDS.has(field));
  if (strange !== undefined) return `[${index}] has a field "${strange}".`;
  if (typeof server !== 'string' || server === '') return `[${index}].server is no name.`;
  if (typeof tool !== 'string' || tool === '') return `[${index}].tool is no name.`;
  if (!isObject(args)) return `[${index}].arguments is no object.`;
  if (typeof isRead !== 'boolean') return `[${index}].read is neither true nor false.`;
  return { server, tool, arguments: args, isRead };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongCalls(message: string, cause?: unknown): MCPConfigurationError {
  const hint = `Write ${SHAPE}.`;
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message,
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}
