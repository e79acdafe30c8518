// Titles of the tests in a source file: those of it, test, describe and suite, also from tables of cases.
import { fillTitle, textsOf } from './static-text.mjs';
import { childrenOf, nameOf, nodeAt, nodesAt, parseSource } from './syntax-tree.mjs';

/** @typedef {import('./syntax-tree.mjs').Node} Node */
/** @typedef {{ readonly title: string, readonly line: number }} Title */
/** @typedef {{ readonly isSuite: boolean, readonly modifiers: readonly string[], readonly table?: Node | undefined }} TestFunction */

/** The names that vitest gives them; the value tells whether it groups others. */
const FUNCTIONS = new Map([
  ['it', false],
  ['test', false],
  ['describe', true],
  ['suite', true],
]);
/** What is not run, or has to fail, proves nothing. */
const NOT_PROVING = ['skip', 'todo', 'fails'];
/** Called with something else, they give a function that takes the title. */
const FACTORIES = ['each', 'for', 'skipIf', 'runIf', 'extend'];

/**
 * The titles of all tests of a file that are run, and of the groups that have at least one such test.
 *
 * A title that is put together at run time has its fixed parts; what a loop or a function brings in is left open.
 *
 * @param {string} source
 * @param {string} path
 * @returns {Title[]}
 * @throws {Error} when it is no valid source
 */
export function readTitles(source, path) {
  const program = parseSource(source, path);
  const constants = readConstants(program);
  return collect(program);

  /**
   * @param {Node} node
   * @returns {Title[]}
   */
  function collect(node) {
    const found = node.type === 'CallExpression' ? resolveTest(nodeAt(node, 'callee'), constants) : undefined;
    const isTest = found && !FACTORIES.includes(found.modifiers.at(-1) ?? '');
    if (!isTest) return childrenOf(node).flatMap(collect);
    if (!isProving(node, found)) return [];
    const [name, ...rest] = nodesAt(node, 'arguments');
    const inner = rest.flatMap(collect);
    if (found.isSuite && inner.length === 0) return [];
    const line = source.slice(0, node.start).split('\n').length;
    const titles = textsOf(name, constants).flatMap((text) => fillTitle(text, found.table, constants));
    return [...titles.map((title) => ({ title, line })), ...inner];
  }
}

/**
 * A test is run when it has a body, and neither a modifier nor an option that turns it off.
 *
 * @param {Node} call
 * @param {TestFunction} found
 */
function isProving(call, found) {
  const rest = nodesAt(call, 'arguments').slice(1);
  const options = rest
    .filter((argument) => argument.type === 'ObjectExpression')
    .flatMap((o) => nodesAt(o, 'properties'));
  const isOff = options.some(
    (option) => NOT_PROVING.includes(nameOf(nodeAt(option, 'key')) ?? '') && nodeAt(option, 'value')?.value === true,
  );
  const hasBody = rest.some((argument) => !['ObjectExpression', 'Literal'].includes(argument.type));
  return hasBody && !isOff && !found.modifiers.some((modifier) => NOT_PROVING.includes(modifier));
}

/**
 * What an expression is among vitest's functions: `it`, `describe.concurrent`, `it.each(rows)`, a constant set to one.
 *
 * @param {Node | undefined} node
 * @param {ReadonlyMap<string, Node>} constants
 * @returns {TestFunction | undefined}
 */
function resolveTest(node, constants) {
  const resolve = (/** @type {string} */ field) => resolveTest(nodeAt(node, field), constants);
  switch (node?.type) {
    case 'Identifier': {
      const name = nameOf(node) ?? '';
      const isSuite = FUNCTIONS.get(name);
      if (isSuite !== undefined) return { isSuite, modifiers: [] };
      return resolveTest(constants.get(name), new Map([...constants].filter(([other]) => other !== name)));
    }
    case 'MemberExpression': {
      const owner = resolve('object');
      return owner && { ...owner, modifiers: [...owner.modifiers, nameOf(nodeAt(node, 'property')) ?? ''] };
    }
    case 'CallExpression': {
      const factory = resolve('callee');
      if (!FACTORIES.includes(factory?.modifiers.at(-1) ?? '')) return undefined;
      return factory && { ...factory, modifiers: factory.modifiers.slice(0, -1), table: nodesAt(node, 'arguments')[0] };
    }
    case 'TaggedTemplateExpression': {
      const factory = resolve('tag');
      return factory && { ...factory, modifiers: factory.modifiers.slice(0, -1) };
    }
    case 'ConditionalExpression':
      return resolve('consequent') ?? resolve('alternate');
    default:
      return undefined;
  }
}

/**
 * What the constants of a file are set to, and the names under which it imports functions of vitest.
 *
 * @param {Node} program
 * @returns {Map<string, Node>}
 */
function readConstants(program) {
  /** @type {Map<string, Node>} */
  const constants = new Map();
  /** @type {Set<string>} */
  const ambiguous = new Set();
  const visit = (/** @type {Node} */ node) => {
    if (node.type === 'VariableDeclaration' && node.kind === 'const') {
      for (const declarator of nodesAt(node, 'declarations'))
        remember(nodeAt(declarator, 'id'), nodeAt(declarator, 'init'));
    }
    if (node.type === 'ImportSpecifier') remember(nodeAt(node, 'local'), nodeAt(node, 'imported'));
    for (const child of childrenOf(node)) visit(child);
  };
  const remember = (/** @type {Node | undefined} */ id, /** @type {Node | undefined} */ value) => {
    const name = nameOf(id);
    if (!name || !value || FUNCTIONS.has(name)) return;
    if (constants.has(name)) ambiguous.add(name);
    constants.set(name, value);
  };
  visit(program);
  // Two of one name stand in different scopes: which of them a title means is not known here.
  for (const name of ambiguous) constants.delete(name);
  return constants;
}
