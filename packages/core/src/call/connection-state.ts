import type { MCPError } from '../errors/mcp-error.ts';

/** Where the connection to a server stands. */
export type ConnectionState =
  | 'idle'
  | 'connecting'
  | 'ready'
  | 'backoff'
  | 'auth-required'
  | 'misconfigured'
  | 'crash-loop'
  | 'stopped';

/** The state of a connection with what belongs to it. Times are milliseconds since the epoch. */
export type ConnectionStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting'; readonly sinceMs: number; readonly failures: number; readonly lastError?: MCPError }
  | { readonly state: 'ready'; readonly sinceMs: number; readonly connectMs: number; readonly protocolVersion: string }
  | {
      readonly state: 'backoff' | 'crash-loop';
      readonly sinceMs: number;
      readonly failures: number;
      readonly lastError: MCPError;
      /** When the next attempt starts by itself. */
      readonly retryAtMs: number;
    }
  /** Nothing is tried until somebody acts or a call asks for the server: trying again would not help. */
  | { readonly state: 'auth-required' | 'misconfigured'; readonly sinceMs: number; readonly lastError: MCPError }
  | { readonly state: 'stopped'; readonly sinceMs: number; readonly reason: string };
