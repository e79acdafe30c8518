import {
  isInputRequiredResult,
  type JSONRPCRequest,
  type RequestId,
  type Result,
  Server,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';
import { HOST_LIMITS, type Host, type HostCapabilities, type ServerNotification } from '@seawall/client';
import type { MCPError } from '@seawall/core/base';
import { JsonRpcErrorAnswer, toJsonRpcError } from '../reply/json-rpc-error.ts';
import { toToolFailure } from '../reply/tool-failure.ts';
import { declineQuestion, envelopeOf, protocolVersionOf } from './caller.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { HostEra } from './host-era.ts';
import type { HostLink } from './host-link.ts';
import { toMessage, toQuestion } from './host-messages.ts';
import { keepErrorCode } from './keep-error-code.ts';
import type { ListKind } from './list-changes.ts';
import { ANY_OBJECT, type Params } from './params.ts';
import { withoutRetryFields } from './relayed-params.ts';
import { registerHandlers } from './request-handlers.ts';
import { createResourceSubscriptions, type ResourceSubscriptions } from './resource-subscriptions.ts';
import { servedCapabilities } from './served-capabilities.ts';
import { hostNameOf, sessionName } from './session-name.ts';

/** Digits of an id that tell the sessions of one gateway apart. */
const SESSION_NUMBER_LENGTH = 8;

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/** How a session begins. */
export interface HostSessionOptions {
  /** Whether the session stays from one request to the next: not so for one request of 2026-07-28 over HTTP.
   * @default true for older hosts, false for newer ones */
  readonly stays?: boolean;
}

/**
 * The MCP server that one host talks to: a whole session, or one request of 2026-07-28 over HTTP.
 *
 * While it stays, it is a {@link Host} at the client, so that servers can ask and tell the host something.
 */
export class HostSession extends Server implements HostLink {
  readonly era: HostEra;
  readonly #gateway: GatewayContext;
  readonly #stays: boolean;
  /** Absent for a session of one request. */
  readonly #number: string | undefined;
  #isInitialized = false;
  #isOver = false;
  #host: Host | undefined;
  #subscriptions: ResourceSubscriptions | undefined;

  constructor(era: HostEra, context: GatewayContext, options: HostSessionOptions = {}) {
    super(
      { name: 'seawall', title: 'Seawall', version: context.version },
      {
        capabilities: servedCapabilities(era),
        instructions: context.instructions(),
        inputRequired: { roundTimeoutMs: HOST_LIMITS.answerTimeoutMs },
      },
    );
    this.era = era;
    this.#gateway = context;
    this.#stays = options.stays ?? era === 'legacy';
    this.#number = this.#stays ? context.createId().slice(0, SESSION_NUMBER_LENGTH) : undefined;
    this.oninitialized = () => {
      this.#isInitialized = true;
      this.#openHost(this.getClientCapabilities());
    };
    this.onerror = (error) =>
      context.logger.log('debug', 'A message of a host could not be handled.', { reason: error.message });
    registerHandlers(this, context);
    this.setNotificationHandler('notifications/roots/list_changed', () => this.#host?.announceRoots());
  }

  nameIn(context: ServerContext): string {
    const name = this.era === 'modern' ? hostNameOf(context) : this.getClientVersion()?.name;
    return sessionName(name, this.#number);
  }

  hostOf(context: ServerContext): Host | undefined {
    return this.#openHost(this.era === 'modern' ? envelopeOf(context).capabilities : this.getClientCapabilities());
  }

  subscriptionsOf(context: ServerContext): ResourceSubscriptions | undefined {
    const host = this.hostOf(context);
    if (host === undefined) return undefined;
    this.#subscriptions ??= createResourceSubscriptions({
      gateway: this.#gateway,
      host,
      onUpdated: (_publicUri, uri) => this.#tell({ method: RESOURCE_UPDATED, params: { uri } }),
    });
    return this.#subscriptions;
  }

  override connect(transport: Transport): Promise<void> {
    return super.connect(this.era === 'legacy' ? keepErrorCode(transport) : transport);
  }

  /** Tells the host that a list changed, once it can hear it. */
  announce(kind: ListKind): void {
    if (this.transport === undefined || (this.era === 'legacy' && !this.#isInitialized)) return;
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
    // What is known of the servers grows while a session lasts.
    if (method === 'server/discover')
      return async (request, context) => ({
        ...(await handler(request, this.#ownContext(context))),
        instructions: this.#gateway.instructions(),
      });
    if (method !== 'tools/call') {
      const wrapped = super._wrapHandler(method, handler);
      return async (request, context) => wrapped(request, this.#ownContext(context));
    }
    return async (request, context) => {
      let untouched: Result | undefined;
      const checked = super._wrapHandler(method, async (innerRequest, innerContext) => {
        const result = await handler(innerRequest, innerContext);
        if (isInputRequiredResult(result)) return result;
        untouched = result;
        return EMPTY_RESULT;
      });
      const answer = await checked(request, this.#ownContext(context));
      return untouched ?? answer;
    };
  }

  /** Called by the SDK when the connection is over, whoever ended it. */
  protected override _onclose(): void {
    this.#isOver = true;
    // Never rejects.
    void this.#host?.close();
    if (this.#stays) this.#gateway.pendingCalls.endOf(this);
    super._onclose();
  }

  /**
   * The context of a request as it counts for the era: retries are a matter of 2026-07-28, and what an older host calls by
   * these names is for no server.
   *
   * @throws {@link JsonRpcErrorAnswer} with -32022 when a newer host names another version than the session's.
   */
  #ownContext(context: ServerContext): ServerContext {
    if (this.era === 'legacy') return withoutRetryFields(context);
    const requested = protocolVersionOf(context);
    const supported = this.getNegotiatedProtocolVersion();
    // The SDK looks at the first request over stdio only.
    if (requested === undefined || supported === undefined || requested === supported) return context;
    throw new JsonRpcErrorAnswer({
      code: UNSUPPORTED_VERSION_CODE,
      message: `This session speaks ${supported}, not "${requested.slice(0, MAX_QUOTED_LENGTH)}".`,
      data: { supported: [supported], requested },
    });
  }

  #openHost(capabilities: HostCapabilities | undefined): Host | undefined {
    if (capabilities === undefined || !this.#stays || this.#isOver) return undefined;
    this.#host ??= this.#gateway.seawall.addHost({
      capabilities,
      onRequest:
        this.era === 'modern'
          ? declineQuestion
          : (question, { signal }) =>
              this.request(toQuestion(question), ANY_OBJECT, { signal, timeout: HOST_LIMITS.answerTimeoutMs }),
      onNotification: (notification) => this.#onNotification(notification),
    });
    return this.#host;
  }

  #onNotification(notification: ServerNotification): void {
    const { server, method, params } = notification;
    // The host may know the resource by another URI than its server does.
    if (method !== RESOURCE_UPDATED) this.#tell(notification);
    else if (typeof params?.uri === 'string') this.#subscriptions?.onNotification(server, params.uri);
  }

  #tell(notification: { readonly method: string; readonly params?: Params }): void {
    // A host that is gone hears nothing more, and what its era does not know is not for it.
    void this.notification(toMessage(notification)).catch(() => undefined);
  }

  #failureResult(error: MCPError): Result {
    const failure = toToolFailure(error, this.era);
    return { ...failure, ...(this.era === 'modern' ? { resultType: 'complete' } : {}) };
  }
}

const UNSUPPORTED_VERSION_CODE = -32_022;
const MAX_QUOTED_LENGTH = 64;
const RESOURCE_UPDATED = 'notifications/resources/updated';

/** Stands in for a result while the SDK checks it. */
const EMPTY_RESULT: Result = { content: [] };

function errorMember(error: MCPError): { readonly code: number; readonly message: string; readonly data: unknown } {
  const { code, message, data } = toJsonRpcError(error);
  return { code, message, data };
}
