import type { FailureKind } from '../rank/clue.ts';
import { PhraseReader } from '../rank/phrases/read-phrases.ts';
import type { ToolManner } from './tool-manner.ts';
import { ALLOWANCE_WORDS, ASK_WORDS, LOGIN_WORDS, TOPIC_WORDS } from './tool-words.ts';

const MAX_SENTENCE = 180;

/** One or two sentences, as a program says them: a title, a list and a story have another form. */
const FORM = /^[\p{L}'"`[][^\n]{8,}$/u;
const MORE_SENTENCES = /(?:[.!?] \p{Lu}[^\n]*){3}/u;

/** What tells that something was done, or is only told of. */
const TOLD =
  /\b(?:created|updated|added|saved|sent|posted|stored|removed|set to|changed to|success\w*|completed|scheduled|renamed|moved|started|restored|enabled|up to date|nothing to|no changes|ok|done|how to|why|about)\b/i;

/** Kinds of which a sentence of a tool that reads may be the state of the thing. */
const STATES: ReadonlySet<FailureKind> = new Set(['conflict', 'cancelled', 'server_error']);

/**
 * Whether a short text is a sentence that the rules for failures know exactly. What stands behind a colon is told, and not
 * said: `Note created: rate limit exceeded`.
 */
export function isFailureSentence(said: string, { changes, words }: ToolManner): boolean {
  if (said.length > MAX_SENTENCE || !FORM.test(said) || MORE_SENTENCES.test(said) || TOLD.test(said)) return false;
  const has = (group: ReadonlySet<string>): boolean => words.some((word) => group.has(word));
  if (has(TOPIC_WORDS)) return false;
  const [clause = ''] = said.split(/:\s/, 1);
  const [clue] = new PhraseReader(clause.toLowerCase(), { channel: 'tool_result', hasTool: true }).readExact();
  if (clue === undefined || (!changes && STATES.has(clue.kind))) return false;
  if (clue.kind === 'authentication' && has(LOGIN_WORDS)) return false;
  if (!changes && clue.kind !== 'not_found' && clue.kind !== 'validation' && names(said, words)) return false;
  return !((clue.kind === 'quota' || clue.kind === 'rate_limit') && has(ALLOWANCE_WORDS));
}

/** Of the thing that a tool reads a sentence tells the state: `Certificate has expired` of `get_certificate`. */
function names(said: string, words: readonly string[]): boolean {
  const lower = said.toLowerCase();
  return words.some((word) => word.length > 3 && !ASK_WORDS.has(word) && lower.includes(word.replace(/s$/, '')));
}
