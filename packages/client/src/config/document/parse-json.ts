import type { ConfigurationFault } from '@seawall/core/base';
import type { Node, ParseError } from 'jsonc-parser';
import type { ConfigPath } from '../config-path.ts';
import { type ConfigDocument, createPositionFinder, type DuplicateKey, isTooDeep, type Position } from './document.ts';
import { hasDuplicateKeys } from './duplicate-keys.ts';
import { createSyntaxError } from './syntax-error.ts';

/**
 * Parses JSON; comments and trailing commas are allowed.
 *
 * Plain JSON goes the fast way, without loading a parser.
 * @throws {@link MCPConfigurationError} with `CONFIG_SYNTAX`.
 */
export async function parseJson(text: string, file: string): Promise<ConfigDocument> {
  const plain = parsePlain(text);
  if (plain !== undefined) {
    if (isTooDeep(plain.value)) throw tooDeep(file);
    if (!hasDuplicateKeys(text)) return { value: plain.value, duplicates: [], locator: () => locate(text) };
  }
  const { parseTree, parse } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true, allowEmptyContent: true, disallowComments: false };
  try {
    const tree = parseTree(text, errors, options);
    if (errors.length > 0) throw createSyntaxError({ file, language: 'JSON', faults: toFaults(text, errors) });
    const value: unknown = plain === undefined ? parse(text, [], options) : plain.value;
    if (isTooDeep(value)) throw tooDeep(file);
    return { value, duplicates: tree === undefined ? [] : findDuplicates(text, tree), locator: () => locate(text) };
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw tooDeep(file);
    throw error;
  }
}

function parsePlain(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Comments, trailing commas or a fault: the tolerant parser tells which, and its messages quote nothing of the text.
    return undefined;
  }
}

async function locate(text: string): Promise<(path: ConfigPath) => Position | undefined> {
  const { parseTree, findNodeAtLocation } = await import('jsonc-parser');
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const positionOf = createPositionFinder(text);
  return (path) => {
    const node = tree === undefined ? undefined : findNodeAtLocation(tree, [...path]);
    if (node === undefined) return undefined;
    return positionOf(node.parent?.type === 'property' ? node.parent.offset : node.offset);
  };
}

function findDuplicates(text: string, tree: Node): readonly DuplicateKey[] {
  const positionOf = createPositionFinder(text);
  const duplicates: DuplicateKey[] = [];
  const visit = (node: Node, path: ConfigPath): void => {
    if (node.type === 'array')
      for (const [index, item] of (node.children ?? []).entries()) visit(item, [...path, index]);
    if (node.type !== 'object') return;
    const seen = new Map<string, number>();
    for (const property of node.children ?? []) {
      const [keyNode, valueNode] = property.children ?? [];
      const key = String(keyNode?.value);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, property.offset);
      else
        duplicates.push({
          path: [...path, key],
          position: positionOf(property.offset),
          firstLine: positionOf(first).line,
        });
      if (valueNode !== undefined) visit(valueNode, [...path, key]);
    }
  };
  visit(tree, []);
  return duplicates;
}

function toFaults(text: string, errors: readonly ParseError[]): readonly ConfigurationFault[] {
  const positionOf = createPositionFinder(text);
  const end = text.trimEnd().length;
  return errors.map((error) => {
    const message =
      error.offset >= end ? 'The file ends too early: something that was opened is not closed.' : reasonOf(error.error);
    return { path: '', message, ...positionOf(Math.min(error.offset, end)) };
  });
}

/** The parser's error codes in words; they are numbers of a const enum, which isolated modules can't import. */
function reasonOf(code: number): string {
  return REASONS[code] ?? 'This is not valid here.';
}

const REASONS: Readonly<Record<number, string>> = {
  1: 'Something stands here that JSON does not know, such as text without double quotes.',
  2: 'This is not a valid number.',
  3: 'The name of a property in double quotes is missing here.',
  4: 'A value is missing here.',
  5: 'A colon is missing here.',
  6: 'A comma is missing here.',
  7: 'A closing brace is missing here.',
  8: 'A closing bracket is missing here.',
  9: 'The file ought to end here.',
  11: 'A comment is not closed.',
  12: 'A string is not closed.',
  13: 'This number is not complete.',
  14: 'This \\u escape is not valid.',
  15: 'This escape is not valid; a backslash is written as \\\\.',
  16: 'A control character, such as a line break, stands inside a string.',
};

function tooDeep(file: string): Error {
  return createSyntaxError({ file, language: 'JSON', faults: [{ path: '', message: 'It is nested too deeply.' }] });
}
