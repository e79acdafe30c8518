// The syntax tree of a source file, as far as titles of tests need it.
import { extname } from 'node:path';
import { parseAst } from 'vitest/node';

/** @typedef {{ readonly type: string, readonly start: number, readonly [field: string]: unknown }} Node */

/** What stands around a value without changing it. */
const WRAPPERS = ['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'];

/**
 * @param {string} source
 * @param {string} path for its language: TypeScript or JavaScript, with JSX or without
 * @returns {Node}
 * @throws {Error} when it is no valid source
 */
export function parseSource(source, path) {
  const extension = extname(path).replace(/^\.[cm]?/, '');
  const lang = extension === 'ts' || extension === 'tsx' || extension === 'jsx' ? extension : 'js';
  const program = parseAst(source, { lang });
  return { ...program };
}

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
function isNode(value) {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/**
 * Every node directly below another, in the order of the source.
 *
 * @param {Node} node
 * @returns {Node[]}
 */
export function childrenOf(node) {
  return Object.values(node).flat().filter(isNode);
}

/**
 * The node in a field, without what only wraps it.
 *
 * @param {Node | undefined} node
 * @param {string} field
 * @returns {Node | undefined}
 */
export function nodeAt(node, field) {
  const value = node?.[field];
  return isNode(value) ? unwrap(value) : undefined;
}

/**
 * The nodes of a list in a field; holes of an array are left out.
 *
 * @param {Node | undefined} node
 * @param {string} field
 * @returns {Node[]}
 */
export function nodesAt(node, field) {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode).map(unwrap) : [];
}

/**
 * The name of an identifier, or of a field that is written as one or as a text.
 *
 * @param {Node | undefined} node
 * @returns {string | undefined}
 */
export function nameOf(node) {
  if (node?.type === 'Identifier') return String(node.name);
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/**
 * @param {Node} node
 * @returns {Node}
 */
function unwrap(node) {
  const inner = node.expression;
  return WRAPPERS.includes(node.type) && isNode(inner) ? unwrap(inner) : node;
}
