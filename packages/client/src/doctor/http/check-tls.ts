import type { Socket } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { MCPConfigurationError } from '@seawall/core/base';
import type { TlsOptions } from '../../config/configuration.ts';
import type { Environment } from '../../config/environment.ts';
import { readTlsMaterial } from '../../egress/tls-files.ts';
import type { Checked, Finding } from '../checkup.ts';
import { toNetworkError } from './network-error.ts';
import { openTls, type SocketLimits } from './open-socket.ts';

/** What the TLS check of one server needs. */
export interface TlsCheckOptions {
  readonly url: URL;
  readonly serverName: string;
  readonly tls: TlsOptions;
  readonly environment: Environment;
  readonly limits: SocketLimits;
  /** The socket of the checks before. */
  readonly socket: Socket;
  /** Opens one more socket the same way, to look at a certificate that was not accepted. */
  readonly openAnother: () => Promise<Socket>;
  readonly nowMs: number;
}

/** Shakes hands for TLS with the certificates that the egress uses, and names the fault of the server's certificate. */
export async function checkTls(options: TlsCheckOptions): Promise<Checked<never>> {
  const { url, serverName, tls, environment, limits, socket, nowMs } = options;
  const material = await readTlsMaterial(serverName, tls, environment);
  try {
    const secure = await openTls(socket, url.hostname, material, limits);
    const finding = describeSession(secure, nowMs);
    secure.destroy();
    return { finding };
  } catch (error) {
    const plain = isPlainHttp(error);
    if (plain) return { finding: { outcome: 'failed', error: speaksNoTls(serverName, url, error) } };
    const known = toNetworkError(error, serverName, url);
    if (known.code !== 'TLS_FAILED') return { finding: { outcome: 'failed', error: known } };
    const version = isVersionFault(error);
    const lines = version ? [] : await lookAtCertificate(options);
    const fix = version ? VERSION_FIX : undefined;
    return { finding: { outcome: 'failed', error: known, lines, ...(fix === undefined ? {} : { fix }) } };
  }
}

const VERSION_FIX =
  'The two sides have no version of TLS in common: the server has to allow TLS 1.2 or 1.3, and older ones are not spoken here.';

const OPENSSL_VERSION_FAULT = /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|NO_PROTOCOLS_AVAILABLE/i;

function isVersionFault(error: unknown): boolean {
  return OPENSSL_VERSION_FAULT.test(codeOf(error).replaceAll(' ', '_'));
}

function isPlainHttp(error: unknown): boolean {
  return /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG/i.test(codeOf(error).replaceAll(' ', '_'));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? `${error.code} ${error.message}` : error.message;
}

function speaksNoTls(serverName: string, url: URL, cause: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'TLS_FAILED',
    configSection: `mcpServers.${serverName}.url`,
    message: `No secure connection to server "${serverName}": ${url.host} answers in something else than TLS, probably in plain HTTP.`,
    hint: `Write http:// instead of https:// in mcpServers.${serverName}.url, or name the port that speaks HTTPS.`,
    context: { serverName },
    cause,
  });
}

const DAY_MS = 86_400_000;
/** A certificate that ends this soon is worth a word, in days. */
const ENDS_SOON_DAYS = 14;

function describeSession(secure: TLSSocket, nowMs: number): Finding {
  const certificate = secure.getPeerCertificate(true);
  const days = Math.floor((Date.parse(certificate.valid_to) - nowMs) / DAY_MS);
  const detail = `${secure.getProtocol() ?? 'TLS'}, ${describe(certificate)}.`;
  if (!Number.isFinite(days) || days >= ENDS_SOON_DAYS) return { outcome: 'passed', detail };
  return {
    outcome: 'warning',
    detail: `${detail} That is in ${days} days.`,
    fix: 'Ask the operator of the server to renew its certificate.',
  };
}

/** What a certificate says that was not accepted. Nothing is sent over this connection, so that there is nothing to protect. */
async function lookAtCertificate({ url, limits, openAnother }: TlsCheckOptions): Promise<readonly string[]> {
  try {
    const secure = await openTls(await openAnother(), url.hostname, { rejectUnauthorized: false }, limits);
    const certificate = secure.getPeerCertificate(true);
    secure.destroy();
    const names = certificate.subjectaltname?.slice(0, 300);
    return [
      `The certificate is ${describe(certificate)}.`,
      ...(names === undefined ? [] : [`It names ${names}; the URL names ${url.hostname}.`]),
    ];
  } catch {
    // The fault is known already; this would only have told more about it.
    return [];
  }
}

function describe(certificate: DetailedPeerCertificate): string {
  const { subject, issuer, valid_from: from, valid_to: to } = certificate;
  return `for ${nameOf(subject)}, issued by ${nameOf(issuer)}, valid from ${from} to ${to}`;
}

function nameOf(name: DetailedPeerCertificate['subject'] | undefined): string {
  const first: unknown = name?.CN ?? name?.O;
  return typeof first === 'string' ? `"${first.slice(0, 100)}"` : 'nobody';
}
