import { type Clock, MCPTimeoutError, registerSecrets, systemClock } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { createPinoLogger, type PinoLoggerOptions } from '../../src/index.ts';

const clock: Clock = { ...systemClock, now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) };

function record(options: PinoLoggerOptions = {}): {
  readonly lines: string[];
  readonly logger: ReturnType<typeof createPinoLogger>;
} {
  const lines: string[] = [];
  const logger = createPinoLogger({ clock, destination: { write: (line) => void lines.push(line) }, ...options });
  return { lines, logger };
}

function only(lines: readonly string[]): Record<string, unknown> {
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('\n')).toBe(true);
  return JSON.parse(lines[0] ?? '');
}

describe('createPinoLogger', () => {
  it('B113 writes one JSON object a line, with ISO time in UTC, level name, logger and message', () => {
    const { lines, logger } = record();
    logger.log('info', 'Hello.', { server: 'jira' });
    expect(only(lines)).toEqual({
      level: 'info',
      timestamp: '2026-01-02T03:04:05.678Z',
      logger: 'seawall',
      pid: process.pid,
      server: 'jira',
      message: 'Hello.',
    });
  });

  it('has a name and a level, of which both can be set (B114)', () => {
    const usual = record();
    usual.logger.log('debug', 'unheard');
    usual.logger.log('info', 'heard');
    expect(only(usual.lines)).toMatchObject({ logger: 'seawall', level: 'info' });
    const own = record({ name: 'my.agent', level: 'debug' });
    own.logger.log('debug', 'heard');
    expect(only(own.lines)).toMatchObject({ logger: 'my.agent', level: 'debug' });
  });

  it('leaves out what is below its level, and follows a change of it', () => {
    const { lines, logger } = record({ level: 'warn' });
    logger.log('info', 'unheard');
    logger.setLevel('debug');
    logger.log('debug', 'heard');
    expect(only(lines)).toMatchObject({ level: 'debug', message: 'heard' });
  });

  it('writes errors as their records, wherever they stand', () => {
    const { lines, logger } = record();
    const error = new MCPTimeoutError({ message: 'Too late.', serverName: 'jira', timeoutMs: 30_000 });
    logger.log('error', 'Failed.', { error, list: [new TypeError('odd', { cause: error })] });
    const written = only(lines);
    expect(written.error).toEqual(JSON.parse(JSON.stringify(error)));
    expect(written.list).toMatchObject([
      { errorType: 'TypeError', message: 'odd', cause: { errorType: 'MCPTimeoutError' } },
    ]);
  });

  it('hides registered secrets in message, fields, keys and errors before it shortens them', () => {
    using _secrets = registerSecrets(['hunter2-hunter2']);
    const { lines, logger } = record();
    const straddling = `${'x'.repeat(8185)}hunter2-hunter2`;
    const error = new Error('wrong hunter2-hunter2');
    logger.log('error', 'token hunter2-hunter2 %s', {
      straddling,
      error,
      'hunter2-hunter2': 1,
      deep: { url: new URL('http://h/?k=hunter2-hunter2') },
    });
    expect(lines.join('')).not.toContain('hunter2');
    expect(only(lines).message).toBe('token [REDACTED:configured] %s');
  });

  it('gives a line feed or a steering character in a value no way to forge a record', () => {
    const { lines, logger } = record();
    const hostile = 'a\n{"level":"fatal"}\r\u001b[2J\u009b31m\u2028\u202e\u0000';
    logger.log('warn', hostile, { hostile, [hostile]: 1 });
    const line = lines[0] ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through.
    expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(only(lines)).toMatchObject({ level: 'warn', message: hostile, hostile });
  });

  it("keeps a field from standing in for one of the record's own", () => {
    const { lines, logger } = record();
    logger.log('info', 'real', { level: 'fatal', message: 'forged', timestamp: 'never', pid: -1, logger: 'x' });
    expect(lines[0]?.match(/"level":/g)).toHaveLength(1);
    expect(only(lines)).toMatchObject({ level: 'info', message: 'real', level_: 'fatal', message_: 'forged' });
  });

  it('bounds a record, however large, deep, wide or circular the fields are', () => {
    const { lines, logger } = record();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const laughs = Array.from({ length: 9 }).reduce<unknown>((inner) => Array.from({ length: 100 }, () => inner), 'ha');
    const wide = Array.from({ length: 5000 }, (_, index) => `${index}`.padEnd(500, 'w'));
    logger.log('info', 'm'.repeat(1_000_000), { huge: 'h'.repeat(1_000_000), wide, laughs, circular });
    expect(lines[0]?.length).toBeLessThan(150_000);
    expect(only(lines).circular).toBeDefined();
  });

  it('bounds a record whose values grow when they are escaped', () => {
    const { lines, logger } = record();
    logger.log('info', 'm', { a: Array.from({ length: 50 }, () => '\u0001'.repeat(8000)) });
    expect(lines[0]?.length).toBeLessThan(150_000);
    expect(only(lines)).toMatchObject({ level: 'info', timestamp: '2026-01-02T03:04:05.678Z' });
  });

  it('writes what JSON does not know, and survives a getter that throws', () => {
    const { lines, logger } = record();
    const trap = Object.defineProperty({}, 'boom', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    logger.log('info', 'm', {
      big: 10n,
      nan: Number.NaN,
      map: new Map([[1, new Set(['x'])]]),
      bytes: new Uint8Array(3),
      trap,
    });
    expect(only(lines)).toMatchObject({
      big: '10',
      nan: 'NaN',
      map: { 1: ['x'] },
      bytes: '[3 bytes]',
      trap: { boom: '[UNREADABLE]' },
    });
  });

  it('never throws, whatever the destination does', () => {
    const { logger } = record({
      destination: {
        write: () => {
          throw new Error('disk full');
        },
      },
    });
    expect(() => logger.log('error', 'm')).not.toThrow();
  });

  it('flushes at once when the process has to end', () => {
    const steps: string[] = [];
    const { logger } = record({
      destination: {
        write: (line) => void steps.push(JSON.parse(line).level),
        flushSync: () => void steps.push('flushed'),
      },
    });
    logger.fatal('The end.');
    expect(steps).toEqual(['fatal', 'flushed']);
  });
});
