import type { Client, DiscoverResult } from '@modelcontextprotocol/client';
import type { ConnectAttempt, HandshakePlan } from '../connect-attempt.ts';
import type { ConnectionFailure } from '../connection.ts';
import type { EraVerdict } from '../era-cache.ts';
import type { StdioLink } from './stdio-link.ts';

/** What is needed to connect to a server over stdio. */
export interface ConnectStdioOptions {
  readonly attempt: ConnectAttempt;
  /** Starts the process; told of each one before the handshake. */
  readonly open: () => Promise<StdioLink>;
  /** What is known about the era. */
  readonly verdict: EraVerdict | undefined;
}

/** A server that shook hands. */
export interface StdioGreeting {
  readonly client: Client;
  readonly link: StdioLink;
  /** What to remember. */
  readonly verdict: EraVerdict;
}

/** One second of silence means the older handshake. */
export const PROBE_TIMEOUT_MS = 1000;

/**
 * Starts a server and shakes hands, asking on the same process which era it speaks.
 *
 * A process that ends at the question is started once more with the older handshake; an answer that comes after the
 * question was given up still counts, and a process that refuses the older handshake is asked again; a verdict that turns
 * out wrong is tried no further. Everything that was started is ended again when it fails.
 */
export async function connectStdio(options: ConnectStdioOptions): Promise<StdioGreeting> {
  const { verdict } = options;
  const first = await tryProcess(options, verdict?.era === 'legacy' ? { kind: 'legacy' } : askPlan(options));
  if ('client' in first) return first;
  const second = options.attempt.isOver ? undefined : nextPlan(first, options);
  if (!second) throw first.failure;
  const greeting = await tryProcess(options, second);
  if ('client' in greeting) return greeting;
  throw greeting.failure;
}

interface FailedGreeting {
  readonly failure: ConnectionFailure;
  readonly hasExited: boolean;
}

async function tryProcess(options: ConnectStdioOptions, plan: HandshakePlan): Promise<StdioGreeting | FailedGreeting> {
  const link = await options.open();
  try {
    const client = await greet(options.attempt, link, plan);
    const isModern = client.getProtocolEra() === 'modern' || link.transport.lateDiscovery !== undefined;
    return { client, link, verdict: { era: isModern ? 'modern' : 'legacy' } };
  } catch (error) {
    // Looked at before the process is ended by us.
    const failed: FailedGreeting = {
      failure: options.attempt.translate(error),
      hasExited: link.transport.exit !== undefined,
    };
    await link.end();
    return failed;
  }
}

async function greet(attempt: ConnectAttempt, link: StdioLink, plan: HandshakePlan): Promise<Client> {
  try {
    return await attempt.shakeHands(link, plan);
  } catch (error) {
    const { exit } = link.transport;
    if (plan.kind !== 'ask' || exit || attempt.isOver) throw error;
    const next = laterPlan(attempt, link, attempt.translate(error));
    if (next === undefined) throw error;
    letGo(link.transport);
    return attempt.shakeHands(link, next);
  }
}

/** How a process that was slow to start is to be greeted after all. */
function laterPlan(
  attempt: ConnectAttempt,
  { transport: { lateDiscovery } }: StdioLink,
  { error }: ConnectionFailure,
): HandshakePlan | undefined {
  // The SDK checks what it is given here.
  if (lateDiscovery !== undefined) return { kind: 'modern', discovery: lateDiscovery as DiscoverResult };
  // It refuses the older handshake, so its answer to the question is still on its way.
  return REFUSED_HANDSHAKE.has(error.code) ? askPatiently(attempt) : undefined;
}

/** A client of the SDK calls the handlers that it finds beside its own: those of one that gave up would hear all twice. */
function letGo(transport: StdioLink['transport']): void {
  delete transport.onmessage;
  delete transport.onerror;
  delete transport.onclose;
}

/** A server that is known to answer the question gets more time for it: it may be slow to start. */
function askPlan({ attempt, verdict }: ConnectStdioOptions): HandshakePlan {
  return verdict?.era === 'modern' ? askPatiently(attempt) : { kind: 'ask', probeTimeoutMs: PROBE_TIMEOUT_MS };
}

function askPatiently({ remainingMs }: ConnectAttempt): HandshakePlan {
  return { kind: 'ask', probeTimeoutMs: Math.max(PROBE_TIMEOUT_MS, remainingMs / 2) };
}

function nextPlan(
  { failure, hasExited }: FailedGreeting,
  { attempt, verdict }: ConnectStdioOptions,
): HandshakePlan | undefined {
  if (verdict?.era === 'legacy') return hasExited ? undefined : { kind: 'ask', probeTimeoutMs: PROBE_TIMEOUT_MS };
  if (!hasExited) return undefined;
  // One that ended after it had refused the older handshake would have answered the question a little later.
  return REFUSED_HANDSHAKE.has(failure.error.code) ? askPatiently(attempt) : { kind: 'legacy' };
}

const REFUSED_HANDSHAKE: ReadonlySet<string> = new Set(['VERSION_UNSUPPORTED', 'METHOD_NOT_FOUND']);
