import type { Observation } from './observation-store.ts';

/** The most of a record that can be searched, in characters. */
const MAX_SEARCH_LENGTH = 1000;
/** The most words of one search that count. */
const MAX_WORDS = 20;

/**
 * What of a record `text` of a query is looked for in: the same in every store, in lower case and bounded.
 *
 * Records that no text is looked for in have none.
 */
export function toSearchText(observation: Observation): string {
  switch (observation.kind) {
    case 'call': {
      const { server, target, code } = observation.record;
      return join(server, target, code);
    }
    case 'error': {
      const { server, target, error } = observation.record;
      return join(server, target, error.code, error.message);
    }
    case 'group': {
      const { server, target, code, title, latest } = observation.record;
      return join(server, target, code, title, latest.message);
    }
    default:
      return '';
  }
}

/** The words of a search, each of which has to be in the text of a record. */
export function toSearchWords(text: string | undefined): readonly string[] {
  const words = normalize(text ?? '').split(/\s+/);
  return words.filter((word) => word !== '').slice(0, MAX_WORDS);
}

function join(...parts: readonly (string | undefined)[]): string {
  return normalize(parts.filter((part) => part !== undefined).join(' '));
}

/** No NUL and no half of a character: not every database takes them. */
function normalize(text: string): string {
  return text.slice(0, MAX_SEARCH_LENGTH).toLowerCase().toWellFormed().replaceAll('\0', '\uFFFD');
}
