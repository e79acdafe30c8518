import type { Evidence } from '../call/evidence.ts';
import { MCPAuthenticationError } from '../errors/authentication-error.ts';
import { MCPCancelledError } from '../errors/cancelled-error.ts';
import { MCPConfigurationError } from '../errors/configuration-error.ts';
import { MCPConnectionError } from '../errors/connection-error.ts';
import { MCPError } from '../errors/mcp-error.ts';
import { MCPProtocolError } from '../errors/protocol-error.ts';
import { MCPRateLimitError } from '../errors/rate-limit-error.ts';
import { MCPResourceError } from '../errors/resource-error.ts';
import { MCPServerError } from '../errors/server-error.ts';
import { MCPTimeoutError } from '../errors/timeout-error.ts';
import { MCPValidationError } from '../errors/validation-error.ts';
import type { FailureDiagnosis } from './diagnosis.ts';
import { readNumber, readProperty, readString } from './read/foreign-value.ts';
import { toPlainValue } from './read/plain-value.ts';
import { cut } from './say/quote.ts';

/** What an error of a diagnosis is given beside it. */
export interface DiagnosedErrorOptions {
  /** The server as the configuration names it. */
  readonly server: string;
  readonly tool?: string;
  /** What was going on, as `call_tool(search)`.
   * @default `call_tool(TOOL)`, where a tool is given */
  readonly operation?: string;
  /** Kept in the context, bounded. */
  readonly evidence?: Evidence;
  readonly transport?: 'stdio' | 'http' | 'sse';
  readonly cause?: unknown;
}

/**
 * Makes the error of a failure: of the class that belongs to its kind, with the diagnosis and the evidence in its `context`
 * and the advice as its `hint`.
 *
 * Takes no diagnosis of a result: ask `isFailure` before. Never throws.
 */
export function toMCPError(diagnosis: FailureDiagnosis, options: DiagnosedErrorOptions): MCPError {
  const operation = options.operation ?? (options.tool === undefined ? undefined : `call_tool(${options.tool})`);
  return create(diagnosis, options, {
    message: diagnosis.summary,
    hint: diagnosis.advice,
    code: diagnosis.code,
    kind: diagnosis.kind,
    retryable: diagnosis.retryable,
    serverName: options.server,
    ...(operation === undefined ? {} : { operation }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
    context: toContext(diagnosis, options, operation),
  });
}

interface Common {
  readonly message: string;
  readonly hint: string;
  readonly code: string;
  readonly kind: FailureDiagnosis['kind'];
  readonly retryable: boolean;
  readonly serverName: string;
  readonly operation?: string;
  readonly cause?: unknown;
  readonly context: Readonly<Record<string, unknown>>;
}

function create(
  diagnosis: FailureDiagnosis,
  { tool, transport, evidence }: DiagnosedErrorOptions,
  common: Common,
): MCPError {
  const httpStatus = diagnosis.httpStatus === undefined ? {} : { httpStatus: diagnosis.httpStatus };
  switch (diagnosis.kind) {
    case 'authentication':
      return new MCPAuthenticationError({
        ...common,
        ...httpStatus,
        ...(diagnosis.reason === undefined ? {} : { reason: diagnosis.reason }),
      });
    case 'permission': {
      const permissionRequired = detail(diagnosis, 'permission') ?? detail(diagnosis, 'needed');
      return new MCPAuthenticationError({
        ...common,
        ...httpStatus,
        ...(permissionRequired === undefined ? {} : { permissionRequired }),
      });
    }
    case 'rate_limit':
    case 'quota':
      return new MCPRateLimitError({
        ...common,
        scope: tool === undefined ? 'server' : 'tool',
        ...(diagnosis.retryAfterMs === undefined ? {} : { retryAfterMs: diagnosis.retryAfterMs }),
      });
    case 'timeout':
      return new MCPTimeoutError(common);
    case 'connection':
      return new MCPConnectionError({ ...common, ...(transport === undefined ? {} : { transportType: transport }) });
    case 'not_found':
    case 'tool_not_found':
      return new MCPResourceError({ ...common, ...resource(diagnosis, tool) });
    case 'validation': {
      const field = firstField(diagnosis);
      return new MCPValidationError({ ...common, ...(field === undefined ? {} : { field }) });
    }
    case 'configuration':
      return new MCPConfigurationError({ ...common, configSection: `mcpServers.${common.serverName}` });
    case 'protocol':
      return new MCPProtocolError({ ...common, ...httpStatus });
    case 'cancelled':
      return new MCPCancelledError(common);
    case 'unavailable':
    case 'server_error':
    case 'conflict': {
      const serverErrorCode = readNumber(readProperty(evidence, 'payload'), 'code');
      return new MCPServerError({
        ...common,
        ...httpStatus,
        ...(serverErrorCode === undefined ? {} : { serverErrorCode }),
      });
    }
    default:
      // A kind that this version does not know, from a pack written for another one.
      return new MCPError(common);
  }
}

function toContext(
  diagnosis: FailureDiagnosis,
  { server, tool, evidence }: DiagnosedErrorOptions,
  operation: string | undefined,
): Readonly<Record<string, unknown>> {
  const { confidence, signals, pack, status, quote, details, warnings, links, reason, httpStatus, retryAfterMs } =
    diagnosis;
  return {
    serverName: server,
    tool,
    operation,
    httpStatus,
    retryAfterMs,
    diagnosis: present({
      kind: diagnosis.kind,
      code: diagnosis.code,
      confidence,
      reason,
      pack,
      status,
      quote,
      details,
      warnings,
      links,
      signals,
    }),
    evidence: evidence && boundEvidence(evidence),
  };
}

/** How much of each text of the evidence an error keeps, in characters. */
const MAX_TEXT_LENGTH = 2000;

function boundEvidence(evidence: Evidence): unknown {
  const payload = readProperty(evidence, 'payload');
  const kept = toPlainValue(payload, (text) => cut(text, MAX_TEXT_LENGTH));
  // An error's own words are no enumerable properties.
  const words =
    payload instanceof Error
      ? { name: readString(payload, 'name'), message: cut(readString(payload, 'message') ?? '', MAX_TEXT_LENGTH) }
      : {};
  return {
    shape: readString(evidence, 'shape'),
    payload: typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? { ...words, ...kept } : kept,
  };
}

function resource(
  { kind, details }: FailureDiagnosis,
  tool: string | undefined,
): { readonly resourceType?: string; readonly resourceId?: string } {
  if (kind === 'tool_not_found') return { resourceType: 'tool', ...(tool === undefined ? {} : { resourceId: tool }) };
  const resourceType = textOf(details?.resourceType);
  const resourceId = textOf(details?.resourceId);
  return {
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}

function firstField({ details }: FailureDiagnosis): string | undefined {
  const fields = details?.fields;
  return Array.isArray(fields) ? textOf(fields[0]) : textOf(details?.field);
}

function detail({ details }: FailureDiagnosis, key: string): string | undefined {
  return textOf(details?.[key]);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function present(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
