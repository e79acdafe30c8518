import { ERROR_KINDS } from '../../errors/error-kind.ts';
import type { ErrorLink } from '../read/evidence-view.ts';
import type { Clue, FailureKind } from './clue.ts';

/** Kinds of ours that no server causes: for whoever called, the server was not available. */
const OURS: ReadonlySet<string> = new Set(['circuit_open', 'overloaded', 'outcome_unknown']);

/** Errors of the SDK that only the way in which the other side speaks can cause. */
const BROKEN_MESSAGES: ReadonlySet<string> = new Set(['ZodError', 'SyntaxError', '$ZodError']);

/** Reads errors that were made on this side of the connection and say all there is to say. */
export function readOwnError(links: readonly ErrorLink[]): Clue | undefined {
  const own = links.find(({ name, kind }) => name.startsWith('MCP') && kind !== undefined && isKind(kind));
  if (own) return { source: 'error-class', value: own.name, kind: toFailureKind(own.kind ?? ''), isGeneral: false };
  const [outermost] = links;
  if (!outermost || !BROKEN_MESSAGES.has(outermost.name)) return undefined;
  return { source: 'error-class', value: outermost.name, kind: 'protocol', code: 'INVALID_MESSAGE', isGeneral: false };
}

function isKind(kind: string): boolean {
  return (ERROR_KINDS as readonly string[]).includes(kind); // A wider type of the same list.
}

function toFailureKind(kind: string): FailureKind {
  const found = ERROR_KINDS.find((candidate): candidate is FailureKind => candidate === kind && !OURS.has(kind));
  return found ?? 'unavailable';
}
