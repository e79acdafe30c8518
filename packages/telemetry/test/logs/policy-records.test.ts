import { type CallInfo, createEventBus, MCPServerError, type SeawallEvent } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { logEvents } from '../../src/logs/log-events.ts';

const call: CallInfo = {
  id: 'c1',
  principal: { id: 'anonymous' },
  server: 'jira',
  method: 'tools/call',
  target: 'search',
  safety: 'read',
};

/** The log lines that events make. */
function linesOf(...events: readonly SeawallEvent[]): readonly string[] {
  const lines: string[] = [];
  const bus = createEventBus({
    onListenerError: (error) => {
      throw error;
    },
  });
  logEvents(bus.subscribe, { log: (level, message) => void lines.push(`${level} ${message}`) });
  for (const event of events) bus.emit(event);
  return lines;
}

const counts = { calls: 6, failures: 5, failuresInARow: 5 };
const circuit = { kind: 'circuitChanged', atMs: 1000, server: 'jira', generation: 1, counts } as const;

describe('the log of policies', () => {
  it('tells of a circuit that opens, is tried and closes (A165, A168, A171)', () => {
    expect(
      linesOf(
        {
          ...circuit,
          from: 'closed',
          to: 'open',
          reason: 'failure-ratio',
          failureCode: 'SERVER_UNAVAILABLE',
          retryAtMs: 1500,
        },
        { ...circuit, from: 'open', to: 'half-open', reason: 'probe-succeeded' },
        { ...circuit, tool: 'search', from: 'half-open', to: 'closed', reason: 'recovered' },
      ),
    ).toEqual([
      'error Circuit of server "jira" switches from CLOSED to OPEN (failure ratio; 5 of 6 calls failed; the last failure was SERVER_UNAVAILABLE). It is tried again in 0.50s.',
      'info Circuit of server "jira" switches from OPEN to HALF_OPEN (probe succeeded).',
      'info Circuit of tool "search" on server "jira" switches from HALF_OPEN to CLOSED (recovered).',
    ]);
  });

  it('names who changed a circuit by hand', () => {
    const by = { actor: 'ops', reason: 'migration' };
    expect(linesOf({ ...circuit, from: 'closed', to: 'isolated', reason: 'manual', by })).toEqual([
      'warn Circuit of server "jira" switches from CLOSED to ISOLATED (manual; ops said: migration).',
    ]);
  });

  it('tells of a server that asks for fewer calls', () => {
    const gate = { kind: 'gateChanged', atMs: 0, server: 'jira' } as const;
    expect(
      linesOf(
        { ...gate, from: 'free', to: 'held', retryAtMs: 2000 },
        { ...gate, tool: 'search', from: 'held', to: 'paced', ratePerSecond: 1.5 },
        { ...gate, from: 'paced', to: 'free' },
      ),
    ).toEqual([
      'warn Server "jira" asked for fewer calls and gets none for 2.00s.',
      'info Tool "search" on server "jira" gets 1.50 calls a second.',
      'info Server "jira" gets as many calls as before.',
    ]);
  });

  it('tells of a server that does not answer, and of one that does only when debugging', () => {
    const probed = { kind: 'silenceProbed', atMs: 0, server: 'jira', silentForMs: 1500, durationMs: 1000 } as const;
    expect(linesOf({ ...probed, result: 'missed' }, { ...probed, result: 'alive' })).toEqual([
      'warn Server "jira" owed an answer for 1.50s and was asked whether it is there: it does not answer within 1.00s either.',
      'debug Server "jira" owed an answer for 1.50s and was asked whether it is there: it answers, so its calls go on.',
    ]);
  });

  it('tells of writes that wait, and is graver where somebody has to look', () => {
    const why = new MCPServerError({ code: 'SERVER_UNAVAILABLE', message: 'Down.' });
    const changed = {
      kind: 'parkedChanged',
      atMs: 0,
      ticket: 't1',
      principal: call.principal,
      server: 'jira',
      tool: 'search',
    } as const;
    expect(
      linesOf(
        { kind: 'callParked', atMs: 0, call, ticket: 't1', expiresAtMs: 9, why },
        { ...changed, from: 'sent', to: 'done' },
        { ...changed, from: 'sent', to: 'unknown', error: why },
        { ...changed, from: 'parked', to: 'discarded', by: { actor: 'ops' } },
      ),
    ).toEqual([
      'warn Tool search of server "jira" is kept to be sent later as ticket t1, after SERVER_UNAVAILABLE.',
      'info Parked call t1 of tool "search" on server "jira" went from sent to done.',
      'warn Parked call t1 of tool "search" on server "jira" went from sent to unknown. Down.',
      'info Parked call t1 of tool "search" on server "jira" went from parked to discarded by ops.',
    ]);
  });

  it('keeps what happens to single calls for debugging, earlier answers excepted', () => {
    const of = { atMs: 0, call } as const;
    expect(
      linesOf(
        { ...of, kind: 'retryScheduled', attempt: 1, delayMs: 120, because: 'CONNECTION_RESET' },
        { ...of, kind: 'retrySuppressed', attempt: 3, reason: 'budget', because: 'CONNECTION_RESET' },
        { ...of, kind: 'callQueued', queued: 2, inFlight: 8, limit: 8 },
        { ...of, kind: 'callJoined' },
        { ...of, kind: 'hedgeStarted', attempt: 2, afterMs: 700 },
        { ...of, kind: 'hedgeWon', attempt: 2, durationMs: 30 },
        { ...of, kind: 'staleServed', ageMs: 61_000, because: 'CIRCUIT_OPEN' },
        { kind: 'concurrencyLimitChanged', atMs: 0, server: 'jira', from: 16, to: 14, reason: 'overload' },
      ),
    ).toEqual([
      'debug Tool search of server "jira" is sent again in 0.12s after CONNECTION_RESET.',
      'debug Tool search of server "jira" is not repeated: the repetitions of its server are used up.',
      'debug Tool search of server "jira" waits for its turn behind 8 calls.',
      'debug Tool search of server "jira" waits for the answer to an equal call.',
      'debug Tool search of server "jira" is slow and was sent a second time after 0.70s.',
      'debug Tool search of server "jira" was answered by the second attempt.',
      'info Tool search of server "jira" got an answer that is 61.00s old, after CIRCUIT_OPEN.',
      'debug Server "jira" gets 14 calls at a time instead of 16 (overload).',
    ]);
  });
});
