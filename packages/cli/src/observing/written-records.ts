import { join } from 'node:path';
import type { Settings } from '@seawall/client';
import type { Clock, Logger } from '@seawall/core/base';
import {
  type AuditTrail,
  auditCalls,
  createAuditTrail,
  type ErrorExport,
  type EventSubscription,
  exportErrors,
  type LostLines,
  type Tracker,
} from '@seawall/telemetry';
import type { ObservingPlace } from './observing-options.ts';

/** What {@link WrittenRecords} needs. */
export interface WrittenRecordsOptions {
  readonly settings: Pick<Settings, 'audit' | 'export'>;
  readonly place: ObservingPlace;
  readonly subscribe: EventSubscription;
  readonly tracker: Tracker;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is written into files of lines, beside the store: the audit trail, and errors for other programs. */
export class WrittenRecords {
  /** Where it is turned off, or there is no folder for it, what comes to it is forgotten. */
  readonly audit: AuditTrail;
  readonly #errors: ErrorExport | undefined;
  readonly #endCalls: () => void;

  constructor({ settings, place, subscribe, tracker, clock, logger }: WrittenRecordsOptions) {
    const { audit, export: exported } = settings;
    const { enabled, calls, maxBytes, files } = audit;
    const { dataDir } = place;
    const folder = enabled && dataDir !== undefined ? join(dataDir, AUDIT_FOLDER) : undefined;
    this.audit = folder === undefined ? FORGETFUL : createAuditTrail({ folder, maxBytes, files, clock, logger });
    this.#endCalls = calls && folder !== undefined ? auditCalls(subscribe, this.audit) : () => undefined;
    this.#errors =
      exported === undefined
        ? undefined
        : exportErrors(tracker, {
            folder: exported.folder,
            maxBytes: exported.maxBytes,
            keepFiles: exported.files,
            logger,
          });
  }

  /** Lines that were dropped since the start. */
  get lost(): LostLines {
    return { audit: this.audit.status.lost, errors: this.#errors?.dropped ?? 0 };
  }

  /** Writes what waits, and ends. May be called twice; never rejects. */
  async close(): Promise<void> {
    this.#endCalls();
    await Promise.all([this.audit.close(), this.#errors?.close()]);
  }
}

/** In the data folder. */
export const AUDIT_FOLDER = 'audit';

const FORGETFUL: AuditTrail = {
  append: () => Promise.resolve(),
  note: () => undefined,
  entries: () => Promise.resolve({ items: [] }),
  status: { isWritable: true, lost: 0 },
  close: () => Promise.resolve(),
};
