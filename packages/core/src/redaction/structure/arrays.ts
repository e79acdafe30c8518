import { classifyName } from '../names/classify-name.ts';
import { isHarmlessHeader } from '../names/header-names.ts';
import { secretOfUser } from '../text/option-values.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { looksGenerated } from '../values/value-shape.ts';
import { optionKind, takesPassword, takesUser } from './arguments.ts';
import { readProperty } from './copy.ts';
import { OPEN_PLACE, type Place, placeOf } from './key-context.ts';

/** What the items of a list ask of the walk they are part of. */
export interface ItemWalk {
  visit(value: unknown, place: Place, depth: number): unknown;
  text(text: string, place: Place): string;
  plainText(text: string): string;
}

/** The items of a list after the walk: what an item is depends on the one before it, in arguments, pairs and raw headers. */
export function cleanArrayItems(
  walk: ItemWalk,
  list: readonly unknown[],
  keys: readonly PropertyKey[],
  place: Place,
  depth: number,
): { readonly values: readonly unknown[]; readonly changed: boolean } {
  const values: unknown[] = [];
  let changed = false;
  let before: unknown;
  const form = formOf(list, place);
  const inside = isListOfPairs(list) && place.block === 'none' ? { kind: place.kind, block: 'pairs' as const } : place;
  for (const key of keys) {
    if (key === 'length') {
      values.push(list.length);
      continue;
    }
    const item = readProperty(list, key);
    const isItem = typeof key === 'string' && /^\d+$/.test(key);
    const clean = isItem
      ? cleanItem(walk, item, { before, index: Number(key), form, place: inside, depth })
      : walk.visit(item, OPEN_PLACE, depth);
    values.push(clean);
    changed ||= clean !== item;
    before = item;
  }
  return { values, changed };
}

/** How the items of a list belong together. */
type Form = 'items' | 'pair' | 'flat-pairs' | 'pem';

interface ItemContext {
  readonly before: unknown;
  readonly index: number;
  readonly form: Form;
  readonly place: Place;
  readonly depth: number;
}

function formOf(list: readonly unknown[], place: Place): Form {
  const first = list[0];
  if (typeof first !== 'string') return 'items';
  if (list.some((item) => typeof item === 'string' && /^-----BEGIN [A-Z\d ]*PRIVATE KEY/.test(item))) return 'pem';
  if (place.block === 'headers' && list.length % 2 === 0 && !first.includes(':')) return 'flat-pairs';
  if (place.block === 'arguments' || first.startsWith('-')) return 'items';
  if (list.length === 2) return 'pair';
  return list.length % 2 === 0 && list.every((item, index) => index % 2 === 1 || isHeaderName(item))
    ? 'flat-pairs'
    : 'items';
}

/** One list of two texts may be a list of two names; several in a row are pairs. */
function isListOfPairs(list: readonly unknown[]): boolean {
  return (
    list.length >= 2 &&
    list.every((item: unknown) => Array.isArray(item) && item.length === 2 && typeof item[0] === 'string')
  );
}

/** A list of names and values in turn has a known header in every other place, or one that is called like them. */
function isHeaderName(item: unknown): boolean {
  if (typeof item !== 'string') return false;
  return isHarmlessHeader(item) || /^(?:x-[\w-]+|authorization|proxy-authorization|cookie|set-cookie)$/i.test(item);
}

function cleanItem(walk: ItemWalk, item: unknown, context: ItemContext): unknown {
  const { before, index, form, place, depth } = context;
  if (form === 'pem' && typeof item === 'string')
    return PEM_FRAME.test(item) || PEM_LINE.test(item) ? hide(walk, item, 'private-key') : walk.text(item, place);
  if (typeof item !== 'string') return walk.visit(item, place, depth);
  if (typeof before === 'string') {
    const behind = cleanBehind(walk, before, item, context);
    if (behind !== undefined) return behind;
  }
  if ((form === 'pair' || form === 'flat-pairs') && index % 2 === 0)
    return place.block === 'none' ? walk.text(item, place) : walk.plainText(item);
  if (place.block === 'variables') return cleanAssignment(walk, item, /^([A-Za-z_]\w*)=/, place);
  if (place.block === 'headers') return cleanAssignment(walk, item, /^([A-Za-z][\w-]*):\s*/, place);
  return walk.text(item, place.block === 'arguments' ? OPEN_PLACE : place);
}

const PEM_FRAME = /^-----BEGIN [A-Z\d ]*PRIVATE KEY/;
const PEM_LINE = /^[A-Za-z\d+/=]{4,}$/;

/** An item whose kind the one before it tells; `undefined` where it tells nothing. */
function cleanBehind(walk: ItemWalk, before: string, item: string, context: ItemContext): string | undefined {
  const option = optionKind(before);
  if (option !== undefined) {
    if (item.startsWith('-') && !looksGenerated(item, 8)) return undefined;
    return walk.text(item, { kind: option, block: 'none' });
  }
  const user = takesUser(before) ? secretOfUser(item) : undefined;
  if (user !== undefined) return `${item.slice(0, user)}${hide(walk, item.slice(user), 'option')}`;
  if (takesPassword(before) && looksGenerated(item, 6) && !/[/:]/.test(item)) return hide(walk, item, 'option');
  if (context.index % 2 === 0 || context.form === 'items' || context.form === 'pem') return undefined;
  const { block } = context.place;
  const place = block === 'none' || block === 'pairs' ? placeOf(before, OPEN_PLACE) : placeOf(before, context.place);
  if (context.form === 'flat-pairs' || place.kind.rule === 'authorization') return walk.text(item, place);
  // A list of two names looks like a pair.
  return isSecretValue(classifyName(before), item, block === 'pairs' ? 'field' : 'loose')
    ? walk.text(item, place)
    : undefined;
}

function hide(walk: ItemWalk, text: string, rule: string): string {
  return walk.text(text, { kind: { strength: 'strong', rule, isPlural: false, isAbout: false }, block: 'none' });
}

/** `NAME=value` and `Name: value` in lists of variables and headers. */
function cleanAssignment(walk: ItemWalk, item: string, form: RegExp, place: Place): string {
  const match = form.exec(item);
  const name = match?.[1];
  if (match === null || name === undefined) return walk.plainText(item);
  const value = item.slice(match[0].length);
  const own = placeOf(name, place);
  const clean = walk.text(value, own);
  return clean === value ? walk.plainText(item) : `${match[0]}${clean}`;
}
