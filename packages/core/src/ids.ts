/** Makes ids that no other call of it has made. */
export type CreateId = () => string;

/** Ids of this process: random UUIDs (version 4). */
export const createSystemId: CreateId = () => crypto.randomUUID();
