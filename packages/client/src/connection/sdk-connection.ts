import { type Client, LATEST_PROTOCOL_VERSION, type StandardSchemaV1 } from '@modelcontextprotocol/client';
import { type Clock, type Logger, MCPConnectionError, MCPResourceError } from '@seawall/core/base';
import { type ChangeListener, listenForChanges } from './change-listener.ts';
import {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type ConnectionListener,
  type RequestOptions,
} from './connection.ts';
import { paramsForEra, withoutEnvelope } from './era-fields.ts';
import { cancelledFailure, translateFailure } from './failure.ts';
import { type FailureContext, present } from './failure-context.ts';
import { describeExit } from './failure-exit.ts';
import { isRecord } from './is-record.ts';
import type { Link } from './link.ts';
import { createParamHeaders, type ParamHeaders } from './param-headers.ts';
import { NO_SDK_TIMEOUT_MS, RequestClocks } from './request-clocks.ts';
import { describeRequest } from './request-subject.ts';

/** What an {@link SdkConnection} is made of. */
export interface SdkConnectionOptions {
  readonly serverName: string;
  /** Connected over `link`. */
  readonly client: Client;
  readonly link: Link;
  readonly listener: ConnectionListener;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Message {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A {@link Connection} over a client of the SDK. */
export class SdkConnection implements Connection {
  readonly info: ConnectionInfo;
  readonly closed: Promise<ConnectionFailure>;
  readonly #options: SdkConnectionOptions;
  readonly #life = new AbortController();
  readonly #paramHeaders: ParamHeaders | undefined;
  /** Of a server of the newer era. */
  readonly #changes: ChangeListener | undefined;
  #isClosing = false;
  #closing: Promise<void> | undefined;

  constructor(options: SdkConnectionOptions) {
    this.#options = options;
    const { client, link } = options;
    this.info = describeConnection(client, link);
    this.#paramHeaders = this.info.era === 'modern' && link.kind === 'http' ? createParamHeaders() : undefined;
    this.closed = new Promise((resolve) => {
      client.onclose = () => {
        this.#life.abort();
        resolve(this.#endOfConnection());
      };
    });
    if (this.info.era === 'modern') this.#changes = listenForChanges({ ...options, signal: this.#life.signal });
  }

  async request(request: Message, options: RequestOptions): Promise<unknown> {
    if (options.signal?.aborted)
      throw cancelledFailure(this.#context(request, options), 'not-sent', options.signal.reason);
    const clocks = options.onProgress || options.hold ? new RequestClocks(options, this.#options.clock) : undefined;
    try {
      const { link } = this.#options;
      const send = (): Promise<unknown> => this.#send(request, options, clocks);
      const result = await (options.origin && link.sendFor ? link.sendFor(options.origin, send) : send());
      if (request.method === 'tools/list') this.#paramHeaders?.learn(result);
      return result;
    } catch (error) {
      throw translateFailure(error, this.#context(request, options));
    } finally {
      clocks?.end();
    }
  }

  async notify({ method, params }: Message): Promise<void> {
    try {
      await this.#options.client.notification(
        toSdkMessage({ method, ...present({ params: withoutEnvelope(params) }) }),
      );
    } catch (error) {
      throw translateFailure(error, this.#context({ method }));
    }
  }

  async subscribe(uri: string, options: RequestOptions): Promise<void> {
    const request = { method: 'resources/subscribe', params: { uri } };
    this.#assertSubscribes(request);
    if (!this.#changes) {
      await this.request(request, options);
      return;
    }
    try {
      await this.#changes.subscribe(uri, options);
    } catch (error) {
      throw translateFailure(error, this.#context(request, options));
    }
  }

  async unsubscribe(uri: string, options: RequestOptions): Promise<void> {
    const request = { method: 'resources/unsubscribe', params: { uri } };
    this.#assertSubscribes(request);
    if (this.#changes) this.#changes.unsubscribe(uri);
    else await this.request(request, options);
  }

  async ping(options: RequestOptions): Promise<void> {
    // The newer era has no ping; what every server of it must answer is who it is.
    await this.request({ method: this.info.era === 'modern' ? 'server/discover' : 'ping' }, options);
  }

  close(): Promise<void> {
    this.#isClosing = true;
    this.#closing ??= this.#options.link.end();
    return this.#closing;
  }

  #send({ method, params }: Message, options: RequestOptions, clocks: RequestClocks | undefined): Promise<unknown> {
    const { timeoutMs, maxTotalTimeoutMs, onProgress, envelope } = options;
    const signal = clocks?.signal ?? options.signal;
    const headers = method === 'tools/call' ? this.#paramHeaders?.headersFor(params) : undefined;
    const onprogress =
      onProgress &&
      ((progress: object): void => {
        clocks?.noteProgress();
        onProgress({ ...progress });
      });
    const request = { method, ...present({ params: paramsForEra(params, this.info.era, envelope) }) };
    return this.#options.client.request(toSdkMessage(request), ANY_RESULT, {
      timeout: clocks ? NO_SDK_TIMEOUT_MS : Math.min(timeoutMs, maxTotalTimeoutMs),
      allowInputRequired: true,
      ...present({ signal, headers, onprogress }),
    });
  }

  #assertSubscribes(request: Message): void {
    const { capabilities } = this.info;
    if (isRecord(capabilities.resources) && capabilities.resources.subscribe === true) return;
    const { serverName } = this.#options;
    const error = new MCPResourceError({
      code: 'METHOD_NOT_FOUND',
      serverName,
      operation: describeRequest(request).operation,
      resourceType: 'method',
      resourceId: request.method,
      message: `Server "${serverName}" does not tell when its resources change.`,
      hint: 'Read the resource again from time to time instead.',
    });
    throw new ConnectionFailure({ error, delivery: 'not-sent', effect: 'none' });
  }

  #context(request: Message, options?: RequestOptions): FailureContext {
    const { serverName, link } = this.#options;
    return {
      serverName,
      transport: link.kind,
      phase: 'request',
      subject: describeRequest(request),
      wasConnected: true,
      facts: link.facts,
      ...present({
        address: link.address,
        signal: options?.signal,
        timeoutMs: options && Math.min(options.timeoutMs, options.maxTotalTimeoutMs),
      }),
    };
  }

  #endOfConnection(): ConnectionFailure {
    const { serverName, link } = this.#options;
    const error =
      link.facts.exit && !this.#isClosing
        ? describeExit(this.#context({ method: '' }))
        : new MCPConnectionError({
            code: 'CONNECTION_CLOSED',
            serverName,
            transportType: link.kind,
            message: this.#isClosing
              ? `The connection to server "${serverName}" was closed by Seawall.`
              : `Server "${serverName}" ended the connection.`,
          });
    return new ConnectionFailure({ error, delivery: 'unknown', effect: 'broken' });
  }
}

/** Lets every result pass as it came. */
const ANY_RESULT: StandardSchemaV1<unknown, unknown> = {
  '~standard': { version: 1, vendor: 'seawall', validate: (value) => ({ value }) },
};

type SdkMessage = Message & { readonly params?: Record<string, unknown> };

function toSdkMessage(message: Message): SdkMessage {
  // The SDK copies what it changes; its type only lacks `readonly`.
  return message as SdkMessage;
}

function describeConnection(client: Client, link: Link): ConnectionInfo {
  const serverInfo = client.getServerVersion();
  return {
    era: client.getProtocolEra() ?? 'legacy',
    transport: link.kind,
    protocolVersion: client.getNegotiatedProtocolVersion() ?? LATEST_PROTOCOL_VERSION,
    serverInfo: serverInfo && { name: serverInfo.name, version: serverInfo.version },
    capabilities: { ...client.getServerCapabilities() },
    instructions: client.getInstructions(),
    pid: link.pid,
  };
}
