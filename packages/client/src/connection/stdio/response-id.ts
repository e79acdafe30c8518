import type { OversizedLine } from './line-splitter.ts';

/**
 * Finds the id of a JSON-RPC response of which only both ends are left.
 *
 * Looks at the members of the outermost object only, so that nothing inside a result can pass for an id.
 * @returns `undefined` when it can't be told, or when the message is a request or a notification.
 */
export function findResponseId(line: Pick<OversizedLine, 'head' | 'tail'>): string | number | undefined {
  const head = scanHead(line.head.toString('utf8'));
  if (head.isRequest) return undefined;
  return head.id ?? scanTail(line.tail.toString('utf8'));
}

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const ID = String.raw`-?\d+|${STRING}`;
/** `"id":1}` or `"id":1,"jsonrpc":"2.0"}`: right before the last brace a member is one of the outermost object. */
const TAIL = new RegExp(String.raw`"id"\s*:\s*(${ID})\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`);
const MEMBER = new RegExp(String.raw`\s*(${STRING})\s*:\s*(${STRING}|-?[\d.eE+-]+|true|false|null|(?=[{[]))`, 'y');
const SEPARATOR = /\s*,/y;

interface Head {
  readonly id: string | number | undefined;
  readonly isRequest: boolean;
}

/** Reads members from the left until the first value that is an object or an array: that is what is too long. */
function scanHead(text: string): Head {
  let id: string | number | undefined;
  let position = text.indexOf('{') + 1;
  // Bounded by the length of the text: each round consumes a member.
  for (;;) {
    MEMBER.lastIndex = position;
    const match = MEMBER.exec(text);
    const [whole, key, value] = match ?? [];
    if (whole === undefined || key === undefined || value === undefined) return { id, isRequest: false };
    if (key === '"method"') return { id, isRequest: true };
    if (key === '"id"') id = toId(value);
    SEPARATOR.lastIndex = position + whole.length;
    const separator = SEPARATOR.exec(text);
    if (value === '' || !separator) return { id, isRequest: false };
    position = SEPARATOR.lastIndex;
  }
}

function scanTail(text: string): string | number | undefined {
  const [, value] = TAIL.exec(text) ?? [];
  return value === undefined ? undefined : toId(value);
}

function toId(value: string): string | number | undefined {
  try {
    const id: unknown = JSON.parse(value);
    return typeof id === 'string' || typeof id === 'number' ? id : undefined;
  } catch {
    // A cut or malformed value names nobody.
    return undefined;
  }
}
