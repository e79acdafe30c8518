import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createSystemId } from '@seawall/core/base';

/** How {@link replacePrivateFile} writes. */
export interface ReplaceFileOptions {
  /** Whether what was written survives the end of the machine.
   * @default false */
  readonly isDurable?: boolean;
}

/**
 * Writes a file as a whole, for this user only: whoever reads it meanwhile sees what was there before.
 *
 * What another process left in its place is replaced, never followed. Rejects with the error of the system; the file is as it was
 * then, and nothing else stays behind.
 */
export async function replacePrivateFile(
  file: string,
  text: string,
  { isDurable = false }: ReplaceFileOptions = {},
): Promise<void> {
  const draft = `${file}.${createSystemId()}`;
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  try {
    const handle = await open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      await handle.writeFile(text);
      if (isDurable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    // What failed before is what matters.
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
