/** Makes ids that no other call of it has made. */
export type CreateId = () => string;

/** Ids of this process: random UUIDs (version 4). */
export const createSystemId: CreateId = () => crypto.randomUUID();

/**
 * Ids of this process in the order of their making: UUIDs of version 7, a time in milliseconds and 74 bits of chance.
 *
 * For what is written in large numbers: it comes to lie side by side. Whoever must not guess an id is given one of the others.
 */
export const createOrderedSystemId: CreateId = () => {
  const nowMs = Date.now();
  const high = Math.floor(nowMs / LOW_RANGE);
  // Changes every minute; writing out the whole number each time would take longer than the chance.
  if (high !== latest.high) latest = { high, text: high.toString(16).padStart(8, '0') };
  const low = nowMs % LOW_RANGE;
  return `${latest.text}-${HEX[low >>> 8]}${HEX[low & 0xff]}-7${crypto.randomUUID().slice(15)}`;
};

/** The last four of the twelve hex digits of a time count this far. */
const LOW_RANGE = 65_536;
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The first eight digits of the last time. */
let latest = { high: -1, text: '' };
