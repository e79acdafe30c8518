import {
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {
  type Caller,
  HOST_LIMITS,
  type HostCapabilities,
  LOG_LEVELS,
  type LogLevel,
  type ServerNotificationHandler,
  type ServerRequestHandler,
} from '@seawall/client';
import { JsonRpcErrorAnswer, METHOD_NOT_FOUND_CODE } from '../reply/json-rpc-error.ts';
import type { HostLink } from './host-link.ts';
import { tellIn, toQuestion } from './host-messages.ts';
import type { Conversation } from './line.ts';
import { ANY_OBJECT, isParams } from './params.ts';

/** For whom the call of a request is made. */
export function createCaller(session: HostLink, context: ServerContext, conversation: Conversation): Caller {
  const host = session.hostOf(context);
  const { capabilities, logLevel } = session.era === 'modern' ? envelopeOf(context) : NOTHING_DECLARED;
  return {
    ...(host === undefined ? {} : { host }),
    capabilities: session.era === 'modern' ? capabilities : (host?.capabilities ?? capabilities),
    ...(logLevel === undefined ? {} : { logLevel }),
    ...conversation,
    ...(session.era === 'modern' && logLevel === undefined
      ? { onNotification: withoutLogs(conversation.onNotification) }
      : {}),
    inputRequired: 'return',
  };
}

/** A request of 2026-07-28 that names no level wants no log messages; its host may stay, but never sets one. */
function withoutLogs(tell: ServerNotificationHandler): ServerNotificationHandler {
  return (notification) => {
    if (notification.method !== 'notifications/message') tell(notification);
  };
}

/** Lets the server speak in the stream of the request: an older host can be asked there, a newer one only told. */
export function conversationIn(session: HostLink, context: ServerContext): Conversation {
  return {
    onRequest: session.era === 'modern' ? declineQuestion : askIn(context),
    onNotification: (notification) => tellIn(context, notification),
  };
}

/** Declines what a host of 2026-07-28 is asked where it can't be asked. */
export const declineQuestion: ServerRequestHandler = ({ method }) =>
  Promise.reject(
    new JsonRpcErrorAnswer({
      code: METHOD_NOT_FOUND_CODE,
      message: `"${method}" is declined: the host speaks 2026-07-28 and can be asked only while it calls a tool, gets a prompt or reads a resource.`,
    }),
  );

/** What a request of 2026-07-28 says of its host. */
export function envelopeOf({ mcpReq }: ServerContext): {
  readonly capabilities: HostCapabilities;
  readonly logLevel?: LogLevel;
} {
  const { envelope } = mcpReq;
  if (envelope === undefined) return NOTHING_DECLARED;
  // The SDK's type of the envelope does not name its keys.
  const capabilities: unknown = Reflect.get(envelope, CLIENT_CAPABILITIES_META_KEY);
  const named: unknown = Reflect.get(envelope, LOG_LEVEL_META_KEY);
  const logLevel = LOG_LEVELS.find((level) => level === named);
  return { capabilities: isParams(capabilities) ? capabilities : {}, ...(logLevel === undefined ? {} : { logLevel }) };
}

/** The version that a request of 2026-07-28 or later says it is of. */
export function protocolVersionOf({ mcpReq }: ServerContext): string | undefined {
  const { envelope } = mcpReq;
  // The SDK's type of the envelope does not name its keys.
  const version: unknown = envelope === undefined ? undefined : Reflect.get(envelope, PROTOCOL_VERSION_META_KEY);
  return typeof version === 'string' ? version : undefined;
}

const NOTHING_DECLARED: { readonly capabilities: HostCapabilities; readonly logLevel?: LogLevel } = {
  capabilities: {},
};

function askIn({ mcpReq }: ServerContext): ServerRequestHandler {
  return (question, { signal }) =>
    mcpReq.send(toQuestion(question), ANY_OBJECT, { signal, timeout: HOST_LIMITS.answerTimeoutMs });
}
