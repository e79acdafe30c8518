/** A JSON-RPC message, or any other object of the wire. */
export type Message = Readonly<Record<string, unknown>>;

export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path of members; `undefined` when there is none. */
export function memberAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (holder, key) => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined),
    value,
  );
}

/** The text of the first block of a tool's result. */
export function textOf(answer: unknown): string {
  return String(memberAt(answer, 'result', 'content', '0', 'text') ?? '');
}
