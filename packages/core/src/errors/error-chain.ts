import { redactText, UNREADABLE_MARKER } from '../redaction/redact.ts';

/** A longer chain is cut, and says so. */
export const MAX_CHAIN_LENGTH = 16;

/**
 * Formats an error and its causes in one line, outermost first, as `Name: message -> Name: message`.
 *
 * Secrets are hidden; a cycle ends with `(cycle)`, a chain of more than {@link MAX_CHAIN_LENGTH} errors with `(more)`.
 */
export function formatErrorChain(error: unknown): string {
  const links = errorChain(error).map(describe);
  return redactText(links.join(' -> '));
}

/** The error and its causes, outermost first; an end marker stands for a cycle or an overlong chain. Never throws. */
export function errorChain(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  const seen = new Set<unknown>();
  let current: unknown = error;
  while (current !== undefined && current !== null) {
    if (seen.has(current)) return [...chain, CYCLE];
    if (chain.length >= MAX_CHAIN_LENGTH) return [...chain, MORE];
    seen.add(current);
    chain.push(current);
    current = causeOf(current);
  }
  return chain;
}

/** The innermost error of a chain. */
export function rootCause(error: unknown): unknown {
  return errorChain(error).findLast((link) => link !== CYCLE && link !== MORE) ?? error;
}

const CYCLE: unique symbol = Symbol('(cycle)');
const MORE: unique symbol = Symbol('(more)');

function causeOf(link: unknown): unknown {
  try {
    return link instanceof Error ? link.cause : undefined;
  } catch {
    // A foreign error that does not let itself be read ends the chain.
    return undefined;
  }
}

function describe(link: unknown): string {
  try {
    if (typeof link === 'symbol') return link.description ?? '';
    if (link instanceof Error) return describeError(link);
    if (typeof link === 'string') return link;
    return typeof link === 'object' || typeof link === 'function' ? Object.prototype.toString.call(link) : String(link);
  } catch {
    // As above.
    return UNREADABLE_MARKER;
  }
}

/** Foreign errors may have anything under these names. */
function describeError(error: Error): string {
  const name: unknown = error.name;
  const message: unknown = error.message;
  const shownName = typeof name === 'string' && name !== '' ? name : 'Error';
  return typeof message === 'string' && message !== '' ? `${shownName}: ${message}` : shownName;
}
