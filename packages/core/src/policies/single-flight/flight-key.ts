import type { CallRequest, Principal } from '../../call/call.ts';

/** Requests with more levels than this are not compared. */
const MAX_DEPTH = 64;

/** Requests that are longer than this as a text are not compared. */
const MAX_KEY_LENGTH = 65_536;

/** What two requests have to agree in to share an answer. */
export interface FlightSubject {
  readonly principal: Principal;
  readonly server: string;
  readonly request: CallRequest;
}

/**
 * The same text for the same request to the same server for the same principal, in whatever order its fields stand.
 *
 * The token under which progress is reported is no part of the request. `undefined` for requests that are too deep or too
 * long to compare: those go alone.
 */
export function flightKey({ principal, server, request }: FlightSubject): string | undefined {
  const { method, params = {} } = request;
  if (depthOf(params) > MAX_DEPTH) return undefined;
  const key = JSON.stringify([principal.id, server, method, params], (name, value: unknown) => {
    return isFields(value) ? inOrder(value, name === '_meta' ? 'progressToken' : undefined) : value;
  });
  return key.length > MAX_KEY_LENGTH ? undefined : key;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of `value` by name; nothing where only what is left out was in it, so that such a `_meta` is the same as none. */
function inOrder(value: Readonly<Record<string, unknown>>, without: string | undefined): unknown {
  const names = Object.keys(value)
    .filter((name) => name !== without)
    .sort();
  if (names.length === 0 && without !== undefined) return undefined;
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

/** How deep `value` is, as far as it matters: the search ends just below the limit. */
function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth;
  let deepest = depth;
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner, depth + 1));
  return deepest;
}
