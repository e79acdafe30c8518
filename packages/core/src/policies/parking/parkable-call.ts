import type { CallInfo } from '../../call/call.ts';
import { canonicalJson } from './canonical-json.ts';
import { notJson } from './errors.ts';

/** A tool call that may be parked: it surely did not run. */
export interface ParkableCall {
  /** Its `target` is the tool. */
  readonly call: CallInfo;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A copy of the arguments that nobody else changes, and what makes the call equal to others. */
export interface ReadParkable {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly key: string;
}

/**
 * Reads the arguments of a call, once.
 *
 * @throws {@link MCPValidationError} when they are no JSON, or nested deeper than 500 levels.
 */
export function readParkable({ call, arguments: given }: ParkableCall): ReadParkable {
  const { server, target: tool, principal } = call;
  try {
    const copy: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(given));
    return { arguments: copy, key: keyOf(principal.id, server, tool, copy) };
  } catch (cause) {
    throw notJson({ server, tool }, cause);
  }
}

/** The same for calls that ask for the same thing for the same principal. */
export function keyOf(
  principal: string,
  server: string,
  tool: string,
  argumentsOfCall: Readonly<Record<string, unknown>>,
): string {
  return canonicalJson([principal, server, tool, argumentsOfCall]);
}
