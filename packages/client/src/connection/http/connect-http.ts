import type { Client } from '@modelcontextprotocol/client';
import type { ConnectAttempt, HandshakePlan } from '../connect-attempt.ts';
import type { ConnectionFailure } from '../connection.ts';
import type { EraVerdict } from '../era-cache.ts';
import type { Link } from '../link.ts';
import { type HttpLinkOptions, openHttpLink } from './http-link.ts';

/** What is needed to connect to a server over HTTP. */
export interface ConnectHttpOptions extends Omit<HttpLinkOptions, 'kind'> {
  readonly attempt: ConnectAttempt;
  /** What is known about the server. */
  readonly verdict: EraVerdict | undefined;
}

/** A server that shook hands. */
export interface HttpGreeting {
  readonly client: Client;
  readonly link: Link;
  /** What to remember. */
  readonly verdict: EraVerdict;
}

/**
 * Reaches a server and shakes hands: Streamable HTTP first, the older HTTP+SSE transport where `auto` allows it and the
 * endpoint does not know the newer one.
 *
 * Everything that was opened is closed again when it fails.
 */
export async function connectHttp(options: ConnectHttpOptions): Promise<HttpGreeting> {
  const { launch, verdict } = options;
  if (launch.transport === 'sse') return greetBySse(options);
  if (launch.transport === 'auto' && verdict?.usesSse) {
    const greeting = await settle(greetBySse(options), options);
    if ('client' in greeting) return greeting;
    if (!TRY_OTHERWISE.has(greeting.error.code) || options.attempt.isOver) throw greeting;
  }
  const first = await settle(
    greet(options, 'http', verdict?.era === 'legacy' ? { kind: 'legacy' } : { kind: 'ask' }),
    options,
  );
  if ('client' in first) return first;
  if (options.attempt.isOver || !TRY_OTHERWISE.has(first.error.code)) throw first;
  const second = verdict?.era === 'legacy' ? await settle(greet(options, 'http', { kind: 'ask' }), options) : first;
  if ('client' in second) return second;
  if (options.attempt.isOver || launch.transport !== 'auto' || !TRY_OTHERWISE.has(second.error.code)) throw second;
  const third = await settle(greetBySse(options), options);
  if ('client' in third) return third;
  // When neither works, what the newer transport said counts, unless the older one got further.
  throw GOT_FURTHER.has(third.error.code) ? third : second;
}

/** What an endpoint answers that does not know the transport or the era: HTTP 400, 404, 405, or an error of its own. */
const TRY_OTHERWISE: ReadonlySet<string> = new Set([
  'ENDPOINT_NOT_MCP',
  'REQUEST_REJECTED',
  'VERSION_UNSUPPORTED',
  'METHOD_NOT_FOUND',
  'INVALID_ARGUMENTS',
]);
const GOT_FURTHER: ReadonlySet<string> = new Set([
  'AUTHENTICATION_REQUIRED',
  'PERMISSION_DENIED',
  'RATE_LIMITED',
  'SERVER_UNAVAILABLE',
]);

function greetBySse(options: ConnectHttpOptions): Promise<HttpGreeting> {
  // The older transport is older than the question for the era.
  return greet(options, 'sse', { kind: 'legacy' });
}

async function greet(options: ConnectHttpOptions, kind: 'http' | 'sse', plan: HandshakePlan): Promise<HttpGreeting> {
  const link = await openHttpLink({ ...options, kind });
  try {
    const client = await options.attempt.shakeHands(link, plan);
    return {
      client,
      link,
      verdict: { era: client.getProtocolEra() ?? 'legacy', ...(kind === 'sse' ? { usesSse: true } : {}) },
    };
  } catch (error) {
    // Translated while the link is the one that it belongs to.
    const failure = options.attempt.translate(error);
    await link.end();
    throw failure;
  }
}

async function settle(
  greeting: Promise<HttpGreeting>,
  { attempt }: ConnectHttpOptions,
): Promise<HttpGreeting | ConnectionFailure> {
  return greeting.catch((error: unknown) => attempt.translate(error));
}
