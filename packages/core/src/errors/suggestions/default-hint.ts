import { type ErrorCode, findErrorCode } from '../error-code.ts';
import { errorDocsUrl } from '../error-docs.ts';
import type { ErrorKind } from '../error-kind.ts';
import { ANSWER_ADVICE } from './answers-of-a-server.ts';
import { OWN_ADVICE } from './configuration-and-own.ts';
import { KIND_ADVICE } from './kind-advice.ts';
import { REACHING_ADVICE } from './reaching-a-server.ts';
import type { Advice, Suggestion } from './suggestion.ts';

/**
 * What to do about any error with a code, one sentence; what holds for its kind where the code has no entry of its own.
 *
 * An error's own `hint` knows the place and is better where there is one.
 */
export function defaultHint(code: ErrorCode, kind?: ErrorKind): string {
  return adviceFor(code, kind)[0].fix;
}

/** Everything that the tables say about a code, the most likely cause first. */
export function adviceFor(code: ErrorCode, kind?: ErrorKind): readonly [Suggestion, ...Suggestion[]] {
  const advice = ADVICE.get(code) ?? KIND_ADVICE[kind ?? findErrorCode(code)?.[0] ?? 'server_error'];
  const docs = errorDocsUrl(code);
  if (docs === undefined) return advice;
  const [first, ...others] = advice;
  return [{ ...first, docs }, ...others.map((suggestion) => ({ ...suggestion, docs }))];
}

/** A map, so that a code of a user such as `constructor` finds nothing. */
const ADVICE: ReadonlyMap<string, Advice> = new Map<string, Advice>(
  Object.entries({ ...REACHING_ADVICE, ...ANSWER_ADVICE, ...OWN_ADVICE }),
);
