import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OTHER_NAMES } from '../../src/errors/bounded-counter.ts';
import { MAX_ANALYZED_CONTEXT_LENGTH } from '../../src/errors/error-analyzer.ts';
import {
  createErrorAnalyzer,
  ERROR_ANALYZER_DEFAULTS,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPServerError,
  MCPTimeoutError,
} from '../../src/index.ts';
import { foreignValues } from './foreign-values.ts';

const timeout = (serverName: string): MCPError => new MCPTimeoutError({ message: 'Too slow.', serverName });

describe('createErrorAnalyzer', () => {
  it('says nothing of nothing (B98)', () => {
    const analyzer = createErrorAnalyzer();
    expect(analyzer.summary()).toEqual({
      totalErrors: 0,
      errorTypes: {},
      mostCommon: null,
      byKind: {},
      byCode: {},
      byServer: {},
    });
    expect(analyzer.recent()).toEqual([]);
  });

  it('counts by class, kind, code and server (B97, B98, B99)', () => {
    const analyzer = createErrorAnalyzer();
    for (const error of [
      timeout('jira'),
      new MCPConnectionError({ message: 'It broke.', serverName: 'jira' }),
      timeout('files'),
      new MCPError({ message: 'It failed.', context: { server: 'files' } }),
      new MCPError({ message: 'It failed.' }),
    ])
      analyzer.record(error);
    expect(analyzer.summary()).toEqual({
      totalErrors: 5,
      errorTypes: { MCPTimeoutError: 2, MCPConnectionError: 1, MCPError: 2 },
      mostCommon: ['MCPTimeoutError', 2],
      byKind: { timeout: 2, connection: 1, server_error: 2 },
      byCode: { OPERATION_TIMEOUT: 2, CONNECTION_FAILED: 1, UNEXPECTED_ERROR: 2 },
      byServer: { jira: 2, files: 2 },
    });
    expect(analyzer.serverErrors()).toEqual({ jira: 2, files: 2 });
  });

  it('keeps the latest errors as records, the oldest first (B97)', () => {
    const analyzer = createErrorAnalyzer({ capacity: 3 });
    for (let index = 1; index <= 3; index += 1) {
      analyzer.record(timeout(`s${index}`));
      expect(analyzer.recent().map(({ context }) => context.serverName)).toEqual(['s1', 's2', 's3'].slice(0, index));
    }
    const last = timeout('s4');
    analyzer.record(last);
    expect(analyzer.recent().map(({ context }) => context.serverName)).toEqual(['s2', 's3', 's4']);
    expect(analyzer.recent().at(-1)).toEqual(last.toJSON());
    expect(analyzer.summary().totalErrors).toBe(4);
  });

  it('does not grow with new names (B97)', () => {
    const analyzer = createErrorAnalyzer({ maxNames: 2 });
    for (const server of ['a', 'b', 'c', 'd', 'a', 'c', 'c']) analyzer.record(timeout(server));
    expect(analyzer.serverErrors()).toEqual({ a: 2, b: 1, [OTHER_NAMES]: 4 });
    const single = createErrorAnalyzer({ maxNames: 1 });
    for (const error of [timeout('a'), new MCPError({ message: 'x' }), new MCPError({ message: 'x' })])
      single.record(error);
    expect(single.summary().mostCommon).toEqual(['MCPTimeoutError', 1]);
  });

  it('counts servers with the names of object members', () => {
    const analyzer = createErrorAnalyzer();
    for (const server of ['__proto__', 'constructor', 'constructor']) analyzer.record(timeout(server));
    expect(Object.entries(analyzer.serverErrors())).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });

  it('keeps no large answers of servers', () => {
    const analyzer = createErrorAnalyzer();
    const large = 'x'.repeat(MAX_ANALYZED_CONTEXT_LENGTH);
    const cycle: Record<string, unknown> = {};
    cycle.own = cycle;
    for (const responseData of [large, cycle]) analyzer.record(new MCPServerError({ message: large, responseData }));
    for (const record of analyzer.recent()) {
      expect(record.context).toEqual({ leftOut: expect.stringContaining(String(MAX_ANALYZED_CONTEXT_LENGTH)) });
      expect(JSON.stringify(record).length).toBeLessThan(6000);
    }
  });

  it('finds the root of an error and what to do about it (B93, B94)', () => {
    const analyzer = createErrorAnalyzer();
    const root = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = new MCPError({ message: 'It failed.', cause: new Error('middle', { cause: root }) });
    expect(analyzer.rootCause(error)).toBe(root);
    expect(analyzer.suggest(error)[0]?.fix).toBe(
      'Check that the server is running and that the port in its URL is right.',
    );
  });

  it('forgets everything when it is reset', () => {
    const analyzer = createErrorAnalyzer({ capacity: 2, maxNames: 1 });
    for (const server of ['a', 'b', 'c']) analyzer.record(timeout(server));
    analyzer.reset();
    expect(analyzer.summary()).toEqual(createErrorAnalyzer().summary());
    analyzer.record(timeout('d'));
    expect(analyzer.recent().map(({ context }) => context.serverName)).toEqual(['d']);
  });

  it('takes whatever is thrown, and keeps to its limits', () => {
    fc.assert(
      fc.property(fc.array(foreignValues(), { maxLength: 12 }), (values) => {
        const analyzer = createErrorAnalyzer({ capacity: 5, maxNames: 3 });
        for (const make of values) analyzer.record(make());
        const { totalErrors, errorTypes } = analyzer.summary();
        const counted = Object.values(errorTypes).reduce((sum, count) => sum + count, 0);
        return (
          totalErrors === values.length &&
          counted === values.length &&
          analyzer.recent().length === Math.min(values.length, 5) &&
          Object.keys(errorTypes).length <= 4
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 100_001])('refuses %d as a limit', (limit) => {
    for (const name of ['capacity', 'maxNames']) {
      const create = (): unknown => createErrorAnalyzer({ [name]: limit });
      expect(create).toThrow(MCPConfigurationError);
      expect(create).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', configSection: name }));
    }
  });

  it('has the limits that its documentation names', () => {
    expect(ERROR_ANALYZER_DEFAULTS).toEqual({ capacity: 100, maxNames: 200 });
    const analyzer = createErrorAnalyzer();
    for (let index = 0; index < 101; index += 1) analyzer.record(timeout('a'));
    expect(analyzer.recent()).toHaveLength(100);
  });
});
