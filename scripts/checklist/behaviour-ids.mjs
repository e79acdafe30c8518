// Ids of behaviours in texts: A62, lists of them, and ranges as A60-A67.

const ITEM = String.raw`[AB]\d+(?:\s?[-–]\s?[AB]?\d+)?(?!\w)`;
const BRACKETED = new RegExp(String.raw`[([]\s*(${ITEM}(?:(?:\s*[,;]\s*|\s+(?:and\s+)?)${ITEM})*)\s*[)\]]`, 'g');
const LIST = String.raw`${ITEM}(?:,?\s+${ITEM})*`;
const AT_START = new RegExp(String.raw`^${LIST}(?=:|\s|$)(?!\s+(?:paper|sheet|format)\b)`);
const AT_END = new RegExp(String.raw`([:;.,–—-])?\s(${LIST})$`);

/**
 * The ids in a title of a test, written as a list in brackets anywhere, or without brackets at its start or its end.
 *
 * Words that look like an id don't count: inside a sentence ("prints on A4 paper"), and a single one at the end that no
 * punctuation sets apart ("prints on A4").
 *
 * @param {string} title
 * @returns {string[]} single ids and ranges, as they were written
 */
export function findIds(title) {
  const lists = [...title.matchAll(BRACKETED)].map((match) => match[1] ?? '');
  const start = title.match(AT_START)?.[0];
  if (start) lists.push(start);
  const end = title.match(AT_END);
  if (end?.[2] && (end[1] || itemsOf(end[2]).length > 1)) lists.push(end[2]);
  return [...new Set(lists.flatMap(itemsOf))];
}

/**
 * Reads a list of ids and ranges, as `A1-A14,B1`.
 *
 * @param {string} list
 * @returns {string[] | undefined} `undefined` when it is no such list
 */
export function splitIds(list) {
  const items = list.split(',').map((item) => item.trim());
  return items.every((item) => new RegExp(`^${ITEM}$`).test(item)) ? items : undefined;
}

/**
 * The known ids that single ids and ranges stand for, and what is wrong with them. A range stands for the ids that there
 * are between its ends, so a gap in the numbering is no fault.
 *
 * @param {readonly string[]} items
 * @param {ReadonlySet<string>} known
 * @returns {{ readonly ids: readonly string[], readonly faults: readonly string[] }}
 */
export function resolveIds(items, known) {
  /** @type {string[]} */
  const ids = [];
  /** @type {string[]} */
  const faults = [];
  for (const item of items) {
    const [first = '', last = first] = item.split(/\s?[-–]\s?/).map((end) => (/^\d/.test(end) ? item[0] + end : end));
    const unknown = [...new Set([first, last])].filter((id) => !known.has(id));
    if (unknown.length > 0) faults.push(`${unknown.join(' and ')} ${unknown.length > 1 ? 'are' : 'is'} no known id`);
    else if (first[0] !== last[0] || numberOf(first) > numberOf(last)) faults.push(`${item} is no range`);
    else ids.push(...[...known].filter((id) => isBetween(id, first, last)));
  }
  return { ids: [...new Set(ids)], faults };
}

/** @param {string} list */
function itemsOf(list) {
  return [...list.matchAll(new RegExp(ITEM, 'g'))].map((match) => match[0]);
}

/**
 * @param {string} id
 * @param {string} first
 * @param {string} last
 */
function isBetween(id, first, last) {
  return id[0] === first[0] && numberOf(id) >= numberOf(first) && numberOf(id) <= numberOf(last);
}

/** @param {string} id */
function numberOf(id) {
  return Number(id.slice(1));
}
