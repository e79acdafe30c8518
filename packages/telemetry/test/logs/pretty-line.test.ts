import { type Clock, MCPTimeoutError, systemClock } from '@seawall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPinoLogger, type PinoLogger, type PinoLoggerOptions } from '../../src/index.ts';

const clock: Clock = { ...systemClock, now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) };

function pretty(options: PinoLoggerOptions = {}): { readonly lines: string[]; readonly logger: PinoLogger } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, logger: createPinoLogger({ clock, destination, format: 'pretty', ...options }) };
}

describe('the log for people', () => {
  it('has time, level, message and what else is known, in one line', () => {
    const { lines, logger } = pretty();
    logger.log('info', 'Connected.', { server: 'jira', tools: 3, note: 'two words', list: ['a', 1], empty: '' });
    expect(lines).toEqual([
      '03:04:05.678Z INFO  Connected. server=jira tools=3 note="two words" list=["a",1] empty=""\n',
    ]);
  });

  it('names the code and the kind of an error, and leaves the rest to JSON', () => {
    const { lines, logger } = pretty();
    const error = new MCPTimeoutError({ message: 'Too late.', serverName: 'jira', timeoutMs: 30_000 });
    logger.log('error', 'Tool search failed.', { error, server: 'jira' });
    logger.log('error', 'Odd.', { error: 'a text' });
    expect(lines).toEqual([
      '03:04:05.678Z ERROR Tool search failed. code=OPERATION_TIMEOUT kind=timeout server=jira\n',
      '03:04:05.678Z ERROR Odd. error="a text"\n',
    ]);
  });

  it('has colours only where they are asked for', () => {
    const { lines, logger } = pretty({ hasColors: true });
    logger.log('warn', 'Careful.');
    expect(lines).toEqual(['\u001b[2m03:04:05.678Z\u001b[0m \u001b[33mWARN \u001b[0m Careful.\n']);
  });

  it('is one line that steers nothing, whatever texts hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        const { lines, logger } = pretty({ level: 'debug' });
        logger.log('debug', `${left}\u001b[2J\r\n\u202e`, { [right]: left, error: { code: right, kind: left } });
        expect(lines).toHaveLength(1);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        expect(lines[0]).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff]*\n$/);
      }),
    );
  });

  it('spells out what is invisible, and keeps quotes and backslashes readable', () => {
    const { lines, logger } = pretty();
    logger.log('info', 'Say "hi"\nto C:\\temp\u001b[31m.');
    expect(lines).toEqual(['03:04:05.678Z INFO  Say "hi"\\nto C:\\temp\\u001b[31m.\n']);
  });

  it('holds no secret and no endless value', () => {
    const { lines, logger } = pretty();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    logger.log('error', `Token ${secret} is bad.`, {
      text: secret,
      long: 'x'.repeat(100_000),
      error: { code: secret },
    });
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('').length).toBeLessThan(1000);
  });

  it('can be turned to JSON and back while it runs', () => {
    const { lines, logger } = pretty();
    logger.setFormat('json');
    logger.log('info', 'One.');
    logger.setFormat('pretty');
    logger.log('info', 'Two.');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'One.' });
    expect(lines[1]).toBe('03:04:05.678Z INFO  Two.\n');
  });
});
