import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replacePrivateFile } from '@seawall/client';

/** Where the admin API of a running gateway is, for commands on the same data folder. */
export interface AdminAddress {
  /** Of the front, as `http://127.0.0.1:4141`. */
  readonly baseUrl: string;
  readonly token: string;
}

/** Writes it for this user only; what another process left in its place is replaced, never followed. */
export async function writeAdminAddress(dataDir: string, address: AdminAddress): Promise<void> {
  await replacePrivateFile(join(dataDir, ADDRESS_FILE), `${JSON.stringify(address)}\n`);
}

/** What the gateway of this data folder wrote; `undefined` when none runs or its file can't be read. */
export async function readAdminAddress(dataDir: string): Promise<AdminAddress | undefined> {
  try {
    const text = await readFile(join(dataDir, ADDRESS_FILE), 'utf8');
    const { baseUrl, token } = JSON.parse(text);
    return typeof baseUrl === 'string' && typeof token === 'string' ? { baseUrl, token } : undefined;
  } catch {
    // No gateway ran here, or somebody else's: whoever asks says so.
    return undefined;
  }
}

/** Takes it away when the gateway ends. Never rejects. */
export async function removeAdminAddress(dataDir: string): Promise<void> {
  // What stays is refused by the next gateway's address, and by nobody listening until then.
  await rm(join(dataDir, ADDRESS_FILE), { force: true }).catch(() => undefined);
}

const ADDRESS_FILE = 'admin.json';
