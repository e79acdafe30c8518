import type { ConnectionListener, MessageSource } from '../connection/connection.ts';
import type { ConversationOptions } from './conversation-context.ts';
import { DeclinedError } from './declined.ts';
import { findMissingCapability, type Message } from './host-capabilities.ts';
import { createNotificationRouter } from './notification-router.ts';
import { CallsInFlight, NOBODY } from './open-call.ts';
import { type Answer, type Asked, ask } from './question.ts';

/** What a server says of its own accord over one connection, and whom it reaches. */
export interface Conversation {
  readonly listener: ConnectionListener;
  readonly calls: CallsInFlight;
}

/** Builds the conversation over one connection. */
export function createConversation(options: ConversationOptions): Conversation {
  const calls = new CallsInFlight(options.clock);
  return {
    calls,
    listener: {
      onNotification: createNotificationRouter({ ...options, calls }),
      onRequest: (request, source) => answer(options, calls, request, source),
    },
  };
}

/** Where a question came from, and whether the server still wants its answer. */
interface AskingSource extends MessageSource {
  readonly signal: AbortSignal;
}

async function answer(
  options: ConversationOptions,
  calls: CallsInFlight,
  request: Message,
  source: AskingSource,
): Promise<Answer> {
  const { serverName: server, clock, logger, recipients } = options;
  try {
    let asked = findAsked(options, calls, request, source);
    // Bounded: each round ends with a call that was asked.
    for (;;) {
      try {
        return await ask({ server, asked, request, clock, recipients, signal: source.signal });
      } catch (error) {
        if (!isForAnotherCall(asked, calls, source)) throw error;
        asked = findAsked(options, calls, request, source);
      }
    }
  } catch (error) {
    if (error instanceof DeclinedError) {
      const message = `Server "${server}" asked for "${request.method}", which was declined: ${error.message}`;
      logger.log('debug', message, { server, method: request.method, code: error.code });
    }
    throw error;
  }
}

/**
 * Whether a question was taken for one of the wrong call: that call was answered, while the question still waits. It belongs to
 * another call of the same party then; of nobody else, whose calls may have begun after it.
 */
function isForAnotherCall(asked: Asked, calls: CallsInFlight, { origin, signal }: AskingSource): boolean {
  if (origin !== undefined || asked.kind === 'host' || !asked.call.isOver || signal.aborted) return false;
  return !calls.hasAbandoned && calls.latestFirst().length > 0 && calls.areAllOf(asked.call.party);
}

/** Whom a question is for. @throws {@link DeclinedError} when that can't be told, or is nobody. */
function findAsked(
  options: ConversationOptions,
  calls: CallsInFlight,
  request: Message,
  { origin }: MessageSource,
): Asked {
  if (origin === NOBODY) throw new DeclinedError(-32601, 'The call came from nobody who could be asked.');
  if (origin !== undefined) {
    const call = calls.find(origin);
    if (call === undefined) throw new DeclinedError(-32603, 'The call that the question belongs to is over.');
    return { kind: 'call', call };
  }
  const candidates = calls.latestFirst();
  const [latest] = candidates;
  if (latest === undefined) {
    const host = options.owner();
    if (host !== undefined && calls.areAllOf(host)) return { kind: 'host', host };
    throw calls.withoutCaller === 0
      ? new DeclinedError(-32603, 'No call is under way that the question could belong to.')
      : new DeclinedError(-32601, 'The calls under way came from nobody who could be asked.');
  }
  if (calls.areAllOf(latest.party)) return { kind: 'call', call: latest };
  const obstacles = candidates.map(({ caller }) => findMissingCapability(caller.capabilities, request));
  const [obstacle] = obstacles;
  if (obstacle !== undefined && !obstacles.includes(undefined)) throw obstacle;
  options.onAmbiguous();
  throw new DeclinedError(
    -32603,
    'Calls of several hosts are under way on this connection, and the question does not tell to which of them it belongs. Later calls of these hosts use connections of their own.',
  );
}
