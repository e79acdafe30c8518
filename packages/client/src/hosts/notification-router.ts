import { redact } from '@seawall/core/base';
import type { ConnectionListener, MessageSource } from '../connection/connection.ts';
import type { ConversationOptions } from './conversation-context.ts';
import type { ServerNotification } from './host.ts';
import { isLogged, type LogLevel } from './log-level.ts';
import type { CallsInFlight, OpenCall, Party } from './open-call.ts';
import { tell } from './registered-host.ts';

/** What routing needs beside what the conversation knows. */
export interface NotificationRouterOptions extends ConversationOptions {
  readonly calls: CallsInFlight;
}

/** Builds what brings each notification of a server to the hosts that it is for, and to no other. */
export function createNotificationRouter(options: NotificationRouterOptions): ConnectionListener['onNotification'] {
  const { serverName: server, subscriptions, onListChanged } = options;
  return (message, source) => {
    switch (message.method) {
      case 'notifications/tools/list_changed':
      case 'notifications/prompts/list_changed':
      case 'notifications/resources/list_changed':
        onListChanged(message.method);
        return;
      case 'notifications/resources/updated':
        subscriptions.announce(message, options.isShared ? undefined : options.owner());
        return;
      case 'notifications/message':
        routeLog(options, redact({ ...message, server }), source);
        return;
      case 'notifications/elicitation/complete':
        routeElicitationEnd(options, { ...message, server });
        return;
      case 'notifications/tasks/status':
        routeTaskStatus(options, { ...message, server }, source);
        return;
      default:
        routeUnknown(options, { ...message, server }, source);
    }
  };
}

function routeLog(options: NotificationRouterOptions, message: ServerNotification, source: MessageSource): void {
  const level = message.params?.level;
  const wants = (call: OpenCall): boolean => {
    const wanted = call.logLevel;
    if (wanted !== undefined) return isLogged(level, wanted);
    // A session that never said what it wants gets what servers send by themselves, which newer ones never do.
    return call.host !== undefined && options.era() !== 'modern';
  };
  if (routeToCalls(options, message, source, wants)) return;
  const owner = options.owner();
  const hosts = options.isShared ? options.registry.hosts : owner === undefined ? [] : [owner];
  for (const host of hosts) if (isWanted(level, host.logLevel)) host.notify(message);
}

function routeUnknown(options: NotificationRouterOptions, message: ServerNotification, source: MessageSource): void {
  if (routeToCalls(options, message, source, ({ host }) => host !== undefined)) return;
  options.owner()?.notify(message);
}

/** To the call it came with, else once to each party with a call under way. @returns whether there was any call. */
function routeToCalls(
  { calls, logger }: NotificationRouterOptions,
  message: ServerNotification,
  { origin }: MessageSource,
  wants: (call: OpenCall) => boolean,
): boolean {
  if (origin !== undefined) {
    const call = calls.find(origin);
    if (call !== undefined && !call.host?.isClosed && wants(call)) tell(call.caller, message, logger);
    return true;
  }
  const told = new Set<Party>();
  const underWay = calls.latestFirst();
  for (const call of underWay) {
    if (told.has(call.party) || call.host?.isClosed || !wants(call)) continue;
    told.add(call.party);
    tell(call.caller, message, logger);
  }
  return underWay.some(({ host }) => host !== undefined);
}

function routeElicitationEnd(
  { recipients, calls, logger }: NotificationRouterOptions,
  message: ServerNotification,
): void {
  const id = message.params?.elicitationId;
  const host = recipients.ofElicitation(id);
  if (host !== undefined) host.notify(message);
  else for (const call of calls.latestFirst()) if (call.wasAskedFor(id)) tell(call.caller, message, logger);
}

function routeTaskStatus(
  { recipients, calls, owner, logger }: NotificationRouterOptions,
  message: ServerNotification,
  { origin }: MessageSource,
): void {
  const host = recipients.ofTask(message.params?.taskId) ?? owner();
  const call = origin === undefined ? undefined : calls.find(origin);
  if (host !== undefined) host.notify(message);
  else if (call !== undefined) tell(call.caller, message, logger);
}

function isWanted(level: unknown, wanted: LogLevel | undefined): boolean {
  return wanted !== undefined && isLogged(level, wanted);
}
