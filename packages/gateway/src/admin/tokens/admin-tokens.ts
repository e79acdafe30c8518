import { timingSafeEqual } from 'node:crypto';
import type { Clock, CreateId, Logger } from '@seawall/core/base';
import { ProblemError } from '../problems.ts';
import { createSecret, digestOf } from '../secret-digest.ts';
import { readTokenFile, type TokenRecord, writeTokenFile } from './token-file.ts';

/** How many tokens there can be. */
export const MAX_ADMIN_TOKENS = 100;

/** A token that somebody made, as it may be shown: it itself is told once, to the one who made it. */
export interface AdminToken extends Omit<TokenRecord, 'digest'> {
  /** Since the gateway started. */
  readonly lastUsedMs?: number;
}

/** What a token is made of. */
export interface TokenRequest {
  readonly name: string;
  readonly createdBy: string;
  /** Absent: until it is revoked. */
  readonly expiresInMs?: number;
}

interface AdminTokensOptions {
  /** Where they are kept; without it none can be made. */
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly logger: Logger;
}

/**
 * Tokens for the admin API that people made, beside the one of the configuration.
 *
 * Only digests are kept. A change is in the file before it counts. A file that can't be read lets nobody in, and is never
 * written over.
 */
export class AdminTokens {
  readonly #options: AdminTokensOptions;
  #records: readonly TokenRecord[] = [];
  /** By id; bounded by the tokens. */
  readonly #lastUsedMs = new Map<string, number>();
  #loading: Promise<void> | undefined;
  #trouble: unknown;
  /** Changes, one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: AdminTokensOptions) {
    this.#options = options;
  }

  /** Reads the file, once; has to be awaited before anything else. Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  /** The token that this is, if it lets in. Takes as long for every text. */
  find(secret: string): TokenRecord | undefined {
    const digest = digestOf(secret);
    let found: TokenRecord | undefined;
    for (const record of this.#records) if (timingSafeEqual(digest, Buffer.from(record.digest, 'hex'))) found = record;
    if (found === undefined || this.#isExpired(found)) return undefined;
    this.#lastUsedMs.set(found.id, this.#options.clock.now());
    return found;
  }

  /** Whether the token with this id still lets in. */
  isValid(id: string): boolean {
    const record = this.#records.find((one) => one.id === id);
    return record !== undefined && !this.#isExpired(record);
  }

  /** Those that were made and not revoked, oldest first. @throws where the file can't be read. */
  list(): readonly AdminToken[] {
    this.#assertUsable();
    return this.#records.map((record) => this.#toShown(record));
  }

  /** Makes one. @throws {@link ProblemError} `CONFLICT`; what `writeTokenFile` throws. */
  create(request: TokenRequest): Promise<AdminToken & { readonly secret: string }> {
    return this.#change(async (file) => {
      const { clock, createId } = this.#options;
      const { name, createdBy, expiresInMs } = request;
      if (this.#records.length >= MAX_ADMIN_TOKENS)
        throw new ProblemError('CONFLICT', {
          detail: `There are ${MAX_ADMIN_TOKENS} tokens already.`,
          hint: 'Revoke one that nobody needs.',
        });
      if (this.#records.some((record) => record.name === name))
        throw new ProblemError('CONFLICT', {
          detail: 'There is a token with this name.',
          hint: 'Choose another name, or revoke that one first.',
        });
      const secret = createSecret();
      const createdAtMs = clock.now();
      const record: TokenRecord = {
        id: createId(),
        name,
        digest: digestOf(secret).toString('hex'),
        createdAtMs,
        createdBy,
        ...(expiresInMs === undefined ? {} : { expiresAtMs: createdAtMs + expiresInMs }),
      };
      await this.#keep(file, [...this.#records, record]);
      return { ...this.#toShown(record), secret };
    });
  }

  /** Makes one worthless. @returns it; `undefined` where there is none with this id */
  revoke(id: string): Promise<AdminToken | undefined> {
    return this.#change(async (file) => {
      const record = this.#records.find((one) => one.id === id);
      if (record === undefined) return undefined;
      await this.#keep(
        file,
        this.#records.filter((one) => one.id !== id),
      );
      const shown = this.#toShown(record);
      this.#lastUsedMs.delete(id);
      return shown;
    });
  }

  async #read(): Promise<void> {
    const { file, logger } = this.#options;
    if (file === undefined) return;
    try {
      this.#records = await readTokenFile(file);
      this.#trouble = undefined;
    } catch (error) {
      if (this.#trouble === undefined)
        logger.log('error', 'The admin tokens that were made can not be read; none of them lets in.', { error });
      this.#trouble = error;
      // It may be mended by the next request.
      this.#loading = undefined;
    }
  }

  async #change<T>(work: (file: string) => Promise<T>): Promise<T> {
    const change = this.#work.then(() => work(this.#assertUsable()));
    // Whoever asked for a change is told why it failed; the next one begins all the same.
    this.#work = change.catch(() => undefined);
    return change;
  }

  async #keep(file: string, records: readonly TokenRecord[]): Promise<void> {
    await writeTokenFile(file, records);
    this.#records = records;
  }

  /** @returns where they are kept */
  #assertUsable(): string {
    const { file } = this.#options;
    if (this.#trouble !== undefined) throw this.#trouble;
    if (file !== undefined) return file;
    throw new ProblemError('CONFLICT', {
      detail: 'This gateway keeps no admin tokens, because it has no data folder of its own.',
      hint: 'Use seawall.auth.adminToken.',
    });
  }

  #isExpired({ expiresAtMs }: TokenRecord): boolean {
    return expiresAtMs !== undefined && this.#options.clock.now() >= expiresAtMs;
  }

  #toShown({ digest: _kept, ...record }: TokenRecord): AdminToken {
    const lastUsedMs = this.#lastUsedMs.get(record.id);
    return { ...record, ...(lastUsedMs === undefined ? {} : { lastUsedMs }) };
  }
}
