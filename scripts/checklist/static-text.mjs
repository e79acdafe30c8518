// What a text of a source file is, as far as it can be told without running it.
import { nameOf, nodeAt, nodesAt } from './syntax-tree.mjs';

/** @typedef {import('./syntax-tree.mjs').Node} Node */
/** @typedef {ReadonlyMap<string, Node>} Constants what the constants of the file are set to, by name */

/** Stands for what is known only when the tests run. */
const UNKNOWN = '…';
const PLACEHOLDER = /%[sdifjoOcp#$]|%%/g;
const FIELD = /\$([A-Za-z_]\w*)/g;

/**
 * The titles that an expression stands for: one, or more when it depends on a condition; none when it is no text.
 *
 * @param {Node | undefined} node
 * @param {Constants} constants
 * @returns {string[]}
 */
export function textsOf(node, constants) {
  switch (node?.type) {
    case 'Literal':
      return ['string', 'number'].includes(typeof node.value) ? [String(node.value)] : [];
    case 'TemplateLiteral':
      return [joinTemplate(node, constants)];
    case 'BinaryExpression':
      return [textOf(nodeAt(node, 'left'), constants) + textOf(nodeAt(node, 'right'), constants)];
    case 'ConditionalExpression':
      return ['consequent', 'alternate'].flatMap((branch) => textsOf(nodeAt(node, branch), constants));
    case 'Identifier':
      return textsOf(lookUp(node, constants), withoutName(node, constants));
    default:
      return [];
  }
}

/**
 * The titles of a table of cases: one for each row that is written out, else the title as it stands.
 *
 * @param {string} title
 * @param {Node | undefined} table
 * @param {Constants} constants
 * @returns {string[]}
 */
export function fillTitle(title, table, constants) {
  const list = table?.type === 'Identifier' ? lookUp(table, constants) : table;
  const rows = list?.type === 'ArrayExpression' ? nodesAt(list, 'elements') : [];
  return rows.length > 0 ? rows.map((row) => fillRow(title, row, constants)) : [title];
}

/**
 * @param {string} title
 * @param {Node} row
 * @param {Constants} constants
 */
function fillRow(title, row, constants) {
  if (row.type === 'ObjectExpression')
    return title.replace(FIELD, (_all, field) => textOf(fieldOf(row, field), constants));
  const cells = row.type === 'ArrayExpression' ? nodesAt(row, 'elements') : [row];
  let index = 0;
  return title.replace(PLACEHOLDER, (placeholder) => {
    if (placeholder === '%%') return '%';
    if (placeholder === '%#' || placeholder === '%$') return UNKNOWN;
    return textOf(cells[index++], constants);
  });
}

/**
 * @param {Node} row
 * @param {string} name
 */
function fieldOf(row, name) {
  const property = nodesAt(row, 'properties').find((candidate) => nameOf(nodeAt(candidate, 'key')) === name);
  return nodeAt(property, 'value');
}

/**
 * @param {Node} node
 * @param {Constants} constants
 */
function joinTemplate(node, constants) {
  const values = nodesAt(node, 'expressions').map((value) => textOf(value, constants));
  const quasis = nodesAt(node, 'quasis').map((quasi) => cookedText(quasi.value));
  return quasis.map((text, index) => text + (values[index] ?? '')).join('');
}

/** @param {unknown} value of a piece of a template */
function cookedText(value) {
  const isPiece = typeof value === 'object' && value !== null && 'cooked' in value;
  return isPiece && typeof value.cooked === 'string' ? value.cooked : UNKNOWN;
}

/**
 * @param {Node | undefined} node
 * @param {Constants} constants
 */
function textOf(node, constants) {
  return textsOf(node, constants)[0] ?? UNKNOWN;
}

/**
 * @param {Node} node
 * @param {Constants} constants
 */
function lookUp(node, constants) {
  return constants.get(nameOf(node) ?? '');
}

/**
 * The other constants, so that one that is set to itself ends.
 *
 * @param {Node} node
 * @param {Constants} constants
 */
function withoutName(node, constants) {
  return new Map([...constants].filter(([name]) => name !== nameOf(node)));
}
