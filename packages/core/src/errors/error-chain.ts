import { redactText } from '../redaction/redact.ts';
import { causeOf, isErrorLike, partsOf, textPropertyOf, thrownMessage, UNREADABLE } from './thrown.ts';

/** A longer chain is cut, and says so. */
export const MAX_CHAIN_LENGTH = 16;

/** More of what one error says is cut, in characters. */
export const MAX_CHAIN_MESSAGE_LENGTH = 2000;

/** This many parts of an `AggregateError` are written out. */
const MAX_WRITTEN_PARTS = 4;

/**
 * Formats an error and its causes in one line, outermost first, as `Name: message -> Name: message`.
 *
 * The parts of an `AggregateError` or a `SuppressedError` follow in brackets: `Name: message [Name: message; …]`. Secrets are
 * hidden; a cycle ends with `(cycle)`, a chain of more than {@link MAX_CHAIN_LENGTH} errors with `(more)`, and an error that
 * names `null` as its cause ends it. Takes any thrown value and never throws.
 */
export function formatErrorChain(error: unknown): string {
  return redactText(formatLinks(error, { path: new Set(), budget: { left: MAX_CHAIN_LENGTH } }));
}

/**
 * The error and its causes, outermost first; an end marker stands for a cycle or an overlong chain. Never throws.
 *
 * An error of several parts without a cause goes on with the first of them.
 */
export function errorChain(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  const seen = new Set<unknown>();
  let current: unknown = error;
  while (current !== undefined && current !== null) {
    if (seen.has(current)) return [...chain, CYCLE];
    if (chain.length >= MAX_CHAIN_LENGTH) return [...chain, MORE];
    seen.add(current);
    chain.push(current);
    current = causeOf(current) ?? partsOf(current)[0];
  }
  return chain;
}

/** The innermost error of a chain: where it all began. */
export function rootCause(error: unknown): unknown {
  return errorChain(error).findLast((link) => link !== CYCLE && link !== MORE) ?? error;
}

/** Every error that can be reached from one, nearest first: causes and all parts. At most `limit` of them. */
export function reachableErrors(error: unknown, limit: number): readonly unknown[] {
  const found = new Set<unknown>([error]);
  for (const link of found) {
    for (const next of [causeOf(link), ...partsOf(link)]) {
      if (found.size >= limit) return [...found];
      if (next !== undefined && next !== null) found.add(next);
    }
  }
  return [...found];
}

const CYCLE: unique symbol = Symbol('(cycle)');
const MORE: unique symbol = Symbol('(more)');

interface Walk {
  /** What this error is a cause or a part of. */
  readonly path: ReadonlySet<unknown>;
  /** Shared by all branches, so that errors of many parts can't grow without end. */
  readonly budget: { left: number };
}

function formatLinks(error: unknown, { path, budget }: Walk): string {
  const links: string[] = [];
  const above = new Set(path);
  let current: unknown = error;
  while (current !== undefined && current !== null) {
    if (above.has(current)) return [...links, '(cycle)'].join(' -> ');
    if (budget.left <= 0) return [...links, '(more)'].join(' -> ');
    budget.left -= 1;
    above.add(current);
    links.push(`${describe(current)}${formatParts(partsOf(current), { path: above, budget })}`);
    current = causeOf(current);
  }
  return links.join(' -> ');
}

function formatParts(parts: readonly unknown[], walk: Walk): string {
  if (parts.length === 0) return '';
  const written = parts.slice(0, MAX_WRITTEN_PARTS).map((part) => formatLinks(part, walk));
  const left = parts.length - written.length;
  return ` [${[...written, ...(left > 0 ? [`${left} more`] : [])].join('; ')}]`;
}

function describe(link: unknown): string {
  const text = redactText(isErrorLike(link) ? describeError(link) : thrownMessage(link));
  return text.length <= MAX_CHAIN_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_CHAIN_MESSAGE_LENGTH).toWellFormed()}…`;
}

/** Foreign errors may have anything under these names, or nothing that can be read. */
function describeError(error: object): string {
  if (isUnreadable(error, 'message')) return UNREADABLE;
  const name = textPropertyOf(error, 'name') ?? 'Error';
  const message = textPropertyOf(error, 'message');
  return message === undefined ? name : `${name}: ${message}`;
}

/** An error whose message throws is not shown as one that has none. */
function isUnreadable(error: object, key: PropertyKey): boolean {
  try {
    Reflect.get(error, key);
    return false;
  } catch {
    return true;
  }
}
