import type { CallEntry } from './call-look.ts';

/** A call as a host would send it to its server, to try it elsewhere; nothing where its arguments were not kept or cut off. */
export function callRequest({ method, target, argumentsText }: CallEntry): string | undefined {
  const given = parse(argumentsText);
  if (method !== 'tools/call' || given === undefined) return undefined;
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { name: target, arguments: given } }, null, 2);
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // It was cut off when it was kept.
    return undefined;
  }
}
