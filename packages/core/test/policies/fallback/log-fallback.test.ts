import { describe, expect, it } from 'vitest';
import type { Logger } from '../../../src/index.ts';
import { logFallback } from '../../../src/policies/fallback/log-fallback.ts';
import { SHOWN_ARGUMENTS_LIMITS, shownArguments } from '../../../src/policies/fallback/shown-arguments.ts';
import { failedCall } from './failed-calls.ts';

function recorded(log: (logger: Logger) => void): readonly unknown[] {
  const records: unknown[] = [];
  log({ log: (level, message, fields) => records.push({ level, message, fields }) });
  return records;
}

describe('the record of a fallback', () => {
  const key = ['tvly', 'x'.repeat(30)].join('-');
  const failed = failedCall({ arguments: { query: 'tide', api_key: key } });
  const step = { server: 'brave', tool: 'brave_web_search', arguments: {}, leftOut: [] };

  it('says what is called instead, once, as information, without secrets of the arguments (A121, A192)', () => {
    const records = recorded((logger) => logFallback(logger, failed, step));
    expect(records).toMatchObject([
      {
        level: 'info',
        message:
          'Using fallback strategy for tool "tavily_search" on server "tavily": tool "brave_web_search" on server "brave".',
        fields: {
          server: 'tavily',
          tool: 'tavily_search',
          arguments: { query: 'tide' },
          because: 'CONNECTION_FAILED',
          fallback: { server: 'brave', tool: 'brave_web_search' },
        },
      },
    ]);
    expect(JSON.stringify(records)).not.toContain(key);
  });

  it('says where the words of a pack are given (A121)', () => {
    const records = recorded((logger) => logFallback(logger, failed, undefined));
    expect(records).toMatchObject([
      { message: 'Using fallback strategy for tool "tavily_search" on server "tavily": a message.' },
    ]);
    expect(records).not.toHaveProperty('0.fields.fallback');
  });

  it('is of bounded size (A121)', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`);
    const large = { text: 'x'.repeat(1_000_000), list: Array.from({ length: 10_000 }, (_, n) => n), deep };
    const records = recorded((logger) => logFallback(logger, failedCall({ arguments: large }), step));
    expect(JSON.stringify(records).length).toBeLessThan(2 * SHOWN_ARGUMENTS_LIMITS.totalLength);
  });
});

describe('shownArguments', () => {
  it('gives back what is short as it is', () => {
    const args = { a: 'x', b: [1, { c: null }], d: true };
    expect(shownArguments(args)).toEqual(args);
  });

  it('cuts a text that is long, and says so', () => {
    expect(shownArguments({ a: 'x'.repeat(5000) })).toEqual({
      a: `${'x'.repeat(SHOWN_ARGUMENTS_LIMITS.textLength - 1)}…`,
    });
  });
});
