import { hash } from 'node:crypto';
import type { SerializedMCPError } from '@seawall/core/base';
import { boundedText } from '../tracker/bounded-text.ts';
import { isSaidByCode, isServerWide } from './cause-scope.ts';
import { messageTemplate } from './message-template.ts';

/** An error of which the group is looked for. */
export interface GroupedError {
  /** Redacted. */
  readonly error: SerializedMCPError;
  readonly server: string;
  /** Absent for an error of the connection. */
  readonly target?: string;
  readonly method?: string;
}

/** Why errors stand together. */
export interface Fingerprint {
  /** Hex digits; the same for the same cause, also in another process and after an update. */
  readonly id: string;
  readonly title: string;
  /** In words, a part of the fingerprint each. */
  readonly because: readonly string[];
  /** The tool, prompt or method that the group is about; absent for a cause that concerns the whole server. */
  readonly target?: string;
}

/** Finds out what is the same about errors with one cause. */
export function fingerprintOf(grouped: GroupedError): Fingerprint {
  const { error, server, method } = grouped;
  const isWide = isServerWide(error) || grouped.target === undefined;
  const target = isWide ? undefined : targetOf(grouped);
  const names = [grouped.target, server].filter((name) => name !== undefined);
  const template = messageTemplate(wordsOf(error), names);
  const because = [`server "${server}"`];
  because.push(target === undefined ? 'a cause that concerns the whole server' : `${nounOf(method)} "${target}"`);
  because.push(`kind ${error.kind}`, `code ${error.code}`);
  const parts = [VERSION, server, target ?? '', error.kind, error.code];
  if (isSaidByCode(error)) {
    because.push('the code says the cause, so the words are not compared');
  } else {
    const answer = answerCodeOf(error);
    parts.push(answer ?? '', template.toLowerCase());
    if (answer !== undefined) because.push(answer);
    because.push(`words like “${template}”`);
  }
  return {
    id: digest(parts),
    title: boundedText(`${error.code}: ${template}`, MAX_TITLE_LENGTH),
    because,
    ...(target === undefined ? {} : { target }),
  };
}

/** Finds fingerprints, and knows those of the latest errors: most errors were met before, word for word. */
export class Fingerprints {
  /** Bounded by {@link MAX_KNOWN}, the oldest first. */
  readonly #known = new Map<string, Fingerprint>();
  /** What was asked last: in a storm it is the same each time, and comparing is much quicker than looking for it. */
  #latest: Asked | undefined;

  /** As {@link fingerprintOf}. */
  of(grouped: GroupedError): Fingerprint {
    const words = wordsOf(grouped.error);
    if (words.length > MAX_KNOWN_LENGTH) return fingerprintOf(grouped);
    // Everything that a fingerprint is made of.
    const { server, target, method, error } = grouped;
    const parts = [server, target, method, error.kind, error.code, answerCodeOf(error), words] as const;
    if (this.#latest !== undefined && isSame(this.#latest.parts, parts)) return this.#latest.fingerprint;
    const key = JSON.stringify(parts);
    const fingerprint = this.#known.get(key) ?? this.#add(key, fingerprintOf(grouped));
    this.#latest = { parts, fingerprint };
    return fingerprint;
  }

  clear(): void {
    this.#known.clear();
    this.#latest = undefined;
  }

  #add(key: string, found: Fingerprint): Fingerprint {
    if (this.#known.size >= MAX_KNOWN) this.#forgetOldest();
    this.#known.set(key, found);
    return found;
  }

  #forgetOldest(): void {
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }
}

interface Asked {
  readonly parts: readonly (string | undefined)[];
  readonly fingerprint: Fingerprint;
}

function isSame(parts: readonly (string | undefined)[], others: readonly (string | undefined)[]): boolean {
  return parts.every((part, index) => part === others[index]);
}

/** Errors that are known word for word, and the longest words of one, in characters. */
const MAX_KNOWN = 500;
const MAX_KNOWN_LENGTH = 2000;

/** The group of errors whose own words are too many to tell apart. */
export function manyCausesFingerprint({ error, server }: GroupedError): Fingerprint {
  return {
    id: digest([VERSION, server, 'many', error.kind]),
    title: `${error.kind}: many different messages`,
    because: [`server "${server}"`, `kind ${error.kind}`, 'more different causes than are told apart'],
  };
}

/** The group that a rule of the user names. */
export function ruleFingerprint({ error, server }: GroupedError, group: string): Fingerprint {
  return {
    id: digest([VERSION, server, 'rule', group]),
    title: boundedText(`${group}: ${messageTemplate(wordsOf(error))}`, MAX_TITLE_LENGTH),
    because: [`server "${server}"`, `a rule puts it into the group "${group}"`],
  };
}

/** The version of the fingerprint: a change of the rules that splits or joins groups needs another one. */
const VERSION = 'v1';
const MAX_TITLE_LENGTH = 240;

function digest(parts: readonly string[]): string {
  return hash('sha256', parts.join('\u0000')).slice(0, 32);
}

/** Resources are named by addresses without end: all reads of them together are one. */
function targetOf({ target, method }: GroupedError): string | undefined {
  return method === undefined || method === 'tools/call' || method === 'prompts/get' ? target : method;
}

function nounOf(method: string | undefined): string {
  if (method === undefined || method === 'tools/call') return 'tool';
  return method === 'prompts/get' ? 'prompt' : 'method';
}

/** The server's own words, where the diagnosis found some: ours say no more than the code. */
function wordsOf({ message, context }: SerializedMCPError): string {
  const { diagnosis } = context;
  const quote: unknown =
    typeof diagnosis === 'object' && diagnosis !== null ? Reflect.get(diagnosis, 'quote') : undefined;
  return typeof quote === 'string' && quote !== '' ? quote : message;
}

/** The code that came with the answer, of JSON-RPC or HTTP. */
function answerCodeOf({ context }: SerializedMCPError): string | undefined {
  const { httpStatus, serverErrorCode, jsonRpcError } = context;
  if (typeof httpStatus === 'number') return `HTTP status ${httpStatus}`;
  const nested: unknown =
    typeof jsonRpcError === 'object' && jsonRpcError !== null ? Reflect.get(jsonRpcError, 'code') : serverErrorCode;
  return typeof nested === 'number' ? `JSON-RPC code ${nested}` : undefined;
}
