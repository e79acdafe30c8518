import { createHash } from 'node:crypto';

/**
 * A name that can begin a file's name on every system, and no option of a command: two different names never come to the same
 * one.
 */
export function safeFileName(name: string): string {
  const safe = name.replace(/^-|[^a-z0-9_-]/g, '_').slice(0, MAX_LENGTH);
  if (safe === name && safe !== '') return safe;
  return `${safe}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

const MAX_LENGTH = 64;
