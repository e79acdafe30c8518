import type { Clock, ConnectionState, ConnectionStatus, Random } from '@seawall/core/base';
import type { Connection, Connector } from '../connection/connection.ts';
import { type Conversation, createConversation } from '../hosts/conversation.ts';
import type { ConversationContext } from '../hosts/conversation-context.ts';
import type { HostCapabilities } from '../hosts/host.ts';
import type { LogLevel } from '../hosts/log-level.ts';
import { createLogLevelSync } from '../hosts/log-level-sync.ts';
import type { RegisteredHost } from '../hosts/registered-host.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

/** A connection to a server that is kept up, and what is said over it. */
export interface ServerLink {
  readonly supervisor: Supervisor;
  readonly conversation: Conversation;
  /** Looks again at which log messages are wanted. */
  updateLogLevel(): void;
  /** Makes sure that a call hears the log messages that it wants. */
  raiseLogLevel(level: LogLevel): void;
  /** Tells the server that the roots of the host changed, if it was told of roots. */
  announceRoots(): void;
}

/** For whom a link is, and what is done with what comes over it. */
export interface LinkUse {
  /** Whether anybody's calls may go over it, or those of one host or caller only. */
  readonly isShared: boolean;
  readonly capabilities: HostCapabilities;
  /** The host that everything outside of calls is for. */
  readonly owner: () => RegisteredHost | undefined;
  /** The log level that is wanted of the server. */
  readonly logLevel: () => LogLevel | undefined;
  /** Whether anybody waits for it, so that a loss is made good at once. */
  readonly isWanted: () => boolean;
  readonly onListChanged: (method: string) => void;
  readonly onStatus: (from: ConnectionState, status: ConnectionStatus) => void;
  readonly onReady: (connection: Connection) => void;
}

/** What a link is made of. */
export interface ServerLinkOptions {
  readonly context: ConversationContext;
  readonly connector: Connector;
  readonly clock: Clock;
  readonly random: Random;
  readonly use: LinkUse;
}

/** Builds a link that is idle until its supervisor is started. */
export function createServerLink({ context, connector, clock, random, use }: ServerLinkOptions): ServerLink {
  const { serverName, logger } = context;
  const logLevel = createLogLevelSync({ serverName, logger, wanted: use.logLevel });
  let connection: Connection | undefined;
  const conversation = createConversation({ ...context, ...use, era: () => connection?.info.era });
  const supervisor = createSupervisor({
    serverName,
    connector,
    clock,
    random,
    capabilities: use.capabilities,
    isWanted: use.isWanted,
    listener: conversation.listener,
    onStatus: (from, status) => {
      if (status.state !== 'ready') {
        connection = undefined;
        logLevel.detach();
      }
      use.onStatus(from, status);
    },
    onReady: (opened) => {
      connection = opened;
      conversation.calls.forgetAbandoned();
      logLevel.attach(opened);
      use.onReady(opened);
    },
  });
  return {
    supervisor,
    conversation,
    updateLogLevel: () => logLevel.update(),
    raiseLogLevel: (level) => logLevel.raise(level),
    announceRoots: () => {
      // Servers of 2026-07-28 are given the roots whenever they ask for them.
      if (connection?.info.era !== 'legacy' || use.capabilities.roots === undefined) return;
      connection.notify({ method: 'notifications/roots/list_changed' }).catch((error: unknown) => {
        logger.log('debug', `Server "${serverName}" could not be told of new roots.`, { server: serverName, error });
      });
    },
  };
}
