import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody can guess. */
export function createSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

const SECRET_BYTES = 32;

/** Of equal length for all secrets, so that they can be compared in a time that tells nothing. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What a secret is kept under: whoever reads the memory of the table can't use it. */
export function keyOf(secret: string): string {
  return digestOf(secret).toString('hex');
}

/** Forgets the oldest entry when there is no room for one more. */
export function makeRoom(map: Map<string, unknown>, max: number): void {
  const [oldest] = map.keys();
  if (map.size >= max && oldest !== undefined) map.delete(oldest);
}
