/** A copy of a value, and what it takes in memory, estimated from above. */
export interface BoundedCopy {
  readonly value: unknown;
  readonly bytes: number;
}

const MAX_DEPTH = 100;
/** What an object, a field or an item takes beside its texts. */
const NODE_BYTES = 32;

/**
 * Copies a value as JSON has it, as long as the copy takes no more than `maxBytes`; `undefined` for what is larger, deeper
 * than 100 levels, or no JSON.
 *
 * Texts are shared with the original, for nobody can change them: that makes a copy of a large result cheap.
 */
export function boundedCopy(value: unknown, maxBytes: number): BoundedCopy | undefined {
  const room: Room = { left: maxBytes };
  const copy = copyOf(value, room, 0);
  return room.left < 0 ? undefined : { value: copy, bytes: maxBytes - room.left };
}

interface Room {
  /** Less than 0 when the value is not copied any further. */
  left: number;
}

function copyOf(value: unknown, room: Room, depth: number): unknown {
  room.left -= NODE_BYTES;
  if (room.left < 0) return undefined;
  if (typeof value === 'string') {
    room.left -= 2 * value.length;
    return value;
  }
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return refuse(room);
  if (Array.isArray(value)) {
    // Holes and what follows the end of the room cost nothing more: each item looks first whether there is room.
    const items: unknown[] = [];
    for (const item of value) {
      if (room.left < 0) return undefined;
      items.push(copyOf(item, room, depth + 1));
    }
    return items;
  }
  return copyOfFields(value, room, depth);
}

function copyOfFields(value: object, room: Room, depth: number): unknown {
  const fields: [string, unknown][] = [];
  for (const [name, field] of Object.entries(value)) {
    if (room.left < 0) return undefined;
    if (field === undefined) continue;
    room.left -= 2 * name.length;
    fields.push([name, copyOf(field, room, depth + 1)]);
  }
  // Not by assignment: a field called __proto__ is a field like others.
  return Object.fromEntries(fields);
}

function refuse(room: Room): undefined {
  room.left = -1;
  return undefined;
}
