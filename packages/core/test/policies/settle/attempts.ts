import type { Delivery } from '../../../src/call/call.ts';
import type { Evidence } from '../../../src/call/evidence.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { isFailure } from '../../../src/diagnosis/diagnosis.ts';
import { toMCPError } from '../../../src/diagnosis/to-mcp-error.ts';
import type { ErrorCode } from '../../../src/errors/error-code.ts';
import { MCPError, type MCPErrorOptions } from '../../../src/errors/mcp-error.ts';
import type { AttemptFailure, FailureEffect } from '../../../src/policies/attempt.ts';

/** A failed attempt. */
export function failed(error: MCPError, delivery: Delivery, effect: FailureEffect = 'none'): AttemptFailure {
  return { kind: 'failure', error, delivery, effect };
}

/** An error with nothing but a code, as connections make them. */
export function errorOf(code: ErrorCode, options: Partial<MCPErrorOptions> = {}): MCPError {
  return new MCPError({ code, message: `Failed with ${code}.`, ...options });
}

/** An answer of a server, as it is after it was diagnosed. */
function diagnosed(evidence: Evidence, server = 'files', tool = 'look'): AttemptFailure {
  const diagnosis = diagnose(evidence, { server, tool });
  if (!isFailure(diagnosis)) throw new Error('The evidence is no failure.');
  return failed(toMCPError(diagnosis, { server, tool, evidence }), 'answered');
}

/** A result with `isError`, diagnosed. */
export function toolError(text: string, server?: string, tool?: string): AttemptFailure {
  return diagnosed(
    { shape: 'tool_result', payload: { isError: true, content: [{ type: 'text', text }] } },
    server,
    tool,
  );
}

/** An HTTP status instead of an answer, diagnosed. */
export function httpError(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): AttemptFailure {
  return diagnosed({ shape: 'http_response', payload: { status, headers, body } });
}

/** A JSON-RPC error that tells nothing, as a connection translates it. */
export function rpcError(code: number): AttemptFailure {
  const payload = { code, message: 'failed' };
  const context = { jsonRpcError: payload, evidence: { shape: 'jsonrpc_error', payload } };
  return failed(errorOf('SERVER_ERROR', { context }), 'answered');
}
