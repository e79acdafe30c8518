import { ProtocolError, SseError } from '@modelcontextprotocol/client';
import { type FailureEffect, MCPCancelledError, MCPConnectionError, MCPError } from '@seawall/core/base';
import { ConnectionFailure } from './connection.ts';
import type { FailureContext } from './failure-context.ts';
import { describeExit } from './failure-exit.ts';
import { findHttpStatus, notMcp, translateHttpStatus } from './failure-http.ts';
import { translateNetworkError } from './failure-network.ts';
import { protocolFailure } from './failure-protocol.ts';
import { translateRpcError } from './failure-rpc.ts';
import { isNotConnected, translateSdkErrors } from './failure-sdk.ts';

/**
 * Says in the words of the house what an error of the SDK, of Node or of undici means.
 *
 * The first of these that fits counts: our own failures, the caller's abort, the end of the process, an HTTP status, a
 * network or TLS code, a JSON-RPC error, an unreadable message, the SDK's own code.
 */
export function translateFailure(error: unknown, context: FailureContext): ConnectionFailure {
  const chain = [...causesOf(error), ...hiddenCauses(error, context)];
  return (
    findOwnFailure(chain, context) ??
    translateAbort(error, context) ??
    findOwnError(chain, context) ??
    translateExit(error, context) ??
    translateStatus(error, chain, context) ??
    firstOf(chain, (link) => translateNetworkError(link, context)) ??
    firstOf(chain, (link) => (link instanceof ProtocolError ? translateRpcError(link, context) : undefined)) ??
    translateUnreadable(chain, context) ??
    translateSdkErrors(chain, context) ??
    unforeseen(error, context)
  );
}

/** Deep enough for every wrapper of SDK, fetch and sockets together. */
const MAX_DEPTH = 6;

/** An error, its causes, and the parts of aggregate errors, outermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const links: unknown[] = [];
  let level: readonly unknown[] = [error];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    links.push(...level);
    level = level.flatMap((link) =>
      link instanceof Error
        ? [link.cause, ...(link instanceof AggregateError ? link.errors.slice(0, 4) : [])].filter(
            (cause) => cause !== undefined,
          )
        : [],
    );
  }
  return links;
}

/** The old transport tells of an event stream that failed, and not why. */
function hiddenCauses(error: unknown, { facts }: FailureContext): readonly unknown[] {
  return error instanceof SseError && facts.lastError !== undefined ? causesOf(facts.lastError) : [];
}

function firstOf(
  links: readonly unknown[],
  translate: (link: unknown) => ConnectionFailure | undefined,
): ConnectionFailure | undefined {
  for (const link of links) {
    const failure = translate(link);
    if (failure) return failure;
  }
  return undefined;
}

/** What our own transports found out travels through the SDK as the error itself, or as `data` of a made-up answer. */
function findOwnFailure(chain: readonly unknown[], { phase }: FailureContext): ConnectionFailure | undefined {
  const found = firstDefined(chain, (link) => {
    if (link instanceof ConnectionFailure) return link;
    return link instanceof ProtocolError && link.data instanceof ConnectionFailure ? link.data : undefined;
  });
  // A handshake that failed leaves nothing to go on with.
  if (phase === 'connect' && found?.effect === 'none')
    return new ConnectionFailure({ error: found.error, delivery: 'not-sent', effect: 'broken' });
  return found;
}

/** The SDK reports an abort as a timeout without data. */
function translateAbort(error: unknown, context: FailureContext): ConnectionFailure | undefined {
  if (!context.signal?.aborted) return undefined;
  return cancelledFailure(context, context.phase === 'connect' ? 'not-sent' : 'unknown', error);
}

/** The failure of a request that its caller gave up. */
export function cancelledFailure(
  { serverName, subject: { operation } }: FailureContext,
  delivery: 'not-sent' | 'unknown',
  cause: unknown,
): ConnectionFailure {
  const message = `The caller cancelled ${operation} on server "${serverName}".`;
  return new ConnectionFailure({
    error: new MCPCancelledError({ serverName, operation, message, cause }),
    delivery,
    effect: 'none',
  });
}

function findOwnError(chain: readonly unknown[], context: FailureContext): ConnectionFailure | undefined {
  const error = chain.find((link) => MCPError.isInstance(link));
  if (!MCPError.isInstance(error)) return undefined;
  return new ConnectionFailure({
    error,
    delivery: error.code === 'MESSAGE_TOO_LARGE' ? 'answered' : 'not-sent',
    effect: effectOf(error, context),
  });
}

function effectOf({ kind, code }: MCPError, { phase, wasConnected }: FailureContext): FailureEffect {
  if (kind !== 'configuration') return phase === 'connect' ? 'broken' : 'none';
  // A network that one has to log into sends everything elsewhere for a while.
  const mayPass = wasConnected && (code === 'REDIRECT_REFUSED' || code === 'ADDRESS_REFUSED');
  return mayPass ? 'broken' : 'misconfigured';
}

/** The SDK says only "Connection closed", and "Not connected" from then on. */
function translateExit(error: unknown, context: FailureContext): ConnectionFailure | undefined {
  if (!context.facts.exit || MCPError.isInstance(error) || error instanceof ProtocolError) return undefined;
  return new ConnectionFailure({
    error: describeExit(context, error),
    delivery: context.phase === 'connect' || isNotConnected(error) ? 'not-sent' : 'unknown',
    effect: 'broken',
  });
}

function translateStatus(
  error: unknown,
  chain: readonly unknown[],
  context: FailureContext,
): ConnectionFailure | undefined {
  const { facts } = context;
  const found = facts.responseOf(error) ?? firstDefined(chain, findHttpStatus);
  // The SDK's errors of the handshake are made anew and carry no headers.
  const isLast =
    found !== undefined && found.status === facts.lastResponse?.status && Object.keys(found.headers).length === 0;
  const response = isLast ? facts.lastResponse : found;
  return response && translateHttpStatus(response, context, error);
}

function firstDefined<T>(links: readonly unknown[], find: (link: unknown) => T | undefined): T | undefined {
  for (const link of links) {
    const found = find(link);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** JSON that is none, or that is no JSON-RPC, reaches us as the parser's own error. */
function translateUnreadable(chain: readonly unknown[], context: FailureContext): ConnectionFailure | undefined {
  const link = chain.find(
    (candidate) =>
      candidate instanceof Error &&
      (candidate.name === 'SyntaxError' || candidate.name === 'ZodError' || candidate.name === '$ZodError'),
  );
  if (!(link instanceof Error)) return undefined;
  const what = link.name === 'SyntaxError' ? 'JSON' : 'JSON-RPC';
  if (context.phase === 'connect' && context.transport !== 'stdio')
    return notMcp(context, `answered with something that is not valid ${what}`, link);
  return protocolFailure(
    'INVALID_MESSAGE',
    `Server "${context.serverName}" answered ${context.subject.operation} with something that is not valid ${what}.`,
    'answered',
    context,
    link,
  );
}

function unforeseen(error: unknown, context: FailureContext): ConnectionFailure {
  const { serverName, subject, phase } = context;
  // The SDK's errors of a handshake carry no code.
  if (error instanceof SseError && /\bcontent type\b/i.test(error.message))
    return notMcp(context, 'answered with something else than an event stream', error);
  const version =
    error instanceof Error
      ? /^Server's protocol version is not supported: (.{0,40})$/.exec(error.message)?.[1]
      : undefined;
  if (version !== undefined)
    return protocolFailure(
      'VERSION_UNSUPPORTED',
      `Server "${serverName}" wants to speak protocol version "${version}", which Seawall does not know.`,
      'answered',
      context,
      error,
    );
  const reason =
    error instanceof Error && !error.message.includes('\n')
      ? `: ${error.message.slice(0, 200).replace(/\.$/, '')}`
      : '';
  const failed = new MCPConnectionError({
    code: 'CONNECTION_FAILED',
    serverName,
    transportType: context.transport,
    message: `${subject.subject} on server "${serverName}" failed in a way that was not foreseen${reason}.`,
    cause: error,
  });
  return new ConnectionFailure({
    error: failed,
    delivery: phase === 'connect' ? 'not-sent' : 'unknown',
    effect: phase === 'connect' ? 'broken' : 'none',
  });
}
