import { classifyName, type NameKind } from '../names/classify-name.ts';
import { isHarmlessVariable } from '../names/environment-names.ts';
import { isHarmlessHeader } from '../names/header-names.ts';
import { type Block, blockOf } from './block.ts';

/** What is known about a place in a value from the names above it. */
export interface Place {
  readonly kind: NameKind;
  readonly block: Block;
}

/** A place about which nothing is known. */
export const OPEN_PLACE: Place = {
  kind: { strength: 'none', rule: '', isPlural: false, isAbout: false },
  block: 'none',
};

/** The place of a field, from its name and from where its object stands. */
export function placeOf(name: string, above: Place): Place {
  if (above.block !== 'none' || above.kind.strength !== 'none') return findPlace(name, above);
  const known = cache.get(name);
  if (known !== undefined) return known;
  const place = findPlace(name, above);
  if (cache.size >= MAX_CACHED) cache.clear();
  if (name.length <= MAX_CACHED_NAME) cache.set(name, place);
  return place;
}

const MAX_CACHED = 4096;
const MAX_CACHED_NAME = 64;
/** For names below which nothing is known yet, which most are. */
const cache = new Map<string, Place>();

function findPlace(name: string, above: Place): Place {
  const own = classifyName(name);
  if (above.block === 'headers')
    return isHarmlessHeader(name) ? OPEN_PLACE : { kind: strong(own, 'header'), block: 'none' };
  if (above.block === 'variables') {
    return isHarmlessVariable(name) ? OPEN_PLACE : { kind: strong(own, 'variable'), block: 'none' };
  }
  if (above.block === 'cookies') return { kind: strong(own, 'cookie'), block: 'none' };
  if (above.block === 'secrets') return { kind: strong(own, 'secret'), block: 'none' };
  if (above.block === 'secret-object' && /^(?:data|stringData)$/.test(name))
    return { kind: OPEN_PLACE.kind, block: 'secrets' };
  if (above.block === 'web-key' && PRIVATE_MEMBERS.has(name))
    return { kind: strong(own, 'private-key'), block: 'none' };
  if (above.block === 'messages') return { kind: own, block: 'messages' };
  if (above.block === 'schema') return { kind: own, block: 'schema' };
  const block = blockOf(name);
  if (block !== 'none') return { kind: block === 'cookies' ? own : OPEN_PLACE.kind, block };
  if (above.kind.rule === 'session' && /^(?:id|sid|key|value)$/.test(name)) return { kind: above.kind, block: 'none' };
  if (own.strength === 'strong' || own.isAbout) return { kind: own, block: 'none' };
  return { kind: inherited(own, above.kind, name), block: 'none' };
}

/** Of a JSON web key: the private exponent and what it is computed from, and the value of a symmetric key. */
const PRIVATE_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']);

function strong(kind: NameKind, rule: string): NameKind {
  return {
    strength: 'strong',
    rule: kind.strength === 'none' ? rule : kind.rule,
    isPlural: kind.isPlural,
    isAbout: false,
  };
}

/** What stands below a sensitive name is as sensitive; numbers there are counts, unless they are called a value. */
function inherited(own: NameKind, above: NameKind, name: string): NameKind {
  if (above.strength === 'none' || above.isAbout) return own;
  if (own.strength === 'weak' && above.strength === 'weak') return own;
  return { ...above, isPlural: above.isPlural || !VALUE_NAME.test(name) };
}

const VALUE_NAME = /^(?:value|val|v|raw|data|current|previous|plain|text|content)$/i;
