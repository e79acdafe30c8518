import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replacePrivateFile } from '@seawall/client';

/** Where the admin API of a running gateway is, for commands on the same data folder. */
export interface AdminAddress {
  /** Of the front, as `http://127.0.0.1:4141`. */
  readonly baseUrl: string;
  readonly token: string;
}

/** The file that a gateway tells its address in. What is written last is in it, and nothing after its end. */
export class AdminAddressFile {
  readonly #path: string;
  /** One write after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #isRemoved = false;

  constructor(dataDir: string) {
    this.#path = join(dataDir, ADDRESS_FILE);
  }

  /** Writes it for this user only; what another process left in its place is replaced, never followed. */
  write(address: AdminAddress): Promise<void> {
    const written = this.#work.then(async () => {
      // A reload may end after the gateway did.
      if (!this.#isRemoved) await replacePrivateFile(this.#path, `${JSON.stringify(address)}\n`);
    });
    // Whoever wrote is told why it failed; the next one writes all the same.
    this.#work = written.catch(() => undefined);
    return written;
  }

  /** Takes it away when the gateway ends; nothing is written any more. Never rejects. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.#work;
    // What stays is refused by the next gateway's address, and by nobody listening until then.
    await rm(this.#path, { force: true }).catch(() => undefined);
  }
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

const ADDRESS_FILE = 'admin.json';
