import {
  type CallInfo,
  type ConnectionStatus,
  createEventBus,
  type EventBus,
  type LogLevel,
  MCPAuthenticationError,
  MCPCancelledError,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPRateLimitError,
  MCPTimeoutError,
} from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { logEvents } from '../../src/index.ts';

interface Line {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

function listen(): { readonly bus: EventBus; readonly lines: Line[]; readonly stop: () => void } {
  const lines: Line[] = [];
  const bus = createEventBus({
    onListenerError: (error) => {
      throw error;
    },
  });
  const stop = logEvents(bus.subscribe, {
    log: (level, message, fields) => void lines.push({ level, message, fields }),
  });
  return { bus, lines, stop };
}

function backoff(lastError: MCPError, failures = 1): ConnectionStatus {
  return { state: 'backoff', sinceMs: 0, failures, lastError, retryAtMs: 3500 };
}

function connectionChanged(status: ConnectionStatus, server = 'jira'): Parameters<EventBus['emit']>[0] {
  return { kind: 'connectionChanged', atMs: 1000, server, from: 'connecting', status };
}

const call: CallInfo = {
  id: 'c1',
  principal: { id: 'anonymous' },
  server: 'jira',
  method: 'tools/call',
  target: 'search',
  safety: 'read',
};
const refused = new MCPConnectionError({
  code: 'CONNECTION_REFUSED',
  message: 'Server "jira" refused.',
  serverName: 'jira',
  hint: 'Start it.',
});

describe('logEvents on connections', () => {
  it('A26 logs a failure to connect with its reason, what to do and the next attempt', () => {
    const { bus, lines } = listen();
    bus.emit(connectionChanged(backoff(refused)));
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'Error connecting to MCP server "jira": Server "jira" refused. Start it. Next attempt in 2.50s.',
        fields: { server: 'jira', state: 'backoff', from: 'connecting', failures: 1, error: refused.toJSON() },
      },
    ]);
  });

  it('A27 says that the connection timed out', () => {
    const { bus, lines } = listen();
    bus.emit(
      connectionChanged(
        backoff(new MCPTimeoutError({ code: 'HANDSHAKE_TIMEOUT', message: 'No answer.', timeoutMs: 5 })),
      ),
    );
    expect(lines[0]?.message).toContain('Connection timed out.');
  });

  it('A28 says that keys and tokens are to be checked, for an authentication error only', () => {
    const { bus, lines } = listen();
    bus.emit(
      connectionChanged(
        { state: 'auth-required', sinceMs: 0, lastError: new MCPAuthenticationError({ message: 'Answered 401.' }) },
        'a',
      ),
    );
    bus.emit(connectionChanged(backoff(new MCPConnectionError({ message: 'The authentication proxy is down.' })), 'b'));
    expect(lines[0]).toMatchObject({
      level: 'error',
      message: expect.stringContaining('Authentication error - check API keys/tokens.'),
    });
    expect(lines[1]?.message).not.toContain('API keys');
  });

  it('A29 says that a rate limit was exceeded, for a rate limit error only', () => {
    const { bus, lines } = listen();
    bus.emit(connectionChanged(backoff(new MCPRateLimitError({ message: 'Answered 429.' })), 'a'));
    bus.emit(connectionChanged(backoff(new MCPConnectionError({ message: 'rate limit' })), 'b'));
    expect(lines[0]?.message).toContain('Rate limit exceeded.');
    expect(lines[1]?.message).not.toContain('Rate limit exceeded.');
  });

  it('tells the same failure once, then quietly, and again when it is another one', () => {
    const { bus, lines } = listen();
    for (const failures of [1, 2, 3]) bus.emit(connectionChanged(backoff(refused, failures)));
    bus.emit(connectionChanged(backoff(new MCPConnectionError({ message: 'Reset.' }), 4)));
    expect(lines.map((line) => line.level)).toEqual(['warn', 'debug', 'debug', 'warn']);
  });

  it('tells that a server is ready, and that it is ready again', () => {
    const { bus, lines } = listen();
    const ready: ConnectionStatus = { state: 'ready', sinceMs: 0, connectMs: 420, protocolVersion: '2025-11-25' };
    bus.emit(connectionChanged(ready));
    bus.emit(connectionChanged(backoff(refused)));
    bus.emit(connectionChanged(ready));
    bus.emit(connectionChanged(backoff(refused)));
    expect(lines.map((line) => `${line.level} ${line.message}`)).toEqual([
      'info Connected to server "jira" in 0.42s (protocol 2025-11-25).',
      expect.stringContaining('warn Error connecting'),
      'info Connected again to server "jira" in 0.42s (protocol 2025-11-25).',
      expect.stringContaining('warn Error connecting'),
    ]);
  });

  it('tells that a server can not work as configured, and that one was stopped', () => {
    const { bus, lines } = listen();
    const lastError = new MCPConfigurationError({
      code: 'SPAWN_COMMAND_NOT_FOUND',
      message: 'The command "uvx" was not found.',
      hint: 'Install uv.',
    });
    bus.emit(connectionChanged({ state: 'misconfigured', sinceMs: 0, lastError }));
    bus.emit(connectionChanged({ state: 'stopped', sinceMs: 0, reason: 'Seawall is closing.' }));
    expect(lines.map((line) => `${line.level} ${line.message}`)).toEqual([
      'error Error connecting to MCP server "jira": The command "uvx" was not found. Install uv.',
      'info Server "jira" is stopped: Seawall is closing.',
    ]);
  });
});

describe('logEvents on calls', () => {
  it('logs a success for debugging only (A46, A193)', () => {
    const { bus, lines } = listen();
    bus.emit({
      kind: 'callFinished',
      atMs: 0,
      call,
      request: { method: 'tools/call' },
      attempts: 1,
      durationMs: 1234.5,
      outcome: { kind: 'success', servedBy: 'upstream', result: {} },
    });
    expect(lines).toEqual([
      {
        level: 'debug',
        message: 'Tool search executed successfully in 1.23s',
        fields: { server: 'jira', method: 'tools/call', target: 'search', callId: 'c1', attempts: 1, durationMs: 1235 },
      },
    ]);
  });

  it('logs a failure in one record with the whole error (A49)', () => {
    const { bus, lines } = listen();
    bus.emit({
      kind: 'callFinished',
      atMs: 0,
      call,
      request: { method: 'tools/call' },
      attempts: 3,
      durationMs: 500,
      outcome: { kind: 'failure', error: refused },
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'error',
      message: 'Tool search failed in 0.50s after 3 attempts: Server "jira" refused. Start it.',
      fields: { error: refused.toJSON() },
    });
  });

  it('does not take for an error what the host cancelled or asked wrongly', () => {
    const { bus, lines } = listen();
    const errors = [
      new MCPCancelledError({ message: 'Cancelled.' }),
      new MCPError({ code: 'TOOL_NOT_FOUND', message: 'Unknown.' }),
    ];
    for (const error of errors) {
      bus.emit({
        kind: 'callFinished',
        atMs: 0,
        call: { ...call, method: 'prompts/get' },
        request: { method: 'prompts/get' },
        attempts: 1,
        durationMs: 1,
        outcome: { kind: 'failure', error },
      });
    }
    expect(lines.map((line) => line.level)).toEqual(['info', 'warn']);
    expect(lines[0]?.message).toContain('Prompts/get of server "jira"');
  });

  it('logs failed attempts and changed lists for debugging', () => {
    const { bus, lines } = listen();
    bus.emit({
      kind: 'attemptFinished',
      atMs: 0,
      call,
      attempt: 2,
      durationMs: 10,
      outcome: { kind: 'failure', error: refused, delivery: 'not-sent' },
    });
    bus.emit({ kind: 'attemptFinished', atMs: 0, call, attempt: 3, durationMs: 10, outcome: { kind: 'success' } });
    bus.emit({ kind: 'catalogChanged', atMs: 0, server: 'jira', changed: ['tools', 'prompts'] });
    expect(lines.map((line) => `${line.level} ${line.message}`)).toEqual([
      'debug Attempt 2 at tool search failed in 0.01s: Server "jira" refused.',
      'debug Catalog of server "jira": It changed its tools, prompts.',
    ]);
  });
});

describe('logEvents on the configuration', () => {
  it('says what a reload changed, or that it was refused and why', () => {
    const { bus, lines } = listen();
    bus.emit({
      kind: 'configReloaded',
      atMs: 0,
      outcome: { kind: 'applied', added: ['b'], removed: [], changed: ['a', 'c'] },
    });
    bus.emit({ kind: 'configReloaded', atMs: 0, outcome: { kind: 'applied', added: [], removed: [], changed: [] } });
    const error = new MCPConfigurationError({
      code: 'CONFIG_SYNTAX',
      message: 'The file is no JSON.',
      hint: 'Close the brace.',
    });
    bus.emit({ kind: 'configReloaded', atMs: 0, outcome: { kind: 'refused', error } });
    expect(lines.map((line) => `${line.level} ${line.message}`)).toEqual([
      'info The configuration was read again: added "b"; changed "a", "c".',
      'info The configuration was read again: no server changed.',
      'error The changed configuration was not taken over; the one before goes on. The file is no JSON. Close the brace.',
    ]);
  });

  it('logs nothing once its subscription has ended', () => {
    const { bus, lines, stop } = listen();
    stop();
    bus.emit(connectionChanged(backoff(refused)));
    expect(lines).toEqual([]);
  });
});
