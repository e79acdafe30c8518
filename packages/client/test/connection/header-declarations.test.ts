import { describe, expect, it } from 'vitest';
import { headerTextOf, readHeaderDeclarations } from '../../src/connection/header-declarations.ts';

const text = (header: unknown) => ({ type: 'string', 'x-mcp-header': header });

function read(properties: object, rest: object = {}) {
  return readHeaderDeclarations({ type: 'object', properties, ...rest });
}

describe('readHeaderDeclarations', () => {
  it('finds texts, integers and booleans at any depth', () => {
    const deep = { type: 'object', properties: { c: { type: 'boolean', 'x-mcp-header': 'C' } } };
    expect(read({ a: text('A'), b: { type: 'integer', 'x-mcp-header': 'B' }, deep })).toEqual({
      declarations: [
        { path: ['a'], header: 'Mcp-Param-A', isInteger: false },
        { path: ['b'], header: 'Mcp-Param-B', isInteger: true },
        { path: ['deep', 'c'], header: 'Mcp-Param-C', isInteger: false },
      ],
      fault: undefined,
    });
  });

  it.each([
    ['empty', ''],
    ['no text', 5],
    ['of two words', 'My Region'],
    ['with a colon', 'Region:Primary'],
    ['beyond ASCII', 'Région'],
    ['with a control character', 'Region\t1'],
  ])('finds fault with a name that is %s, and does not follow it', (_what, name) => {
    expect(read({ value: text(name) })).toEqual({
      declarations: [],
      fault: 'Its "x-mcp-header" at "value" is no name of a header.',
    });
  });

  it.each(['object', 'array', 'null', 'number', undefined, ['string', 'null']])(
    'finds fault with a parameter of type %j, and follows it where a call has a plain value',
    (type) => {
      const { declarations, fault } = read({ value: { type, 'x-mcp-header': 'Value' } });
      expect(declarations).toEqual([{ path: ['value'], header: 'Mcp-Param-Value', isInteger: false }]);
      expect(fault).toBe('Its "x-mcp-header" at "value" is at a parameter that is no text, integer or boolean.');
    },
  );

  it.each(['Region', 'rEGION'])('finds fault with "%s" beside "Region", and follows the first', (second) => {
    expect(read({ a: text('Region'), b: text(second) })).toEqual({
      declarations: [{ path: ['a'], header: 'Mcp-Param-Region', isInteger: false }],
      fault: 'Its "x-mcp-header" at "b" is the name of another header too.',
    });
  });

  it.each<[string, object]>([
    ['items', { items: text('A') }],
    ['a branch', { anyOf: [{ type: 'string' }, text('A')] }],
    ['a condition', { if: { properties: { b: text('A') } } }],
    ['what is there under any name', { additionalProperties: text('A') }],
    ['a pattern of names', { patternProperties: { '^x': text('A') } }],
    ['a definition', { $defs: { x: text('A') } }],
  ])('finds fault with a header in %s, and does not follow it', (_what, schema) => {
    const { declarations, fault } = read({ value: { type: 'object', ...schema } });
    expect(declarations).toEqual([]);
    expect(fault).toContain('is at no parameter that is there under a fixed name.');
  });

  it('finds fault with a header of the whole schema', () => {
    expect(read({}, { 'x-mcp-header': 'A' })).toMatchObject({ declarations: [], fault: expect.any(String) });
  });

  it('takes neither a parameter of that name nor a value for an annotation', () => {
    const schema = { 'x-mcp-header': { type: 'string', default: { 'x-mcp-header': '' } } };
    expect(read(schema)).toEqual({ declarations: [], fault: undefined });
  });

  it.each([[undefined], ['x'], [[]], [{ properties: 'x' }], [{ properties: { a: 5 } }]])(
    'finds nothing in %j',
    (schema) => {
      expect(readHeaderDeclarations(schema)).toEqual({ declarations: [], fault: undefined });
    },
  );

  it('looks no deeper than a schema is of use', () => {
    let schema: object = text('');
    for (let depth = 0; depth < 5000; depth += 1) schema = { properties: { a: schema } };
    expect(readHeaderDeclarations(schema)).toEqual({ declarations: [], fault: undefined });
  });

  it('quotes no more than a part of long names', () => {
    expect(read({ ['a'.repeat(1000)]: text('') }).fault).toHaveLength(
      'Its "x-mcp-header" at "" is no name of a header.'.length + 100,
    );
  });
});

describe('headerTextOf', () => {
  const declaration = { path: ['constructor'], header: 'Mcp-Param-A', isInteger: false };

  it.each([
    ['eu', 'eu'],
    [5, '5'],
    [0.5, '0.5'],
    [true, 'true'],
    [2 ** 53, undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [{ a: 1 }, undefined],
  ])('gives %j as %j', (value, expected) => {
    expect(headerTextOf(declaration, { constructor: value })).toBe(expected);
  });

  it.each([[{}], [undefined], ['x']])('looks at own members only: %j', (callArguments) => {
    expect(headerTextOf(declaration, callArguments)).toBeUndefined();
  });
});
