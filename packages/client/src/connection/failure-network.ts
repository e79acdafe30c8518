import {
  type FailureEffect,
  type KnownErrorCode,
  MCPConfigurationError,
  MCPConnectionError,
  MCPTimeoutError,
} from '@seawall/core/base';
import { ConnectionFailure } from './connection.ts';
import { type FailureContext, present } from './failure-context.ts';

/** Translates an error that carries a code of Node, OpenSSL or undici; `undefined` for one without. */
export function translateNetworkError(error: unknown, context: FailureContext): ConnectionFailure | undefined {
  if (isForbiddenPort(error)) return portForbidden(context, error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return undefined;
  const fault = TLS_FAULTS[code] ?? (code.startsWith('ERR_SSL_') || code === 'EPROTO' ? TLS_HANDSHAKE : undefined);
  if (fault) return tlsFailed(fault, code, context, error);
  const known = NETWORK_FAULTS[code] ?? proxyFault(error);
  return known && networkFailed(known, code, context, error);
}

interface NetworkFault {
  readonly code: KnownErrorCode;
  /** After "Server x". */
  readonly what: string;
  readonly delivery: 'not-sent' | 'unknown';
  /** Whether the next request would fail the same way. */
  readonly isDown: boolean;
  readonly hint?: string;
}

const REFUSED: NetworkFault = {
  code: 'CONNECTION_REFUSED',
  what: 'refuses connections',
  delivery: 'not-sent',
  isDown: true,
  hint: 'Start the server, or correct the port in its URL.',
};
const NOT_FOUND: NetworkFault = {
  code: 'HOST_NOT_FOUND',
  what: "can't be reached: its host name is not known",
  delivery: 'not-sent',
  isDown: true,
  hint: "Check the host name in its URL, and this machine's network and DNS.",
};
const UNREACHABLE: NetworkFault = {
  code: 'HOST_UNREACHABLE',
  what: "can't be reached: there is no way to its host",
  delivery: 'not-sent',
  isDown: true,
  hint: 'Check the network, the VPN and the firewall.',
};
const CONNECT_TIMEOUT: NetworkFault = {
  code: 'CONNECTION_TIMEOUT',
  what: 'did not accept the connection in time',
  delivery: 'not-sent',
  isDown: true,
  hint: 'Check the network, the firewall and the port in its URL.',
};
const RESET: NetworkFault = {
  code: 'CONNECTION_RESET',
  what: 'broke the connection',
  delivery: 'unknown',
  isDown: false,
  hint: 'Look into the log of the server, and of a proxy in front of it, for why it ended the connection.',
};
const SILENT: NetworkFault = {
  code: 'CONNECTION_TIMEOUT',
  what: 'fell silent on the connection',
  delivery: 'unknown',
  isDown: false,
  hint: 'Check whether the server, or a proxy in front of it, is overloaded or hangs.',
};

const NETWORK_FAULTS: Readonly<Record<string, NetworkFault>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: NOT_FOUND,
  EAI_NODATA: NOT_FOUND,
  EAI_NONAME: NOT_FOUND,
  EHOSTUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENETDOWN: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  ETIMEDOUT: CONNECT_TIMEOUT,
  UND_ERR_CONNECT_TIMEOUT: CONNECT_TIMEOUT,
  ECONNRESET: RESET,
  EPIPE: RESET,
  ECONNABORTED: RESET,
  UND_ERR_SOCKET: RESET,
  UND_ERR_CLOSED: RESET,
  UND_ERR_DESTROYED: RESET,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: RESET,
  UND_ERR_HEADERS_TIMEOUT: SILENT,
  UND_ERR_BODY_TIMEOUT: SILENT,
};

function networkFailed(fault: NetworkFault, errno: string, context: FailureContext, cause: unknown): ConnectionFailure {
  const { serverName, phase, transport: transportType, address, subject } = context;
  const delivery = phase === 'connect' ? 'not-sent' : fault.delivery;
  const where = address ? ` at ${address.host}:${address.port}` : '';
  const when = delivery === 'unknown' ? ` during ${subject.operation}` : '';
  const message = `Server "${serverName}"${where} ${fault.what}${when}.`;
  const common = { code: fault.code, serverName, message, context: { errno }, cause, ...present({ hint: fault.hint }) };
  const error =
    fault === SILENT
      ? new MCPTimeoutError({ ...common, kind: 'connection' })
      : new MCPConnectionError({ ...common, transportType, ...(address ?? {}) });
  return new ConnectionFailure({ error, delivery, effect: phase === 'connect' || fault.isDown ? 'broken' : 'none' });
}

/** undici says only in words that a proxy refused to open the way. */
function proxyFault(error: unknown): NetworkFault | undefined {
  const status = error instanceof Error ? /^Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined;
  if (status === undefined) return undefined;
  return {
    code: 'CONNECTION_FAILED',
    what: `can't be reached: the proxy refused to open the way (HTTP ${status})`,
    delivery: 'not-sent',
    isDown: true,
    hint:
      status === '407'
        ? 'Put the credentials for the proxy into HTTPS_PROXY, or the host into NO_PROXY.'
        : 'Check HTTPS_PROXY, and NO_PROXY for hosts that are reached without it.',
  };
}

/** fetch refuses some ports of other well-known services, and says so only in words. */
function isForbiddenPort(error: unknown): boolean {
  return error instanceof Error && error.message === 'bad port';
}

function portForbidden({ serverName, address }: FailureContext, cause: unknown): ConnectionFailure {
  const error = new MCPConfigurationError({
    code: 'CONFIG_INVALID',
    configSection: `mcpServers.${serverName}.url`,
    message: `Server "${serverName}" can't be reached${address ? ` at ${address.host}:${address.port}` : ''}: the fetch standard forbids this port.`,
    hint: `Let the server listen on another port, and name that in mcpServers.${serverName}.url.`,
    context: { serverName, ...(address ?? {}) },
    cause,
  });
  return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'misconfigured' });
}

interface TlsFault {
  readonly what: string;
  readonly hint: (serverName: string) => string;
}

const UNTRUSTED = (serverName: string): string =>
  `Set mcpServers.${serverName}.seawall.tls.caFile to the certificate of the authority that signed it.`;
const RENEW = (): string =>
  'Ask the operator of the server to renew its certificate, and check the clock of this machine.';
const TLS_HANDSHAKE: TlsFault = {
  what: 'the two sides could not agree on an encrypted connection',
  hint: (serverName) =>
    `Check that the port of mcpServers.${serverName}.url really speaks HTTPS, and whether the server asks for a client certificate (seawall.tls.certFile).`,
};

const TLS_FAULTS: Readonly<Record<string, TlsFault>> = {
  CERT_HAS_EXPIRED: { what: 'its certificate has expired', hint: RENEW },
  CERT_NOT_YET_VALID: { what: 'its certificate is not valid yet', hint: RENEW },
  CERT_REVOKED: { what: 'its certificate was revoked', hint: RENEW },
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: 'its certificate is self-signed', hint: UNTRUSTED },
  SELF_SIGNED_CERT_IN_CHAIN: {
    what: 'its certificate comes from an authority that is not trusted here',
    hint: UNTRUSTED,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { what: "its certificate can't be traced to a trusted authority", hint: UNTRUSTED },
  UNABLE_TO_GET_ISSUER_CERT: { what: "its certificate can't be traced to a trusted authority", hint: UNTRUSTED },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    what: "its certificate can't be traced to a trusted authority",
    hint: UNTRUSTED,
  },
  CERT_UNTRUSTED: { what: 'its certificate is not trusted', hint: UNTRUSTED },
  CERT_REJECTED: { what: 'its certificate was rejected', hint: UNTRUSTED },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'its certificate is for another host name',
    hint: (serverName) => `Use the host name of the certificate in mcpServers.${serverName}.url.`,
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: TLS_HANDSHAKE,
  ERR_TLS_INVALID_PROTOCOL_VERSION: TLS_HANDSHAKE,
};

function tlsFailed(fault: TlsFault, errno: string, context: FailureContext, cause: unknown): ConnectionFailure {
  const { serverName, wasConnected, address } = context;
  const error = new MCPConfigurationError({
    code: 'TLS_FAILED',
    configSection: `mcpServers.${serverName}.url`,
    message: `No secure connection to server "${serverName}": ${fault.what} (${errno}).`,
    hint: fault.hint(serverName),
    context: { serverName, errno, ...(address ?? {}) },
    cause,
  });
  const effect: FailureEffect = wasConnected ? 'broken' : 'misconfigured';
  return new ConnectionFailure({ error, delivery: 'not-sent', effect });
}
