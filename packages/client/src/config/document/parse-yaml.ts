import type { ConfigurationFault } from '@seawall/core/base';
import type { YAMLError } from 'yaml';
import type { ConfigPath } from '../config-path.ts';
import {
  type ConfigDocument,
  createPositionFinder,
  type DuplicateKey,
  isTooDeep,
  MAX_DEPTH,
  type Position,
} from './document.ts';
import { createSyntaxError } from './syntax-error.ts';

/**
 * Parses YAML 1.2 with merge keys (`<<`). Aliases are followed at most {@link MAX_ALIASES} times.
 *
 * @throws {@link MCPConfigurationError} with `CONFIG_SYNTAX`.
 */
export async function parseYaml(text: string, file: string): Promise<ConfigDocument> {
  const yaml = await import('yaml');
  const positionOf = createPositionFinder(text);
  const fail = (message: string, cause?: unknown): Error =>
    createSyntaxError({ file, language: 'YAML', faults: [{ path: '', message }], cause });
  // The parser calls itself for each level, and V8 ends the process where a pattern is compiled with no stack left.
  if (isNestedTooDeeply(yaml, text)) throw fail('It is nested too deeply.');
  // Own duplicate check: the parser's knows no path, and one inside a server must not stop the others.
  const options = { uniqueKeys: false, merge: true, prettyErrors: false, logLevel: 'error' } as const;
  let document: ReturnType<typeof yaml.parseDocument>;
  let value: unknown;
  let errors: readonly YAMLError[];
  try {
    document = yaml.parseDocument(text, options);
    errors = document.errors;
    value = errors.length > 0 ? undefined : document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    // Only aliases and too many levels make it throw; its messages name an alias, nothing else of the text.
    throw fail('It is nested too deeply, or an alias has no anchor or expands too far.', cause);
  }
  if (errors.length > 0) throw createSyntaxError({ file, language: 'YAML', faults: toFaults(errors, positionOf) });
  if (isTooDeep(value)) throw fail('It is nested too deeply.');
  const findKey = (path: ConfigPath): Position | undefined => {
    const parent: unknown = path.length <= 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const last = path.at(-1);
    const node = yaml.isMap(parent)
      ? parent.items.find((pair) => yaml.isScalar(pair.key) && String(pair.key.value) === last)?.key
      : yaml.isSeq(parent) && typeof last === 'number'
        ? parent.items[last]
        : undefined;
    return yaml.isNode(node) && node.range ? positionOf(node.range[0]) : undefined;
  };
  return {
    value,
    duplicates: findDuplicates(yaml, document.contents, positionOf),
    locator: () => Promise.resolve(findKey),
  };
}

/** How often aliases may be followed in all. */
const MAX_ALIASES = 100;

function toFaults(
  errors: readonly YAMLError[],
  positionOf: (offset: number) => Position,
): readonly ConfigurationFault[] {
  return errors.map((error) => ({
    path: '',
    message: REASONS[error.code] ?? 'This is not valid YAML here.',
    ...positionOf(error.pos[0]),
  }));
}

/** The parser's codes in words of our own: its messages may quote the text. */
const REASONS: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'An alias can have no anchor or tag.',
  BAD_ALIAS: 'This alias is not valid.',
  BAD_INDENT: 'The indentation does not fit.',
  BLOCK_AS_IMPLICIT_KEY: 'A nested mapping can not start on this line; put it on a line of its own or quote the value.',
  MISSING_CHAR: 'A character is missing, such as a closing quote or bracket, a comma, or the space after a colon.',
  MULTILINE_IMPLICIT_KEY: 'A key has to stand on one line; a colon may be missing.',
  MULTIPLE_DOCS: 'A second document begins here; a configuration is one.',
  TAB_AS_INDENT: 'Indentation with tabs is not allowed in YAML; use spaces.',
  UNEXPECTED_TOKEN: 'Something stands here that does not belong here.',
};

type Yaml = typeof import('yaml');

/** Whether more is open at once than any document that {@link isTooDeep} lets pass can have open. Takes no stack for it. */
function isNestedTooDeeply(yaml: Yaml, text: string): boolean {
  const parser = new yaml.Parser();
  for (const lexeme of new yaml.Lexer().lex(text)) {
    // What it gives back are whole documents, which are read later.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > MAX_OPEN) return true;
  }
  return false;
}

const MAX_OPEN = MAX_DEPTH * 2;

function findDuplicates(
  yaml: Yaml,
  contents: unknown,
  positionOf: (offset: number) => Position,
): readonly DuplicateKey[] {
  const duplicates: DuplicateKey[] = [];
  const visit = (node: unknown, path: ConfigPath): void => {
    if (yaml.isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    if (!yaml.isMap(node)) return;
    const seen = new Map<string, number>();
    for (const pair of node.items) {
      if (!yaml.isScalar(pair.key) || pair.key.value === '<<') continue;
      const key = String(pair.key.value);
      const offset = pair.key.range?.[0] ?? 0;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, offset);
      else duplicates.push({ path: [...path, key], position: positionOf(offset), firstLine: positionOf(first).line });
      visit(pair.value, [...path, key]);
    }
  };
  visit(contents, []);
  return duplicates;
}
