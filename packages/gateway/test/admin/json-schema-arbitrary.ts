import fc from 'fast-check';

/** A JSON schema, as far as the documents of this house use it. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

/** Names and texts that have broken programs before. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    '..%2f..%2f',
    '%',
    '%00',
    '\0',
    '\ud800',
    '\r\nset-cookie: x=1',
    '<script>alert(1)</script>',
    '=1+1',
    "' OR 1=1 --",
    'NaN',
    '1e309',
    '-1',
    '(a+)+$',
    '\u202e',
    'x'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Values that a schema describes, and now and then ones that it does not. */
export function valueLike(schema: JsonSchema, names: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const fitting = fittingValue(schema, names);
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });
}

function fittingValue(schema: JsonSchema, names: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => fittingValue(choice, names)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return fc.oneof(names, hostileText);
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: 0, max: 5_000_000 }),
        fc.constantFrom(0, -1, 1.5, 1e308, 9_007_199_254_740_991),
      );
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(schema.items === undefined ? fc.jsonValue() : fittingValue(schema.items, names), {
        maxLength: 4,
      });
    case 'object':
      return objectOf(schema, names);
    default:
      return fc.oneof(names, hostileText, fc.integer());
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema, names: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, fittingValue(inner, names)])),
    { requiredKeys: [...required] },
  );
  const more = fc.dictionary(hostileText, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 1 });
  return fc
    .tuple(known, fc.option(more, { freq: 8, nil: {} }))
    .map(([own, further]) => (Object.keys(further).length > 0 && own ? { ...further, ...own } : own));
}
