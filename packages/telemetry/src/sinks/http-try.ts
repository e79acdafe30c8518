import {
  type Clock,
  MCPAuthenticationError,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPRateLimitError,
  MCPServerError,
  type Outbound,
  type OutboundResponse,
  readRetryAfterMs,
} from '@seawall/core/base';
import type { Try } from './sender.ts';

/** One request of a sink. */
export interface HttpTry {
  readonly sink: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal;
  readonly outbound: Outbound;
  readonly clock: Clock;
}

/** Sends JSON once, and says what the answer means. Neither the URL nor what was answered is in any error. */
export async function tryHttp(options: HttpTry): Promise<Try> {
  const { sink, url, outbound, signal, clock } = options;
  const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
  const headers = { 'content-type': 'application/json', 'user-agent': 'Seawall', ...options.headers };
  try {
    const response = await outbound.request({ url, method: 'POST', headers, body, signal });
    return readAnswer(sink, response, clock.now());
  } catch (error) {
    return toFailure(sink, error);
  }
}

/** What a failure before any answer means. */
export function toFailure(sink: string, error: unknown): Try {
  const known = MCPError.isInstance(error) ? error : undefined;
  if (known?.kind === 'configuration') {
    return { kind: 'failed', error: known, mayPass: false, mayHaveArrived: false };
  }
  return {
    kind: 'failed',
    mayPass: true,
    mayHaveArrived: !NEVER_ARRIVED.has(known?.code ?? ''),
    error:
      known ??
      new MCPConnectionError({
        code: 'CONNECTION_FAILED',
        message: `The alert sink "${sink}" could not be reached.`,
        hint: 'Check that its address is right and reachable from here.',
        cause: error,
      }),
  };
}

const NEVER_ARRIVED: ReadonlySet<string> = new Set(['CONNECTION_REFUSED', 'HOST_NOT_FOUND', 'HOST_UNREACHABLE']);

function readAnswer(sink: string, response: OutboundResponse, nowMs: number): Try {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const refused = (error: MCPError): Try => ({ kind: 'failed', error, mayPass: false, mayHaveArrived: false });
  if (status >= 300 && status < 400) return refused(redirected(sink, status));
  if (status === 401 || status === 403) return refused(unauthorized(sink, status));
  if (status !== 429 && status !== 408 && status < 500) return refused(rejected(sink, status));
  const retryAfterMs = readRetryAfterMs((name) => headers[name], nowMs);
  return {
    kind: 'failed',
    mayPass: true,
    mayHaveArrived: false,
    error: status === 429 ? throttled(sink, retryAfterMs) : unavailable(sink, status),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function redirected(sink: string, httpStatus: number): MCPError {
  return new MCPConfigurationError({
    code: 'REDIRECT_REFUSED',
    configSection: `seawall.alerts.sinks.${sink}`,
    message: `The alert sink "${sink}" redirects elsewhere (HTTP ${httpStatus}), which is not followed.`,
    hint: 'Write the address that it redirects to into the configuration if you trust it.',
    context: { httpStatus },
  });
}

function unauthorized(sink: string, httpStatus: number): MCPError {
  return new MCPAuthenticationError({
    code: 'AUTHENTICATION_REQUIRED',
    httpStatus,
    message: `The alert sink "${sink}" refuses the credentials (HTTP ${httpStatus}).`,
    hint: `Renew the key or the address under seawall.alerts.sinks.${sink}.`,
  });
}

function rejected(sink: string, httpStatus: number): MCPError {
  return new MCPServerError({
    code: 'REQUEST_REJECTED',
    httpStatus,
    message: `The alert sink "${sink}" does not take the notice (HTTP ${httpStatus}).`,
    hint: 'Check that the address belongs to a receiver of this type.',
  });
}

function throttled(sink: string, retryAfterMs: number | undefined): MCPError {
  return new MCPRateLimitError({
    code: 'RATE_LIMITED',
    message: `The alert sink "${sink}" asks for fewer notices (HTTP 429).`,
    hint: 'Raise seawall.alerts.grouping.intervalMs if it happens often.',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function unavailable(sink: string, httpStatus: number): MCPError {
  return new MCPServerError({
    code: 'SERVER_UNAVAILABLE',
    httpStatus,
    message: `The alert sink "${sink}" failed (HTTP ${httpStatus}).`,
    hint: 'It is tried again; other sinks are told meanwhile.',
  });
}
