// The list of behaviours: docs/seed-behaviours.json.
import { readFileSync } from 'node:fs';

/** @typedef {{ readonly id: string, readonly area: string, readonly behaviour: string }} Behaviour */

/**
 * @param {string} path
 * @returns {Behaviour[]}
 * @throws {Error} when the file is missing, is no such list, or names an id twice
 */
export function readBehaviours(path) {
  /** @type {unknown} */
  const content = JSON.parse(readFileSync(path, 'utf8'));
  const list =
    typeof content === 'object' && content !== null && 'behaviours' in content ? content.behaviours : undefined;
  if (!Array.isArray(list) || list.length === 0) throw new Error('It has no list under "behaviours".');
  const behaviours = list.map(toBehaviour);
  const ids = behaviours.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) < index);
  if (twice.length > 0) throw new Error(`Ids that stand in it twice: ${twice.join(', ')}.`);
  return behaviours;
}

/**
 * @param {unknown} entry
 * @param {number} index
 * @returns {Behaviour}
 */
function toBehaviour(entry, index) {
  const fields = new Map(Object.entries(typeof entry === 'object' && entry !== null ? entry : {}));
  const [id, area, behaviour] = ['id', 'area', 'behaviour'].map((field) => String(fields.get(field) ?? ''));
  if (!/^[AB]\d+$/.test(id ?? '') || !area || !behaviour) {
    throw new Error(`Entry ${index} under "behaviours" needs an id as A62, an area and a behaviour.`);
  }
  return { id: id ?? '', area, behaviour };
}
