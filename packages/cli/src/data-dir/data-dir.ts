import type { Stats } from 'node:fs';
import { access, constants, lstat, mkdir, stat } from 'node:fs/promises';
import { MCPConfigurationError } from '@seawall/core/base';

/**
 * Makes sure that the data folder is there and can be written: created for its owner only where it is missing.
 *
 * @throws {@link MCPConfigurationError} with `DATA_DIR_UNUSABLE`.
 */
export async function prepareDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(path, reasonOf(cause), cause);
  }
  await refuseForeignLink(path);
  try {
    const information = await stat(path);
    if (!information.isDirectory()) throw unusable(path, 'It is not a folder.');
    await access(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (MCPConfigurationError.isInstance(cause)) throw cause;
    throw unusable(path, reasonOf(cause), cause);
  }
}

/** An error that says why the data folder can't be used. */
export function unusable(path: string, reason: string, cause?: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'DATA_DIR_UNUSABLE',
    message: `The data folder "${path}" can't be used. ${reason}`,
    hint: 'Name another folder with --data-dir, $SEAWALL_DATA_DIR or seawall.dataDir, or correct its permissions.',
    context: { dataDir: path },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A link that somebody else made would let them choose where we write. */
async function refuseForeignLink(path: string): Promise<void> {
  let information: Stats;
  try {
    information = await lstat(path);
  } catch (cause) {
    throw unusable(path, reasonOf(cause), cause);
  }
  const ownId = process.getuid?.();
  if (!information.isSymbolicLink() || ownId === undefined) return;
  if (information.uid !== ownId && information.uid !== 0) {
    throw unusable(path, 'It is a symbolic link that belongs to another user.');
  }
}

/** Why the operating system refused, as one sentence. */
export function reasonOf(cause: unknown): string {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'This user may not write there.';
    case 'EROFS':
      return 'The file system is read-only.';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'It, or a part of its path, is a file.';
    case 'ENOSPC':
      return 'The disk is full.';
    case 'ELOOP':
      return 'Its symbolic links lead in a circle.';
    case 'ENAMETOOLONG':
      return 'The path is too long.';
    case 'ENOENT':
      return 'It is a symbolic link to nowhere.';
    default:
      return `The operating system answered ${typeof code === 'string' ? code : String(cause)}.`;
  }
}
