import { redactText } from '../redaction/redact.ts';
import { MCPAuthenticationError } from './authentication-error.ts';
import { MCPCancelledError } from './cancelled-error.ts';
import { MCPConfigurationError } from './configuration-error.ts';
import { MCPConnectionError } from './connection-error.ts';
import { mergeContext } from './error-context.ts';
import { findForeignFault } from './find-foreign-fault.ts';
import { type ForeignFault, UNFORESEEN } from './foreign-faults.ts';
import { MCPError, type MCPErrorOptions } from './mcp-error.ts';
import { MCPProtocolError } from './protocol-error.ts';
import { MCPResourceError } from './resource-error.ts';
import { MCPServerError } from './server-error.ts';
import { defaultHint } from './suggestions/default-hint.ts';
import { propertyOf, textPropertyOf, thrownMessage, thrownName } from './thrown.ts';
import { MCPTimeoutError } from './timeout-error.ts';
import { MCPValidationError } from './validation-error.ts';

/** What is known about where a value was thrown. */
export interface FromThrownOptions {
  /** The function that threw it; stands in the message and in `context.function`. */
  readonly functionName?: string;
  /** The server that it was about, as the configuration names it. */
  readonly serverName?: string;
  /** Further data for programs and logs.
   * @default {} */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** More of a foreign message is cut, in characters. */
export const MAX_FOREIGN_MESSAGE_LENGTH = 2000;

const MAX_NAME_LENGTH = 100;

/**
 * Gives any thrown value as an error of Seawall; never throws, whatever it is.
 *
 * One of ours comes back as it is. A foreign one becomes the class that its code, name or JSON-RPC code stands for (network,
 * TLS, process, file, timeout, abort), looked for down its causes and parts, else an `MCPError` with `UNEXPECTED_ERROR`. Its
 * message is quoted without secrets, and it is the `cause`.
 */
export function fromThrown(thrown: unknown, options: FromThrownOptions = {}): MCPError {
  if (MCPError.isInstance(thrown)) return thrown;
  const { functionName, serverName, context } = options;
  const found = findForeignFault(thrown);
  const common = {
    message: describeThrown(thrown, found?.link, functionName),
    cause: thrown,
    context: mergeContext(context, {
      function: functionName,
      originalError: cleanText(thrownName(thrown), MAX_NAME_LENGTH),
      serverName,
    }),
  };
  if (found === undefined) return build(UNFORESEEN, common, thrown);
  if (found.fault === undefined) {
    const { code, kind, retryable, hint, context: inner } = found.link;
    const merged = mergeContext(inner, common.context);
    return new MCPError({ ...common, code, kind, retryable, context: merged, ...(hint === undefined ? {} : { hint }) });
  }
  return build(found.fault, common, found.link);
}

interface CommonOptions {
  readonly message: string;
  readonly cause: unknown;
  readonly context: Readonly<Record<string, unknown>>;
}

function describeThrown(thrown: unknown, link: unknown, functionName: string | undefined): string {
  const own = textOf(thrown);
  // "fetch failed" says less than the failure underneath.
  const inner = link === undefined || link === thrown ? '' : textOf(link);
  const text = inner === '' || own.includes(inner) ? own : `${own} (${inner})`;
  return `Unexpected error${functionName === undefined ? '' : ` in "${functionName}"`}: ${text}`;
}

/** The message, or what sort of thing it is where it says nothing. */
function textOf(thrown: unknown): string {
  const message = thrownMessage(thrown).trim();
  return cleanText(message === '' ? thrownName(thrown) : message, MAX_FOREIGN_MESSAGE_LENGTH);
}

/** Cut only once its secrets are gone: half of one would not be found. */
function cleanText(text: string, maxLength: number): string {
  const clean = redactText(text);
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength).toWellFormed()}…`;
}

/** One line for each class: a switch that is long and simple. */
function build({ type, code }: ForeignFault, common: CommonOptions, link: unknown): MCPError {
  const { serverName } = common.context;
  const options: MCPErrorOptions & { readonly serverName?: string } = {
    ...common,
    code,
    hint: defaultHint(code),
    ...(typeof serverName === 'string' ? { serverName } : {}),
  };
  switch (type) {
    case 'connection':
      return new MCPConnectionError({ ...options, ...addressOf(link) });
    case 'silence':
      return new MCPTimeoutError({ ...options, kind: 'connection' });
    case 'timeout':
      return new MCPTimeoutError(options);
    case 'cancelled':
      return new MCPCancelledError(options);
    case 'configuration':
      return new MCPConfigurationError(options);
    case 'permission':
      return new MCPAuthenticationError({ ...options, hint: 'Check the permissions of the file, or the credentials.' });
    case 'file': {
      const path = textPropertyOf(link, 'path');
      return new MCPResourceError({
        ...options,
        hint: 'Check that the file exists and that its path is right.',
        resourceType: 'file',
        ...(path === undefined ? {} : { resourceId: path }),
      });
    }
    case 'arguments':
      return new MCPValidationError(options);
    case 'method':
      return new MCPResourceError({ ...options, resourceType: 'method' });
    case 'protocol':
      return new MCPProtocolError(options);
    case 'answer': {
      const serverErrorCode = propertyOf(link, 'code');
      return new MCPServerError({ ...options, ...(typeof serverErrorCode === 'number' ? { serverErrorCode } : {}) });
    }
    case 'unforeseen':
      return new MCPError(options);
  }
}

/** The address that Node tells with errors of sockets and of names. */
function addressOf(link: unknown): { readonly host?: string; readonly port?: number } {
  const host = textPropertyOf(link, 'hostname') ?? textPropertyOf(link, 'address');
  const port = propertyOf(link, 'port');
  return {
    ...(host === undefined ? {} : { host }),
    ...(typeof port === 'number' ? { port } : {}),
  };
}
