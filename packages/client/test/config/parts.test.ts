import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance } from '../../src/config/did-you-mean.ts';
import { splitCommandLine } from '../../src/config/entry/command-line.ts';
import { parseEnvFile } from '../../src/config/entry/env-file.ts';

describe('splitCommandLine', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    [`a 'b "c"' "d 'e'"`, ['a', 'b "c"', "d 'e'"]],
    ['a"b"c', ['abc']],
    ['a "" b', ['a', '', 'b']],
    ['a\\ b "c\\"d" "e\\f"', ['a b', 'c"d', 'e\\f']],
    ['x ${A:-b c} d', ['x', '${A:-b c}', 'd']],
    ["'${A b}'", ['${A b}']],
    ['  ', []],
  ])('splits %j', (line, words) => {
    expect(splitCommandLine(line, { windows: false })).toEqual(words);
  });

  it('gives nothing when a quote is not closed', () => {
    expect(splitCommandLine('a "b', { windows: false })).toBeUndefined();
  });
});

describe('parseEnvFile', () => {
  it.each([
    ['A=1', '1'],
    ['  export A = 1 ', '1'],
    ['A=b # comment', 'b'],
    ['A=b#c', 'b#c'],
    ['A=# comment', ''],
    ["A='b # c' # d", 'b # c'],
    ['A="b\\n\\"c\\" \\x"', 'b\n"c" \\x'],
    ["A='b\\n'", 'b\\n'],
    ['A=`b\'"`', `b'"`],
    ['A="one\ntwo"', 'one\ntwo'],
    ['A="open', '"open'],
    ['A=1\nA=2', '2'],
    ['\uFEFFA=1', '1'],
    ['A=${B}', '${B}'],
    ['A=', ''],
  ])('reads %j', (text, value) => {
    expect(parseEnvFile(text)).toEqual({ variables: { A: value }, oddLines: [] });
  });

  it('names lines that say nothing, and goes on', () => {
    expect(parseEnvFile('# c\r\n\r\nwhat\r\nA=1\r\n1B=2\r\n')).toEqual({ variables: { A: '1' }, oddLines: [3, 5] });
  });
});

describe('didYouMean', () => {
  it.each([
    ['comand', 'command'],
    ['mcp-servers', 'mcpServers'],
    ['COMMAND', 'command'],
    ['cmmoand', 'command'],
  ])('finds for %s %s', (name, expected) => {
    expect(didYouMean(name, ['args', 'command', 'mcpServers'])).toBe(expected);
  });

  it.each(['', 'wibble', 'x'.repeat(1000)])('finds nothing near %j', (name) => {
    expect(didYouMean(name, ['args', 'command', 'mcpServers'])).toBeUndefined();
  });

  it('counts a swap of neighbours as one edit', () => {
    expect(editDistance('ulr', 'url')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });
});
