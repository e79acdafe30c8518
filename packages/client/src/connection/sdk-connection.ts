import {
  type Client,
  LATEST_PROTOCOL_VERSION,
  SdkError,
  SdkErrorCode,
  type StandardSchemaV1,
} from '@modelcontextprotocol/client';
import { type Clock, type Logger, MCPConnectionError, type Timer } from '@seawall/core';
import { listenForChanges } from './change-listener.ts';
import {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type ConnectionListener,
  type RequestOptions,
} from './connection.ts';
import { cancelledFailure, translateFailure } from './failure.ts';
import { type FailureContext, present } from './failure-context.ts';
import { describeExit } from './failure-exit.ts';
import type { Link } from './link.ts';
import { createParamHeaders, type ParamHeaders } from './param-headers.ts';
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

/** A {@link Connection} over a client of the SDK. */
export class SdkConnection implements Connection {
  readonly info: ConnectionInfo;
  readonly closed: Promise<ConnectionFailure>;
  readonly #options: SdkConnectionOptions;
  readonly #life = new AbortController();
  readonly #paramHeaders: ParamHeaders | undefined;
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
    // Never rejects.
    if (this.info.era === 'modern') void listenForChanges({ ...options, signal: this.#life.signal });
  }

  async request(
    request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    options: RequestOptions,
  ): Promise<unknown> {
    if (options.signal?.aborted)
      throw cancelledFailure(this.#context(request, options), 'not-sent', options.signal.reason);
    const limit = options.onProgress ? new TotalLimit(options, this.#options.clock) : undefined;
    const signal = limit?.signal ?? options.signal;
    try {
      const headers = request.method === 'tools/call' ? this.#paramHeaders?.headersFor(request.params) : undefined;
      const result = await this.#options.client.request(toSdkRequest(request), ANY_RESULT, {
        timeout: Math.min(options.timeoutMs, options.maxTotalTimeoutMs),
        maxTotalTimeout: options.maxTotalTimeoutMs,
        allowInputRequired: true,
        ...present({ signal, headers }),
        ...(options.onProgress
          ? { onprogress: toProgressHandler(options.onProgress), resetTimeoutOnProgress: true }
          : {}),
      });
      if (request.method === 'tools/list') this.#paramHeaders?.learn(result);
      return result;
    } catch (error) {
      throw translateFailure(error, this.#context(request, options));
    } finally {
      limit?.end();
    }
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

  #context(
    request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    options?: RequestOptions,
  ): FailureContext {
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

type SdkRequest = Parameters<Client['request']>[0] & { readonly params?: Record<string, unknown> };

function toSdkRequest(request: {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}): SdkRequest {
  // The SDK copies what it changes; its type only lacks `readonly`.
  return request as SdkRequest;
}

function toProgressHandler(onProgress: NonNullable<RequestOptions['onProgress']>): (progress: object) => void {
  return (progress) => onProgress({ ...progress });
}

/**
 * The end of a call that goes on reporting progress. The SDK looks at the total only when progress comes, so a call that
 * falls silent near its end would outlive it.
 */
class TotalLimit {
  readonly #controller = new AbortController();
  readonly #options: RequestOptions;
  readonly #timer: Timer;

  constructor(options: RequestOptions, clock: Clock) {
    this.#options = options;
    const { maxTotalTimeoutMs } = options;
    const startedMs = clock.monotonicMs();
    this.#timer = clock.setTimer(() => {
      const data = { maxTotalTimeout: maxTotalTimeoutMs, totalElapsed: Math.round(clock.monotonicMs() - startedMs) };
      this.#controller.abort(new SdkError(SdkErrorCode.RequestTimeout, 'Maximum total timeout exceeded', data));
    }, maxTotalTimeoutMs);
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal?.aborted) this.#onAbort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    this.#timer.cancel();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#controller.abort(this.#options.signal?.reason);
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
