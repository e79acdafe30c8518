import type { EvidenceView } from '../../read/evidence-view.ts';
import type { Clue } from '../clue.ts';
import { PatternIndex, type PatternSearch } from '../matching/pattern-index.ts';
import { ASIAN_LANGUAGES, ASIAN_LIMITS } from './asian-languages.ts';
import { BROWSER_PHRASES } from './browser-phrases.ts';
import { CLIENT_PHRASES } from './client-phrases.ts';
import { CONFLICT_PHRASES } from './conflict-phrases.ts';
import { CONNECTION_PHRASES } from './connection-phrases.ts';
import { CREDENTIAL_PHRASES, UNAUTHORIZED_PHRASES } from './credential-phrases.ts';
import { DATABASE_PHRASES } from './database-phrases.ts';
import { DECISIVE_PHRASES } from './decisive-phrases.ts';
import { FAILURE_PHRASES, LAST_PHRASES } from './last-phrases.ts';
import { LIMIT_PHRASES } from './limit-phrases.ts';
import { MAIL_PHRASES } from './mail-phrases.ts';
import { NOT_FOUND_PHRASES } from './not-found-phrases.ts';
import { OTHER_LANGUAGES } from './other-languages.ts';
import { PERMISSION_PHRASES } from './permission-phrases.ts';
import type { Phrase } from './phrase.ts';
import { BUG_PHRASES, SCHEMA_PHRASES, TOOL_PHRASES } from './program-phrases.ts';
import { RESPONSE_PHRASES } from './response-phrases.ts';
import { SESSION_PHRASES } from './session-phrases.ts';
import { ENDPOINT_PHRASES, SETUP_PHRASES } from './setup-phrases.ts';
import { START_PHRASES } from './start-phrases.ts';
import { CANCEL_PHRASES, TIMEOUT_PHRASES, UNAVAILABLE_PHRASES } from './time-phrases.ts';
import { VALIDATION_PHRASES } from './validation-phrases.ts';

/** All phrases by precedence: where several hold, the first says what happened. */
export const PHRASES: readonly Phrase[] = [
  ...ASIAN_LIMITS,
  ...CLIENT_PHRASES,
  ...MAIL_PHRASES,
  ...DATABASE_PHRASES,
  ...BROWSER_PHRASES,
  ...DECISIVE_PHRASES,
  ...CANCEL_PHRASES,
  ...TOOL_PHRASES,
  ...SCHEMA_PHRASES,
  ...BUG_PHRASES,
  ...ENDPOINT_PHRASES,
  ...START_PHRASES,
  ...SETUP_PHRASES,
  ...SESSION_PHRASES,
  ...RESPONSE_PHRASES,
  ...LIMIT_PHRASES,
  ...CREDENTIAL_PHRASES,
  ...NOT_FOUND_PHRASES.filter(({ corrects }) => corrects),
  ...CONFLICT_PHRASES,
  ...PERMISSION_PHRASES,
  ...CONNECTION_PHRASES,
  ...TIMEOUT_PHRASES,
  ...UNAVAILABLE_PHRASES,
  ...UNAUTHORIZED_PHRASES,
  ...NOT_FOUND_PHRASES.filter(({ corrects }) => !corrects),
  ...VALIDATION_PHRASES,
  ...ASIAN_LANGUAGES,
  ...OTHER_LANGUAGES,
  ...FAILURE_PHRASES,
  ...LAST_PHRASES,
];

const EXACT_PHRASES = PHRASES.filter(({ corrects }) => corrects);

const GENERAL_PHRASES = PHRASES.filter(({ corrects }) => !corrects);

/** Made when it is needed for the first time. */
let made: PatternIndex | undefined;

/** The index of all phrases. */
export function phraseIndex(): PatternIndex {
  made ??= new PatternIndex(PHRASES.flatMap(({ text, unless }) => (unless ? [text, unless] : [text])));
  return made;
}

/** How much of the peeled text takes part, in characters. */
const MAX_TEXT = 4000;
const MAX_CLUES = 6;

/** What stands in an address says nothing about what happened: `https://site.example/invalid/not-found`. */
const ADDRESS = /\b(?:https?|wss?):\/\/[^\s"'`<>()[\]]{0,2000}[^\s"'`<>()[\].,:;!?]/g;

/** The name of this one file tells whose rule it is. */
function maskAddress(address: string): string {
  const scheme = address.slice(0, address.indexOf(':'));
  return address.endsWith('/robots.txt') ? `${scheme}://host/robots.txt` : `${scheme}://host`;
}

/** What surrounds the text. */
export interface PhraseContext {
  readonly channel: EvidenceView['channel'];
  /** Whether a tool was called: else the server was being reached or asked for something else. */
  readonly hasTool: boolean;
}

/** Reads what a text in lower case says, by precedence. */
export class PhraseReader {
  readonly #search: PatternSearch;
  readonly #context: PhraseContext;

  constructor(lower: string, context: PhraseContext) {
    this.#search = phraseIndex().search(lower.slice(0, MAX_TEXT).replace(ADDRESS, maskAddress));
    this.#context = context;
  }

  /** Words that are so exact that they correct a status or a general code. */
  readExact(): readonly Clue[] {
    return this.#read(EXACT_PHRASES);
  }

  /** Words that count when there is nothing else. */
  readGeneral(): readonly Clue[] {
    return this.#read(GENERAL_PHRASES);
  }

  #read(phrases: readonly Phrase[]): readonly Clue[] {
    const clues: Clue[] = [];
    for (const phrase of phrases) {
      if (!applies(phrase, this.#context)) continue;
      const words = this.#search.find(phrase.text);
      if (words === undefined || (phrase.unless && this.#search.find(phrase.unless) !== undefined)) continue;
      clues.push(toClue(phrase, words));
      if (clues.length >= MAX_CLUES) break;
    }
    return clues;
  }
}

function applies({ only }: Phrase, { channel, hasTool }: PhraseContext): boolean {
  if (only === undefined) return true;
  if (only === 'transport') return channel !== 'tool_result';
  if (only === 'connect') return !hasTool && channel === 'exception';
  return only === 'start' ? !hasTool : hasTool;
}

function toClue({ kind, code, retryable, reason, corrects, decides }: Phrase, value: string): Clue {
  return {
    source: 'text',
    value,
    kind,
    code,
    isGeneral: corrects !== true,
    ...(decides === undefined ? {} : { isDecisive: decides }),
    ...(retryable === undefined ? {} : { retryable }),
    ...(reason === undefined ? {} : { reason }),
  };
}
