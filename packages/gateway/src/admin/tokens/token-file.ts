import { readFile } from 'node:fs/promises';
import { replacePrivateFile } from '@seawall/client';
import { MCPConfigurationError } from '@seawall/core/base';

/** A token as it is kept: its digest, never the token itself. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  /** SHA-256, hex digits. */
  readonly digest: string;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** Absent: until it is revoked. */
  readonly expiresAtMs?: number;
}

/**
 * Reads the tokens of a file; none where there is no file.
 *
 * @throws {@link MCPConfigurationError} with `DATA_DIR_UNUSABLE` where it can't be read or is not one of ours.
 */
export async function readTokenFile(file: string): Promise<readonly TokenRecord[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    const tokens = fieldOf(parsed, 'tokens');
    if (!Array.isArray(tokens) || !tokens.every(isTokenRecord)) throw new Error('It does not hold a list of tokens.');
    return tokens;
  } catch (cause) {
    if (fieldOf(cause, 'code') === 'ENOENT') return [];
    throw unusable(file, 'read', cause);
  }
}

/**
 * Writes the tokens as a whole, for this user only; what another process left in its place is replaced, never followed.
 *
 * @throws {@link MCPConfigurationError} with `DATA_DIR_UNUSABLE`; the file is as it was then.
 */
export async function writeTokenFile(file: string, tokens: readonly TokenRecord[]): Promise<void> {
  try {
    // A token that was revoked must not come back after a power cut.
    await replacePrivateFile(file, `${JSON.stringify({ tokens }, null, 2)}\n`, { isDurable: true });
  } catch (cause) {
    throw unusable(file, 'written', cause);
  }
}

function unusable(file: string, done: 'read' | 'written', cause: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'DATA_DIR_UNUSABLE',
    message: `The file "${file}", which holds the tokens that were made, can't be ${done}.`,
    hint: 'Mend the file or its rights, or delete it, which revokes every token that was made; seawall.auth.adminToken works meanwhile.',
    configFile: file,
    cause,
  });
}

function isTokenRecord(value: unknown): value is TokenRecord {
  const digest = fieldOf(value, 'digest');
  const expiresAtMs = fieldOf(value, 'expiresAtMs');
  return (
    ['id', 'name', 'createdBy'].every((name) => typeof fieldOf(value, name) === 'string') &&
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    Number.isFinite(fieldOf(value, 'createdAtMs')) &&
    (expiresAtMs === undefined || Number.isFinite(expiresAtMs))
  );
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
