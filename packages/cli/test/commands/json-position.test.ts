import { describe, expect, it } from 'vitest';
import { locateJsonFault } from '../../src/commands/json-position.ts';

describe('locateJsonFault', () => {
  it.each([
    ['{"a": 1,}', 1, 9, '","'],
    ['{"a": 1\n "b": 2}', 2, 2, '"," or a "}"'],
    ["{'a': 1}", 1, 2, 'name in double quotes'],
    ['{a: 1}', 1, 2, 'name in double quotes'],
    ['{"a" 1}', 1, 6, '":"'],
    ['{"a": b}', 1, 7, 'value is missing'],
    ['{"a": \'b\'}', 1, 7, 'double quotes'],
    ['{"a": "b', 1, 7, 'not closed'],
    ['{"a": "\\q"}', 1, 7, 'escaped'],
    ['{"a": [1, 2', 1, 12, 'ends too early. A "]" is missing'],
    ['{"a": {', 1, 8, 'A "}" is missing'],
    ['[1,]', 1, 4, '"]"'],
    ['{} {}', 1, 4, 'more after the end'],
    ['', 1, 1, 'ends too early'],
    ['01', 1, 2, 'more after the end'],
  ])('finds the fault in %j', (text, line, column, message) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(locateJsonFault(text)).toEqual({ line, column, message: expect.stringContaining(message) });
  });

  it.each(['{}', '[]', ' {"a": [1, -2.5e3, true, null, "\\u00e9\\n", {"b": []}]} ', '"x"', '0'])(
    'finds none in %j',
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow();
      expect(locateJsonFault(text)).toBeUndefined();
    },
  );

  it('stands any depth', () => {
    expect(locateJsonFault('['.repeat(100_000))?.column).toBe(100_001);
  });
});
