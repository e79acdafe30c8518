import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, errorLogLevel, type Logger, type LogLevel, MCPError, MCPTimeoutError } from '../../src/index.ts';

describe('MCPError.log', () => {
  it('writes one structured record and gives it back (B4, B14)', () => {
    const records: unknown[] = [];
    const error = new MCPTimeoutError({ message: 'Too slow.', serverName: 'jira' });
    const logger: Logger = { log: (...record) => void records.push(record) };
    const record = error.log(logger);
    expect(record).toEqual({
      level: 'error',
      message: 'MCPTimeoutError: Too slow.',
      fields: { error: error.toJSON() },
    });
    expect(records).toEqual([[record.level, record.message, record.fields]]);
  });

  it('gives back the record without a logger (B14)', () => {
    const error = new MCPError({ message: 'It failed.' });
    expect(error.log()).toEqual({ level: 'error', message: 'MCPError: It failed.', fields: { error: error.toJSON() } });
  });

  it('is a record that JSON can carry, with level, message, time and the whole error (B58, B113)', () => {
    const error = new MCPError({ message: 'It failed.', context: { attempt: 2 }, timestampMs: 0 });
    expect(JSON.parse(JSON.stringify(error.log()))).toMatchObject({
      level: 'error',
      message: 'MCPError: It failed.',
      fields: { error: { timestamp: '1970-01-01T00:00:00.000Z', context: { attempt: 2 } } },
    });
  });
});

describe('errorLogLevel', () => {
  it.each(ERROR_KINDS)('has a level for %s, and the record has it', (kind) => {
    const level: LogLevel = errorLogLevel(kind);
    expect(['info', 'warn', 'error']).toContain(level);
    expect(new MCPError({ message: 'x', kind }).log().level).toBe(level);
  });

  it('is no error what the caller did, and what was refused on purpose', () => {
    expect(errorLogLevel('cancelled')).toBe('info');
    for (const kind of ['validation', 'not_found', 'tool_not_found', 'circuit_open', 'overloaded'] as const)
      expect(errorLogLevel(kind)).toBe('warn');
    for (const kind of ['connection', 'timeout', 'authentication', 'server_error', 'outcome_unknown'] as const)
      expect(errorLogLevel(kind)).toBe('error');
  });
});
