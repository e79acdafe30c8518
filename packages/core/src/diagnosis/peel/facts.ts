import type { PlainValue } from '../read/plain-value.ts';

/** A code that stands in the evidence. */
export interface CodeFact {
  /** As it stands there. */
  readonly value: string;
  /** In a field of its own, or in the middle of a text. */
  readonly place: 'field' | 'text';
}

/** Everything that peeling brought to light. */
export interface Facts {
  /** What is left of the texts once all wrappers are gone: the words that say what happened, outermost first. */
  readonly text: string;
  /** {@link text} in lower case, for the rules. */
  readonly lower: string;
  /** What follows behind the first paragraph: advice, stack traces, pages. Weaker than {@link text}. */
  readonly rest: string;
  /** The codes of vendors, in the order of their weight. */
  readonly codes: readonly CodeFact[];
  /** HTTP statuses; those from fields of their own come first. */
  readonly statuses: readonly number[];
  /** How many of {@link statuses} stand in fields of their own. */
  readonly fieldStatuses: number;
  readonly rpcCodes: readonly number[];
  /** Names of error classes, outermost first. */
  readonly classes: readonly string[];
  /** Every object that was found in the evidence. */
  readonly objects: readonly PlainValue[];
  /** The fields of the arguments that are at fault, as far as the server names them. */
  readonly fields: readonly string[];
  /** Whether the MCP endpoint itself answered, and not a service behind the server. */
  readonly isEndpoint: boolean;
  /** Whether there was a web page where a message was expected. */
  readonly isHtml: boolean;
  /** Whether what a validator found fault with is a response, and not the arguments. */
  readonly isResponseAtFault: boolean;
  /** Whether there was a web page, or JSON that breaks off: who expected an answer can't read it. */
  readonly isUnreadable: boolean;
  /** Whether the server destroyed what it knew: nothing is left but a wrapper. */
  readonly isMasked: boolean;
}

/** {@link Facts} while they are collected. */
export interface FactsDraft {
  readonly primary: string[];
  readonly rest: string[];
  readonly codes: CodeFact[];
  readonly fieldStatuses: number[];
  readonly textStatuses: number[];
  readonly rpcCodes: number[];
  readonly classes: string[];
  readonly objects: PlainValue[];
  readonly fields: string[];
  isEndpoint: boolean;
  isHtml: boolean;
  isResponseAtFault: boolean;
  isUnreadable: boolean;
}

/** An empty draft. */
export function createFactsDraft(): FactsDraft {
  return {
    primary: [],
    rest: [],
    codes: [],
    fieldStatuses: [],
    textStatuses: [],
    rpcCodes: [],
    classes: [],
    objects: [],
    fields: [],
    isEndpoint: false,
    isHtml: false,
    isResponseAtFault: false,
    isUnreadable: false,
  };
}

const MAX_OF_EACH = 24;

/** Adds a value once, up to a number that no honest evidence reaches. */
export function addOnce<T>(list: T[], value: T): void {
  if (list.length < MAX_OF_EACH && !list.includes(value)) list.push(value);
}

/** {@link addOnce} for a code; one in a field counts more than the same one in a text. */
export function addCode(draft: FactsDraft, value: string, place: CodeFact['place']): void {
  if (draft.codes.length >= MAX_OF_EACH || draft.codes.some((code) => code.value === value)) return;
  draft.codes.push({ value, place });
}
