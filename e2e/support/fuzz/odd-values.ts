import fc from 'fast-check';

/** Values that fit almost nowhere. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e308,
    2 ** 53,
    0.5,
    '',
    '%ID%',
    '\ud800',
    '__proto__',
    'x'.repeat(20_000),
    [],
    {},
    [[[[]]]],
    nested(500),
    JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":2}'),
  ),
);

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

interface Edit {
  readonly at: number;
  readonly kind: 'set' | 'delete' | 'wrap' | 'repeat';
  readonly value: unknown;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(40),
  kind: fc.constantFrom('set' as const, 'delete' as const, 'wrap' as const, 'repeat' as const),
  value: oddValue,
});

/** A message with up to `max` places changed; often none. */
export function bent(message: fc.Arbitrary<unknown>, max = 3): fc.Arbitrary<unknown> {
  return fc
    .record({ message, edits: fc.array(edit, { maxLength: max }) })
    .map(({ message, edits }) => edits.reduce<unknown>(applyEdit, message));
}

function applyEdit(message: unknown, { at, kind, value }: Edit): unknown {
  const copy: unknown = structuredClone(message);
  const places = placesIn(copy);
  const place = places[at % Math.max(places.length, 1)];
  if (place === undefined) return value;
  const { holder, key } = place;
  const old: unknown = Reflect.get(holder, key);
  if (kind === 'delete') Reflect.deleteProperty(holder, key);
  else
    Reflect.set(holder, key, { set: value, wrap: { [key]: old }, repeat: Array.from({ length: 50 }, () => old) }[kind]);
  return copy;
}

function placesIn(value: unknown): { readonly holder: object; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) =>
    [{ holder: value, key }, ...placesIn(Reflect.get(value, key))].slice(0, 200),
  );
}
