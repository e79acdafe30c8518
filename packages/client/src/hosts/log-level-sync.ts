import type { Logger } from '@seawall/core/base';
import type { Connection } from '../connection/connection.ts';
import { type LogLevel, mostVerbose } from './log-level.ts';

/** Keeps the level of a server's log messages at what is wanted of one connection. */
export interface LogLevelSync {
  /** Takes a new connection into use, which knows of no level yet. */
  attach(connection: Connection): void;
  detach(): void;
  /** Looks again at what is wanted. */
  update(): void;
  /**
   * Hears what a call wants that has no host behind it. It counts for the rest of the connection: a server that went back
   * and forth with every call would not be told in time.
   */
  raise(level: LogLevel): void;
}

/** What {@link createLogLevelSync} needs. */
export interface LogLevelSyncOptions {
  readonly serverName: string;
  readonly logger: Logger;
  /** The level that is wanted now; `undefined` when nobody asked for any. */
  readonly wanted: () => LogLevel | undefined;
}

/** How long a server may take to take over a level, in milliseconds. */
const SET_LEVEL_TIMEOUT_MS = 5000;

/** Builds it, without a connection. Servers of 2026-07-28 are told the level with each call instead. */
export function createLogLevelSync({ serverName, logger, wanted }: LogLevelSyncOptions): LogLevelSync {
  let connection: Connection | undefined;
  let sent: LogLevel | undefined;
  let raised: LogLevel | undefined;
  let isSending = false;
  const send = async (): Promise<void> => {
    isSending = true;
    try {
      // One request for each change of what is wanted, one at a time: two could overtake each other.
      for (;;) {
        const level = mostVerbose([wanted(), raised]);
        if (connection === undefined || level === undefined || level === sent) return;
        sent = level;
        await setLevel(connection, level);
      }
    } finally {
      isSending = false;
    }
  };
  const setLevel = async (over: Connection, level: LogLevel): Promise<void> => {
    try {
      const limits = { timeoutMs: SET_LEVEL_TIMEOUT_MS, maxTotalTimeoutMs: SET_LEVEL_TIMEOUT_MS };
      await over.request({ method: 'logging/setLevel', params: { level } }, limits);
    } catch (error) {
      const message = `Server "${serverName}" did not take over the log level "${level}".`;
      logger.log('debug', message, { server: serverName, error });
    }
  };
  const update = (): void => {
    if (!isSending) void send(); // Never rejects.
  };
  return {
    attach: (opened) => {
      const { era, capabilities } = opened.info;
      connection = era === 'legacy' && capabilities.logging !== undefined ? opened : undefined;
      sent = undefined;
      raised = undefined;
      update();
    },
    detach: () => {
      connection = undefined;
    },
    update,
    raise: (level) => {
      raised = mostVerbose([raised, level]);
      update();
    },
  };
}
