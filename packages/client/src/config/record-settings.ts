import { z } from 'zod';
import { type AuditSettings, type ExportSettings, type LogSettings, SETTINGS_DEFAULTS } from './configuration.ts';
import { bytes, flag, oneOf, text, wholeNumber } from './schema-parts.ts';

// What the gateway writes of what happens, as it may stand in a configuration: its log, the audit trail, and files of errors.

/** `log` as it is written. */
export interface LogInput {
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | undefined;
  readonly format?: 'pretty' | 'json' | undefined;
}

/** `audit` as it is written. */
export interface AuditInput {
  readonly enabled?: boolean | undefined;
  readonly calls?: boolean | undefined;
  readonly maxBytes?: number | undefined;
  readonly files?: number | undefined;
}

/** `export` as it is written. */
export interface ExportInput {
  readonly folder: string;
  readonly maxBytes?: number | undefined;
  readonly files?: number | undefined;
}

/** The schema of {@link LogInput}. */
export const logSchema: z.ZodType<LogInput> = z.strictObject(
  {
    level: oneOf(['debug', 'info', 'warn', 'error']).optional().describe('The least grave records that are written.'),
    format: oneOf(['pretty', 'json'])
      .optional()
      .describe('Lines for people, or JSON; without it, lines for people on a terminal and JSON else.'),
  },
  { error: 'an object with level and format' },
);

const files = (): z.ZodNumber => wholeNumber({ unit: '', min: 1, max: 1000 });

/** The schema of {@link AuditInput}. */
export const auditSchema: z.ZodType<AuditInput> = z.strictObject(
  {
    enabled: flag().optional().describe('false keeps no audit trail.'),
    calls: flag().optional().describe('false leaves calls out of it; what is done to the gateway stays.'),
    maxBytes: bytes().optional().describe('A file of it that would become larger is followed by a new one.'),
    files: files().optional().describe('So many files of it are kept.'),
  },
  { error: 'an object with enabled, calls, maxBytes, files' },
);

/** The schema of {@link ExportInput}. */
export const exportSchema: z.ZodType<ExportInput> = z.strictObject(
  {
    folder: text('the path of a folder').describe('Where the files are.'),
    maxBytes: bytes().optional().describe('A file that would become larger is put aside first.'),
    files: files().optional().describe('So many files of each server and sort that were put aside are kept.'),
  },
  { error: 'an object with folder, maxBytes, files' },
);

/** What is set for the log. */
export function readLog(input: LogInput = {}): LogSettings {
  const { level = SETTINGS_DEFAULTS.log.level, format } = input;
  return { level, ...(format === undefined ? {} : { format }) };
}

/** What is set for the audit trail. */
export function readAudit(input: AuditInput = {}): AuditSettings {
  const { enabled, calls, maxBytes, files: kept } = SETTINGS_DEFAULTS.audit;
  return {
    enabled: input.enabled ?? enabled,
    calls: input.calls ?? calls,
    maxBytes: input.maxBytes ?? maxBytes,
    files: input.files ?? kept,
  };
}

/** What is set for the files of errors in `folder`, which is absolute. */
export function readExport(folder: string, input: ExportInput): ExportSettings {
  const { maxBytes = EXPORT_DEFAULTS.maxBytes, files: kept = EXPORT_DEFAULTS.files } = input;
  return { folder, maxBytes, files: kept };
}

const EXPORT_DEFAULTS = { maxBytes: 10_485_760, files: 5 } as const;
