import { MCPConfigurationError } from '../configuration-error.ts';
import { MCPConnectionError } from '../connection-error.ts';
import type { ErrorCode } from '../error-code.ts';
import { findForeignFault } from '../find-foreign-fault.ts';
import { fromThrown } from '../from-thrown.ts';
import type { MCPError } from '../mcp-error.ts';
import { MCPServerError } from '../server-error.ts';
import { MCPTimeoutError } from '../timeout-error.ts';
import { adviceFor } from './default-hint.ts';
import type { Suggestion } from './suggestion.ts';

/** At most this many suggestions are made for one error. */
export const MAX_SUGGESTIONS = 8;

/**
 * What may be wrong and what to do about it, the most likely first; never empty, and never throws, whatever was thrown.
 *
 * First the error's own hint, then what its fields say (missing keys, elapsed time, the status of the server), then what holds
 * for its code and for the failure at its root.
 */
export function suggestFixes(thrown: unknown): readonly Suggestion[] {
  const error = fromThrown(thrown);
  const own = error === thrown && error.hint !== undefined ? [{ cause: error.message, fix: error.hint }] : [];
  const all = [...own, ...fromFields(error), ...codesOf(error).flatMap((code) => fromCode(code, error))];
  const fixes = new Set<string>();
  const distinct = all.filter(({ fix }) => !fixes.has(fix) && fixes.add(fix));
  return distinct.slice(0, MAX_SUGGESTIONS);
}

/** The code of the root says more than that of what stands around it. */
function codesOf(error: MCPError): readonly ErrorCode[] {
  const found = findForeignFault(error.cause);
  const { causeCode } = error.context;
  const inner = found?.fault === undefined ? found?.link.code : found.fault.code;
  const codes = [inner, typeof causeCode === 'string' ? causeCode : undefined, error.code];
  return codes.filter((code) => code !== undefined);
}

function fromCode(code: ErrorCode, error: MCPError): readonly Suggestion[] {
  const advice = adviceFor(code, code === error.code ? error.kind : undefined);
  return code === 'CONNECTION_FAILED' ? [...transportAdvice(error), ...advice] : advice;
}

/** What is worth a look depends on how the server is reached. */
function transportAdvice(error: MCPError): readonly Suggestion[] {
  if (!MCPConnectionError.isInstance(error) || error.transportType === undefined) return [];
  return (error.transportType === 'stdio' ? STDIO_CODES : HTTP_CODES).flatMap((code) => adviceFor(code));
}

const STDIO_CODES = ['SPAWN_COMMAND_NOT_FOUND', 'SPAWN_COMMAND_NOT_EXECUTABLE', 'PROCESS_EXITED'] as const;
const HTTP_CODES = ['CONNECTION_REFUSED', 'HOST_UNREACHABLE', 'TLS_FAILED'] as const;

function fromFields(error: MCPError): readonly Suggestion[] {
  if (MCPTimeoutError.isInstance(error)) return timeoutAdvice(error);
  if (MCPConfigurationError.isInstance(error)) return configurationAdvice(error);
  return MCPServerError.isInstance(error) ? serverAdvice(error) : [];
}

function timeoutAdvice({ timeoutMs, elapsedMs }: MCPTimeoutError): readonly Suggestion[] {
  if (timeoutMs === undefined) return [];
  const elapsed = elapsedMs === undefined ? '' : ` after ${elapsedMs} ms`;
  return [
    {
      cause: `There was no answer${elapsed}; the timeout is ${timeoutMs} ms.`,
      fix: `Raise the timeout above ${Math.max(timeoutMs, elapsedMs ?? 0)} ms, or ask for less at a time.`,
    },
  ];
}

function configurationAdvice({ missingKeys, configFile }: MCPConfigurationError): readonly Suggestion[] {
  if (missingKeys.length === 0) return [];
  const keys = missingKeys.map((key) => `"${key}"`).join(', ');
  const place = configFile === undefined ? 'the configuration' : `"${configFile}"`;
  return [
    { cause: `${keys} can not be found in ${place}.`, fix: `Add ${keys} to ${place}.` },
    { cause: 'An entry of a server does not have the expected format.', fix: `Compare it with ${EXPECTED_FORMAT}.` },
  ];
}

const EXPECTED_FORMAT = '{ "mcpServers": { "NAME": { "command": "python", "args": ["-m", "server_module"] } } }';

function serverAdvice({ serverErrorCode, httpStatus }: MCPServerError): readonly Suggestion[] {
  if (serverErrorCode === -32602) return adviceFor('INVALID_ARGUMENTS');
  if (serverErrorCode === -32601) return adviceFor('METHOD_NOT_FOUND');
  if (httpStatus === undefined || httpStatus < 500) return [];
  return [
    {
      cause: `The server answered with HTTP status ${httpStatus}: it failed itself.`,
      fix: 'Check the log of the server.',
    },
  ];
}
