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
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
};
