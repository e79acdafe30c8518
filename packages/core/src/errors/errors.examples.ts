// The examples of docs/errors-in-code.md and of the doc comments of errors, type-checked.
import {
  addErrorContext,
  createErrorAnalyzer,
  type ErrorSummary,
  errorDocsUrl,
  formatErrorChain,
  fromThrown,
  handleMcpError,
  type Logger,
  MCPAuthenticationError,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPOutcomeUnknownError,
  MCPTimeoutError,
  MCPValidationError,
  rootCause,
  suggestFixes,
  toServiceUnavailable,
  withErrorContext,
} from '../index.ts';

type CallTool = (server: string, tool: string) => Promise<unknown>;

export async function catchByClass(callTool: CallTool): Promise<unknown> {
  try {
    return await callTool('jira', 'search_issues');
  } catch (error) {
    if (MCPTimeoutError.isInstance(error)) return `${error.operation} took more than ${error.timeoutMs} ms`;
    if (MCPConnectionError.isInstance(error)) return `${error.serverName} is down, tried ${error.retryCount} times`;
    if (MCPAuthenticationError.isInstance(error)) return `the credentials are ${error.reason ?? 'refused'}`;
    if (MCPOutcomeUnknownError.isInstance(error)) return `it may have run: look with ${error.verifyWith}`;
    if (MCPError.isInstance(error)) return error.hint ?? error.message;
    throw error;
  }
}

export function branchOnCode(error: MCPError): string {
  switch (error.code) {
    case 'TOOL_NOT_FOUND':
      return 'list the tools again';
    case 'SERVER_UNAVAILABLE':
      return 'come back later';
    default:
      return error.retryable ? 'may pass by itself' : `see ${errorDocsUrl(error.code)}`;
  }
}

export function throwOne(timeoutMs: unknown): number {
  if (typeof timeoutMs === 'number' && timeoutMs > 0) return timeoutMs;
  throw new MCPValidationError({
    message: '"timeoutMs" is no number above 0.',
    hint: 'Give the time in milliseconds.',
    field: 'timeoutMs',
    value: timeoutMs,
    expectedType: 'number',
    validationRule: 'must_be_positive',
  });
}

export function logOne(error: MCPError, logger: Logger): void {
  error.log(logger); // one record: level by kind, message, { error: … }
  const record = error.log(); // the same record, written nowhere
  process.stderr.write(`${JSON.stringify(record)}\n`);
}

export function readChain(): string {
  const cause = new Error('Network unreachable');
  const error = new MCPConnectionError({ message: 'Failed to connect to server', cause });
  rootCause(error); // cause
  return formatErrorChain(error); // 'MCPConnectionError: Failed to connect to server -> Error: Network unreachable'
}

export function wrap(logger: Logger): (text: string) => Promise<unknown> {
  const parse = handleMcpError((text: string): unknown => JSON.parse(text), { logger, name: 'parse' });
  const load = handleMcpError(async (text: string) => parse(text), { logger, name: 'load' });
  return load; // rejects with: Unexpected error in "parse": … — logged once, by `parse`
}

export async function convertOne(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (thrown) {
    throw fromThrown(thrown, { functionName: 'read', serverName: 'files' });
  }
}

export async function addContext(callTool: CallTool, issues: readonly string[]): Promise<unknown> {
  const context = { service: 'tickets', operation: 'sync', dataSize: issues.length };
  return await withErrorContext(context, () => callTool('jira', 'search_issues'));
}

export async function offerService(callTool: CallTool): Promise<unknown> {
  try {
    return await callTool('jira', 'search_issues');
  } catch (error) {
    if (MCPConnectionError.isInstance(error)) throw toServiceUnavailable(error, { serviceOperation: 'sync' });
    throw addErrorContext(error, { serviceOperation: 'sync' });
  }
}

export async function analyse(calls: readonly (() => Promise<unknown>)[]): Promise<ErrorSummary> {
  const analyzer = createErrorAnalyzer({ capacity: 50 });
  for (const outcome of await Promise.allSettled(calls.map((call) => call())))
    if (outcome.status === 'rejected') analyzer.record(outcome.reason);
  return analyzer.summary(); // { totalErrors, errorTypes, mostCommon, byKind, byCode, byServer }
}

export function advise(thrown: unknown): string {
  const [best] = suggestFixes(thrown);
  return `${best?.cause} ${best?.fix}`;
}

export class TenantError extends MCPError {
  override readonly name: string = 'TenantError';

  protected override sanitizeContext(context: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return 'tenantId' in context ? { ...context, tenantId: '[TENANT]' } : context;
  }
}

export function reportConfiguration(error: unknown): readonly string[] {
  if (!MCPConfigurationError.isInstance(error)) return [];
  return error.missingKeys.map((key) => `${key} is missing in ${error.configFile ?? 'the configuration'}`);
}
