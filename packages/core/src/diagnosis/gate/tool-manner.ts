import type { PackTool } from '../packs/pack.ts';
import {
  ASK_WORDS,
  CALLED_WORDS,
  CHANGE_WORDS,
  LOG_WORDS,
  PROSE_WORDS,
  REPORT_WORDS,
  ROW_WORDS,
  RUN_WORDS,
  SEARCH_WORDS,
  VALUE_WORDS,
  VERBATIM_WORDS,
} from './tool-words.ts';

/** What a tool's success looks like, as far as its name tells. */
export interface ToolManner {
  /**
   * Whether its results are the words of others: `verbatim` byte for byte, so that only what speaks of the tool's own work
   * is an error; `prose` in a form of their own, so that a short text of an error is not what it usually gives.
   */
  readonly content: 'verbatim' | 'prose' | 'none';
  /** It asks for things, so that a short text of an error is not what it usually gives. */
  readonly asks: boolean;
  /** It changes something, so that an empty result is a success. */
  readonly changes: boolean;
  readonly words: readonly string[];
}

/** Verbs that change something but where a search follows: `post_search`, `execute_query`, `run_query`. */
const ASKING_VERBS: ReadonlySet<string> = new Set(['post', 'execute', 'exec', 'run', 'apply']);

/** Reads the name of a tool. What a pack knows counts more than the words. */
export function readToolManner(tool: string | undefined, known: PackTool | undefined): ToolManner {
  const words = toolWords(tool ?? '');
  const verbs = words.filter((word) => ASK_WORDS.has(word) || CHANGE_WORDS.has(word));
  const [first] = verbs;
  const isSearch = first !== undefined && ASKING_VERBS.has(first) && verbs.some((word) => SEARCH_WORDS.has(word));
  const verb = isSearch ? 'search' : first;
  const changesByName = verb !== undefined && CHANGE_WORDS.has(verb) && !ASK_WORDS.has(verb);
  const runs = words.some((word) => RUN_WORDS.has(word));
  return {
    content: contentOf(words, known, changesByName, runs),
    asks: words.some((word) => ASK_WORDS.has(word)),
    changes: known ? known.safety !== 'read' : changesByName,
    words,
  };
}

function contentOf(
  words: readonly string[],
  known: PackTool | undefined,
  changes: boolean,
  runs: boolean,
): ToolManner['content'] {
  if (known?.returnsContent === false) return 'none';
  const isLog = words.some((word) => LOG_WORDS.has(word));
  if (!isLog && words.some((word) => ROW_WORDS.has(word))) return 'none';
  // What calls an API gives out the API's answers, in a form of their own.
  if (runs && words.some((word) => CALLED_WORDS.has(word)) && !words.some((word) => REPORT_WORDS.has(word)))
    return 'prose';
  if (runs || isValueOfKey(words)) return 'verbatim';
  if (changes) return 'none';
  // A search gives hits in a form of its own, even if they come from files.
  const isSearch = !isLog && words.some((word) => SEARCH_WORDS.has(word));
  if (!isSearch && words.some((word) => VERBATIM_WORDS.has(word) || LOG_WORDS.has(word))) return 'verbatim';
  if (isSearch && words.some((word) => VERBATIM_WORDS.has(word))) return 'prose';
  return known?.returnsContent || words.some((word) => PROSE_WORDS.has(word)) ? 'prose' : 'none';
}

/** `get`, `json_get`, `get_value`: whatever somebody put there. */
function isValueOfKey(words: readonly string[]): boolean {
  return words.length > 0 && words.some((word) => word.endsWith('get')) && words.every((word) => VALUE_WORDS.has(word));
}

function toolWords(tool: string): readonly string[] {
  return tool
    .slice(0, 128)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
