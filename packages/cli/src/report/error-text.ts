import { formatErrorChain, formatFault, MCPConfigurationError, MCPError, redactText } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { type Colors, colorsFor } from '../terminal/colors.ts';
import { toDisplayText } from '../terminal/display-text.ts';

/** Writes an error for people to stderr: what and where, why, what to do. The stack only with `debug`. */
export function reportError(context: CommandContext, error: unknown, options: { readonly debug: boolean }): number {
  context.stderr.write(errorText(error, colorsFor(context.stderr, context.env), options));
  return exitCodeOf(error);
}

/** The text of {@link reportError}, with its line feed. */
export function errorText(error: unknown, colors: Colors, options: { readonly debug: boolean }): string {
  const known = toMcpError(error);
  const lines = [`${colors.red('error:')} ${safe(known.message)}`];
  if (MCPConfigurationError.isInstance(known)) lines.push(...configurationLines(known));
  if (known.cause !== undefined) lines.push(`  ${colors.dim('why:')} ${safe(formatErrorChain(known.cause))}`);
  if (known.hint !== undefined) lines.push(`  ${colors.green('fix:')} ${safe(known.hint)}`);
  lines.push(`  ${colors.dim(`code: ${safe(known.code)}`)}`);
  if (options.debug) lines.push(colors.dim(safe((error instanceof Error ? error.stack : undefined) ?? String(error))));
  return `${lines.join('\n')}\n`;
}

/** Which exit code an error leads to. */
export function exitCodeOf(error: unknown): number {
  if (!MCPError.isInstance(error)) return EXIT.failed;
  if (OCCUPIED_CODES.has(error.code)) return EXIT.occupied;
  return error.kind === 'configuration' || USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failed;
}

/** Any thrown value as an error of ours. */
export function toMcpError(error: unknown): MCPError {
  if (MCPError.isInstance(error)) return error;
  return new MCPError({
    code: 'UNEXPECTED_ERROR',
    message: 'Something happened that Seawall does not handle.',
    hint: 'Run it again with --log-level debug, and report the output at the project.',
    cause: error,
  });
}

/** What the command line names is not there, or the gateway does not take what it says. */
const USAGE_CODES: ReadonlySet<string> = new Set(['SERVER_NOT_FOUND', 'INVALID_REQUEST']);

const OCCUPIED_CODES: ReadonlySet<string> = new Set([
  'PORT_IN_USE',
  'LISTEN_FAILED',
  'DATA_DIR_UNUSABLE',
  'DATA_DIR_IN_USE',
]);

/** The faults and the file, unless the message says them already, and the missing keys. */
function configurationLines(error: MCPConfigurationError): readonly string[] {
  const { faults, missingKeys, configFile, message } = error;
  const lines = faults
    .filter((fault) => !message.includes(fault.message))
    .map((fault) => `  - ${safe(formatFault(fault))}`);
  if (missingKeys.length > 0) lines.push(`  missing: ${safe(missingKeys.join(', '))}`);
  if (configFile !== undefined && !message.includes(configFile)) lines.push(`  file: ${safe(configFile)}`);
  return lines;
}

function safe(text: string): string {
  return toDisplayText(redactText(text));
}
