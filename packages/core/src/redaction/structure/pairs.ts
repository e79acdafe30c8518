/** Names under which objects keep the name of something: `{ name: 'API_KEY', value: 'x' }`. */
const NAME_FIELDS: readonly string[] = [
  'name',
  'key',
  'header',
  'field',
  'param',
  'parameter',
  'property',
  'variable',
  'option',
  'flag',
  'k',
  'n',
  'path',
  'loc',
  'label',
  'attribute',
  'argument',
  'id',
  'Name',
  'Key',
];

/** Names under which they keep what it is. */
const VALUE_FIELDS: ReadonlySet<string> = new Set(
  'value val v values input received actual got data content current default text string Value stringValue secret'.split(
    ' ',
  ),
);

/** Whether a field of an object may be the value half of a pair. */
export function isValueField(key: PropertyKey): boolean {
  return typeof key === 'string' && (VALUE_FIELDS.has(key) || (key.length > VALUE.length && key.endsWith(VALUE)));
}

/** The name half of a pair: a text, or the last text of a path such as `['body', 'password']`. */
export function pairName(source: object): string | undefined {
  for (const field of NAME_FIELDS) {
    const value: unknown = Object.hasOwn(source, field) ? Reflect.get(source, field) : undefined;
    if (typeof value === 'string' && isPairName(value)) return value;
    // A path into a document, as in JSON Patch.
    if (typeof value === 'string' && field === 'path' && 'op' in source) return value.slice(value.lastIndexOf('/') + 1);
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PATH_LENGTH) continue;
    const last: unknown = value[value.length - 1];
    if (typeof last === 'string' && isPairName(last)) return last;
  }
  return stemmedName(source);
}

/** The name in `{ ParameterKey: 'DbPassword', ParameterValue: 'x' }`. */
function stemmedName(source: object): string | undefined {
  const field = Object.keys(source).find((key) => key.length > VALUE.length && key.endsWith(VALUE));
  const stem = field?.slice(0, -VALUE.length);
  if (stem === undefined) return undefined;
  for (const end of ['Key', 'Name']) {
    const name: unknown = Reflect.get(source, `${stem}${end}`);
    if (typeof name === 'string' && isPairName(name)) return name;
  }
  return undefined;
}

const VALUE = 'Value';

/** Paths of files and sentences are no names. */
function isPairName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && /^[-\w.$: ]+$/.test(text);
}

const MAX_NAME_LENGTH = 64;
const MAX_PATH_LENGTH = 32;

/** Whether an object describes a field instead of holding one, as in JSON Schema. */
export function isSchemaObject(source: object): boolean {
  if ('value' in source) return false;
  if ('$ref' in source || 'anyOf' in source || 'oneOf' in source || 'allOf' in source) return true;
  const type: unknown = Reflect.get(source, 'type');
  return (typeof type === 'string' && SCHEMA_TYPES.has(type)) || Array.isArray(type);
}

const SCHEMA_TYPES: ReadonlySet<string> = new Set('string number integer boolean object array null'.split(' '));
