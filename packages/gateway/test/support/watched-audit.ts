import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditAction, type AuditTrail, createAuditTrail } from '@seawall/telemetry';

/** A real audit in a folder of its own, which can be told to fail, and of which a test sees what was written. */
export class WatchedAudit implements Pick<AuditTrail, 'append' | 'entries'>, AsyncDisposable {
  /** What was written, the oldest first. */
  readonly rows: AuditAction[] = [];
  /** Has what follows fail, until it is taken away. */
  failure: Error | undefined;
  readonly #folder: string;
  readonly #trail: AuditTrail;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#trail = createAuditTrail({ folder: join(folder, 'audit') });
  }

  static async open(): Promise<WatchedAudit> {
    return new WatchedAudit(await mkdtemp(join(tmpdir(), 'seawall-audit-')));
  }

  async append(action: AuditAction): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    await this.#trail.append(action);
    this.rows.push(action);
  }

  entries(query: Parameters<AuditTrail['entries']>[0]): ReturnType<AuditTrail['entries']> {
    return this.#trail.entries(query);
  }

  /** In few words each. */
  get lines(): readonly string[] {
    return this.rows.map(({ actor, action, decision, outcome }) => `${actor} ${action} ${decision} ${outcome}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#trail.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
