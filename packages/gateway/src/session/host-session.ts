import {
  isInputRequiredResult,
  type JSONRPCRequest,
  type RequestId,
  type Result,
  Server,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';
import type { MCPError } from '@seawall/core';
import { toJsonRpcError } from '../reply/json-rpc-error.ts';
import { toToolFailure } from '../reply/tool-failure.ts';
import type { GatewayContext } from './gateway-context.ts';
import { keepErrorCode } from './keep-error-code.ts';
import type { ListKind } from './list-changes.ts';
import type { AbandonableSession } from './relay.ts';
import { registerHandlers } from './request-handlers.ts';

/** The era of the protocol that a host speaks: sessions and `initialize`, or stateless requests since 2026-07-28. */
export type HostEra = 'legacy' | 'modern';

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/**
 * The MCP server that one host talks to: a whole session of an older host, or one request of a newer one over HTTP.
 *
 * Requests from a server to its host, subscriptions, completions and logging get their handlers in `request-handlers.ts`.
 */
export class HostSession extends Server implements AbandonableSession {
  readonly #era: HostEra;
  #isInitialized = false;

  constructor(era: HostEra, context: GatewayContext) {
    super(
      { name: 'seawall', title: 'Seawall', version: context.version },
      {
        capabilities: {
          tools: { listChanged: true },
          prompts: { listChanged: true },
          resources: { listChanged: true },
        },
        instructions: context.instructions(),
      },
    );
    this.#era = era;
    this.oninitialized = () => {
      this.#isInitialized = true;
    };
    this.onerror = (error) =>
      context.logger.log('debug', 'A message of a host could not be handled.', { reason: error.message });
    registerHandlers(this, context);
  }

  override connect(transport: Transport): Promise<void> {
    return super.connect(this.#era === 'legacy' ? keepErrorCode(transport) : transport);
  }

  /** Tells the host that a list changed, once it can hear it. */
  announce(kind: ListKind): void {
    if (this.transport === undefined || (this.#era === 'legacy' && !this.#isInitialized)) return;
    // A host that is gone needs no announcement; the end of its connection is noticed elsewhere.
    void this.notification({ method: `notifications/${kind}/list_changed` }).catch(() => undefined);
  }

  /** Cancels a running request as if the host had asked for it; harmless when it is over. */
  cancelRequest(requestId: RequestId, reason: string): void {
    this.transport?.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });
  }

  /** Answers a running request with `error` and cancels it at its server. */
  abandon(requestId: RequestId, method: string, error: MCPError): void {
    const answer = method === 'tools/call' ? { result: this.#failureResult(error) } : { error: errorMember(error) };
    const sent = this.transport?.send({ jsonrpc: '2.0', id: requestId, ...answer });
    // The host may be gone already; then nobody misses the answer.
    void sent?.catch(() => undefined);
    this.cancelRequest(requestId, error.message);
  }

  /**
   * Keeps the SDK from parsing and copying the results of tools: they pass as the server gave them.
   *
   * It still checks the parameters and serves results that ask for input. Called while the base class is constructed.
   */
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    if (method !== 'tools/call') return super._wrapHandler(method, handler);
    return async (request, context) => {
      let untouched: Result | undefined;
      const checked = super._wrapHandler(method, async (innerRequest, innerContext) => {
        const result = await handler(innerRequest, innerContext);
        if (isInputRequiredResult(result)) return result;
        untouched = result;
        return EMPTY_RESULT;
      });
      const answer = await checked(request, context);
      return untouched ?? answer;
    };
  }

  #failureResult(error: MCPError): Result {
    const failure = toToolFailure(error);
    return { ...failure, ...(this.#era === 'modern' ? { resultType: 'complete' } : {}) };
  }
}

/** Stands in for a result while the SDK checks it. */
const EMPTY_RESULT: Result = { content: [] };

function errorMember(error: MCPError): { readonly code: number; readonly message: string; readonly data: unknown } {
  const { code, message, data } = toJsonRpcError(error);
  return { code, message, data };
}
