import {
  CONFIGURED_MARKER,
  isMarker,
  markerOf,
  TOO_DEEP_MARKER,
  TOO_LONG_MARKER,
  UNREADABLE_MARKER,
} from '../markers.ts';
import { isHarmlessVariableValue } from '../names/environment-names.ts';
import { cleanText, remember, type TextCleaning } from '../text/clean-text.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { isPlaceholder, isStatusWord } from '../values/value-shape.ts';
import { cleanArrayItems } from './arrays.ts';
import { emptyCopyOf, isBytes, isOpaque, isPlain, putProperty, readProperty, textOf } from './copy.ts';
import { type Entry, fillEntries, itemsOf } from './entries.ts';
import { OPEN_PLACE, type Place, placeOf } from './key-context.ts';
import { isSchemaObject, isValueField, pairName } from './pairs.ts';

/** Deeper values than this are replaced by `[TOO DEEP]`. */
export const MAX_REDACTION_DEPTH = 32;

/** The most objects, lists, maps and sets that are searched in one call; what goes beyond is left out and marked. */
const MAX_REDACTION_NODES = 200_000;

/** How a walk differs from the usual one. */
export interface WalkOptions {
  /** Told of every text that the structure hides. */
  readonly onHidden?: (text: string, rule: string) => void;
}

/**
 * One walk through a value. Copies only what changes: clean parts of it stay the very same.
 *
 * Each object is looked at once for each kind of place it stands in. One that is met again while it is being searched is
 * copied at once, so that cycles keep their shape.
 */
export class Walk {
  readonly #cleaning: TextCleaning;
  readonly #options: WalkOptions;
  readonly #done = new Map<string, Map<object, unknown>>();
  #nodes = 0;
  #hidden = 0;

  constructor(cleaning: TextCleaning, options: WalkOptions = {}) {
    this.#cleaning = cleaning;
    this.#options = options;
  }

  /** The value without secrets; the very same if there are none. */
  clean(value: unknown): unknown {
    const clean = this.visit(value, OPEN_PLACE, 0);
    return this.#hidden === 0 ? value : clean;
  }

  /** A part of the value that stands at `place`. */
  visit(value: unknown, place: Place, depth: number): unknown {
    if (typeof value === 'string') return this.text(value, place);
    if (typeof value === 'number' || typeof value === 'bigint') return this.#number(value, place);
    if (value === null || typeof value !== 'object') return value;
    try {
      return this.#object(value, place, depth);
    } catch {
      // A proxy that does not let itself be read: what it hides can't be checked, so it is left out.
      return this.#hide(UNREADABLE_MARKER);
    }
  }

  /** A text at `place`. */
  text(text: string, place: Place): string {
    const { kind, block } = place;
    if (kind.strength === 'none' || (block === 'messages' && text.includes(' '))) return this.plainText(text);
    const known = this.#cleaning.matcher.replace(text, CONFIGURED_MARKER);
    if (known !== text && !hasSecretBesideMarkers(known)) return this.#changed(text, known);
    if (kind.rule === 'variable' && isHarmlessVariableValue(text)) return text;
    if (!isSecretValue(kind, known, 'field')) return this.plainText(text);
    remember(text, this.#cleaning.found);
    this.#options.onHidden?.(text, kind.rule);
    return this.#hide(markerOf(kind.rule));
  }

  /** A text about which no name tells anything. */
  plainText(text: string): string {
    return text.length < MIN_TEXT_LENGTH && this.#cleaning.matcher.isEmpty && this.#cleaning.rules.length === 0
      ? text
      : this.#changed(text, cleanText(text, this.#cleaning));
  }

  /** Counts a marker that was put in. */
  #hide(marker: string): string {
    this.#hidden += 1;
    return marker;
  }

  #changed(text: string, clean: string): string {
    if (clean !== text) this.#hidden += 1;
    return clean;
  }

  #number(value: number | bigint, place: Place): unknown {
    const { kind, block } = place;
    if (kind.strength !== 'strong' || kind.isPlural || block !== 'none') return value;
    if (kind.rule === 'header' || kind.rule === 'variable' || Number.isNaN(value)) return value;
    return this.#hide(markerOf(kind.rule));
  }

  #object(value: object, place: Place, depth: number): unknown {
    const done = this.#doneAt(place);
    const earlier = done.get(value);
    if (earlier === PENDING) {
      const copy = emptyCopyOf(value);
      done.set(value, copy);
      return copy;
    }
    if (earlier !== undefined) return earlier;
    const plain = isPlain(value);
    if (!plain && isOpaque(value))
      return place.kind.strength === 'strong' && isBytes(value) ? this.#hide(markerOf(place.kind.rule)) : value;
    if (depth >= MAX_REDACTION_DEPTH) return this.#hide(TOO_DEEP_MARKER);
    this.#nodes += 1;
    if (this.#nodes > MAX_REDACTION_NODES) return this.#hide(TOO_LONG_MARKER);
    const text = plain ? undefined : textOf(value);
    if (text !== undefined) return this.#textObject(value, text, place);
    done.set(value, PENDING);
    const clean = this.#container(value, place, depth + 1, done);
    done.set(value, clean);
    return clean;
  }

  #doneAt(place: Place): Map<object, unknown> {
    const key =
      place.block === 'none' && place.kind.strength === 'none'
        ? ''
        : `${place.block} ${place.kind.strength} ${place.kind.rule} ${place.kind.isPlural}`;
    let done = this.#done.get(key);
    if (done === undefined) {
      done = new Map();
      this.#done.set(key, done);
    }
    return done;
  }

  /** Parameters are read like those of a URL. */
  #textObject(value: object, text: string, place: Place): unknown {
    if (!(value instanceof URLSearchParams)) {
      const clean = this.text(text, place);
      return clean === text ? value : clean;
    }
    const clean = this.text(`?${text}`, place);
    return clean === `?${text}` ? value : clean.replace(/^\?/, '');
  }

  #container(value: object, place: Place, depth: number, done: Map<object, unknown>): unknown {
    const keys = Reflect.ownKeys(value);
    const items = isPlain(value) ? undefined : itemsOf(value);
    const cleanItems = items === undefined ? undefined : this.#entries(items, place, depth, value instanceof Map);
    const fields = Array.isArray(value)
      ? cleanArrayItems(this, value, keys, place, depth)
      : this.#fields(value, keys, place, depth);
    const cleanKeys = this.#keys(keys);
    const changed = fields.changed || cleanItems !== items || cleanKeys !== keys;
    const pending = done.get(value);
    if (!changed && pending === PENDING) return value;
    const copy = pending === PENDING || typeof pending !== 'object' || pending === null ? emptyCopyOf(value) : pending;
    fillEntries(copy, cleanItems);
    for (const [index, key] of keys.entries()) {
      if (Array.isArray(value) && key === 'length') continue;
      putProperty(copy, value, key, cleanKeys[index] ?? key, fields.values[index]);
    }
    return copy;
  }

  #fields(value: object, keys: readonly PropertyKey[], place: Place, depth: number): CleanFields {
    const inside = this.#inside(value, keys, place);
    const values: unknown[] = [];
    let changed = false;
    let named: string | undefined;
    if (keys.some(isValueField)) named = pairName(value);
    for (const key of keys) {
      const item = readProperty(value, key);
      const clean = this.#field(key, item, inside, named, depth);
      values.push(clean);
      changed ||= clean !== item;
    }
    return { values, changed };
  }

  #field(key: PropertyKey, item: unknown, inside: Place, named: string | undefined, depth: number): unknown {
    if (typeof key !== 'string') return this.visit(item, OPEN_PLACE, depth);
    if (named === undefined) return this.named(key, item, inside, undefined, depth);
    // Of a pair in a list of variables or headers, only the value is one.
    const isPairValue =
      isValueField(key) && (typeof item !== 'object' || Array.isArray(item)) && !isContentOf(key, item, named);
    return this.named(key, item, isPairValue ? inside : pairPlace(inside), isPairValue ? named : undefined, depth);
  }

  /** A value under a name, or under the name that stands beside it in a pair. */
  named(key: string, item: unknown, inside: Place, beside: string | undefined, depth: number): unknown {
    const rule = this.#cleaning.rules.find(
      (each) => each.hidesKey(key) || (beside !== undefined && each.hidesKey(beside)),
    );
    if (
      rule !== undefined &&
      item !== null &&
      item !== undefined &&
      typeof item !== 'boolean' &&
      item !== rule.marker
    ) {
      return this.#hide(rule.marker);
    }
    return this.visit(item, placeOf(beside ?? key, inside), depth);
  }

  /** What is known about the fields of an object; nothing about those of one that describes a field. */
  #inside(value: object, keys: readonly PropertyKey[], place: Place): Place {
    if (place.block === 'schema') return isSchemaObject(value) ? OPEN_PLACE : place;
    if (place.kind.strength !== 'none' && keys.length > 0 && isSchemaObject(value)) return OPEN_PLACE;
    if (typeof Reflect.get(value, 'kty') === 'string') return WEB_KEY;
    if (Reflect.get(value, 'kind') === 'Secret' && ('data' in value || 'stringData' in value)) return SECRET_OBJECT;
    return place;
  }

  /** The keys after the walk; the same where nothing changed. */
  #keys(keys: readonly PropertyKey[]): readonly PropertyKey[] {
    const hidden = this.#hidden;
    const clean = keys.map((key) => (typeof key === 'string' ? this.#key(key) : key));
    return this.#hidden === hidden ? keys : clean;
  }

  #key(key: string): string {
    if (key.length >= MIN_KEY_LENGTH || this.#cleaning.rules.length > 0) return this.plainText(key);
    const { matcher } = this.#cleaning;
    return matcher.isEmpty ? key : this.#changed(key, matcher.replace(key, CONFIGURED_MARKER));
  }

  /** The entries of a map, headers or a set; the same where nothing changed. */
  #entries(items: readonly Entry[], place: Place, depth: number, hasKeys: boolean): readonly Entry[] {
    let changed = false;
    const clean = items.map(([key, item]): Entry => {
      const cleanKey = typeof key === 'string' ? this.#key(key) : hasKeys ? this.visit(key, OPEN_PLACE, depth) : key;
      const cleanItem =
        typeof key === 'string' ? this.named(key, item, place, undefined, depth) : this.visit(item, place, depth);
      changed ||= cleanKey !== key || cleanItem !== item;
      return [cleanKey, cleanItem];
    });
    return changed ? clean : items;
  }
}

/** The fields of an object after the walk, in the order of their keys. */
export interface CleanFields {
  readonly values: readonly unknown[];
  readonly changed: boolean;
}

const PENDING: unique symbol = Symbol('pending');
/** Shorter texts hold nothing that a rule for texts could find. */
const MIN_TEXT_LENGTH = 6;
/** Shorter keys are names: only exact values are looked for in them. */
const MIN_KEY_LENGTH = 16;
const WEB_KEY: Place = { kind: OPEN_PLACE.kind, block: 'web-key' };
const SECRET_OBJECT: Place = { kind: OPEN_PLACE.kind, block: 'secret-object' };

/** Whether more than markers, schemes and names is left of a text whose configured values are hidden. */
function hasSecretBesideMarkers(text: string): boolean {
  const rest = text.replaceAll(CONFIGURED_MARKER, ' ').trim();
  return (
    !isMarker(text) && !rest.split(/\s+/).every((word) => word === '' || isPlaceholder(word) || isStatusWord(word))
  );
}

/** A file or message that has a name is not the value of a variable of that name. */
function isContentOf(key: PropertyKey, item: unknown, name: string): boolean {
  if (key !== 'content' && key !== 'text' && key !== 'data') return false;
  return (
    typeof item !== 'string' || item.length > MAX_PAIR_VALUE || item.includes('\n') || /\.[a-z\d]{1,5}$/i.test(name)
  );
}

const MAX_PAIR_VALUE = 1024;

function pairPlace(place: Place): Place {
  return place.block === 'variables' || place.block === 'headers' || place.block === 'cookies' ? OPEN_PLACE : place;
}
