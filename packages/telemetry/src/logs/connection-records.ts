import type { ConnectionChanged, MCPError } from '@seawall/core/base';
import { type EventRecord, inSeconds, sentences } from './event-record.ts';

/** Builds the function that turns changes of connections into records; it remembers why each server failed last. */
export function createConnectionRecords(): (event: ConnectionChanged) => EventRecord | undefined {
  // Bounded by the servers of the configuration: an entry goes when its server stops or becomes ready.
  const lastReasons = new Map<string, string>();
  const failed = (event: ConnectionChanged, error: MCPError, retryAtMs: number | undefined): EventRecord => {
    const reason = `${event.status.state} ${error.code} ${error.message}`;
    const isNews = lastReasons.get(event.server) !== reason;
    lastReasons.set(event.server, reason);
    const record = failureRecord(event, error, retryAtMs);
    return isNews ? record : { ...record, level: 'debug' };
  };
  return (event) => {
    const { server, status, from } = event;
    const fields = { server, state: status.state, from };
    switch (status.state) {
      case 'idle':
        return undefined;
      case 'connecting': {
        const { failures } = status;
        return { level: 'debug', message: `Connecting to server "${server}".`, fields: { ...fields, failures } };
      }
      case 'ready': {
        const { connectMs, protocolVersion } = status;
        const verb = lastReasons.delete(server) ? 'Connected again' : 'Connected';
        const message = `${verb} to server "${server}" in ${inSeconds(connectMs)} (protocol ${protocolVersion}).`;
        return { level: 'info', message, fields: { ...fields, connectMs: Math.round(connectMs), protocolVersion } };
      }
      case 'stopped':
        lastReasons.delete(server);
        return { level: 'info', message: sentence(`Server "${server}" is stopped: ${status.reason}`), fields };
      case 'auth-required':
      case 'misconfigured':
        return failed(event, status.lastError, undefined);
      case 'backoff':
      case 'crash-loop':
        return failed(event, status.lastError, status.retryAtMs);
    }
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function failureRecord(event: ConnectionChanged, error: MCPError, retryAtMs: number | undefined): EventRecord {
  const { server, status, from, atMs } = event;
  return {
    // Waiting may help with the others; these two need a person.
    level: status.state === 'misconfigured' || status.state === 'auth-required' ? 'error' : 'warn',
    message: sentences([
      `Error connecting to MCP server "${server}":`,
      headlineOf(error),
      error.message,
      error.hint,
      retryAtMs === undefined ? undefined : `Next attempt in ${inSeconds(Math.max(0, retryAtMs - atMs))}.`,
    ]),
    fields: {
      server,
      state: status.state,
      from,
      ...('failures' in status ? { failures: status.failures } : {}),
      error: error.toJSON(),
    },
  };
}

/** The first words for what is met most often, by what the error is and not by what its text happens to contain. */
function headlineOf(error: MCPError): string | undefined {
  switch (error.kind) {
    case 'timeout':
      return 'Connection timed out.';
    case 'authentication':
    case 'permission':
      return 'Authentication error - check API keys/tokens.';
    case 'rate_limit':
    case 'quota':
      return 'Rate limit exceeded.';
    default:
      return error.code === 'CONNECTION_TIMEOUT' ? 'Connection timed out.' : undefined;
  }
}
