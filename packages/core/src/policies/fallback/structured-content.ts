import { isRecord } from './is-record.ts';

/**
 * Whether results of a tool may be given as those of another one.
 *
 * Hosts compare a result with what the tool that they called is listed with, and refuse one that differs. The same schema
 * fits, and so does one that wants no more than a text, for a text can be put there.
 */
export function canStandIn(offered: unknown, wanted: unknown): boolean {
  if (wanted === undefined || textFieldOf(wanted) !== undefined) return true;
  return offered !== undefined && JSON.stringify(offered) === JSON.stringify(wanted);
}

/** The one text that a schema wants, as the `result` of tools that only have text to give. */
export function textFieldOf(schema: unknown): string | undefined {
  if (!isRecord(schema) || !isRecord(schema.properties) || !Array.isArray(schema.required)) return undefined;
  const [name, ...others] = schema.required;
  const field =
    typeof name === 'string' && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  if (others.length > 0 || !isRecord(field) || field.type !== 'string') return undefined;
  return UNMET.some((key) => key in field) ? undefined : String(name);
}

/** What a text of another tool need not fulfil. */
const UNMET = ['enum', 'const', 'pattern', 'format', 'maxLength', 'minLength'];

/** All the text of a result. */
export function textOf({ content }: Readonly<Record<string, unknown>>): string {
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((item: unknown) =>
      isRecord(item) && item.type === 'text' && typeof item.text === 'string' ? item.text : [],
    )
    .join('\n');
}
