import { MCPConfigurationError, MCPError, MCPRejectedError } from '@seawall/core/base';
import type { StoreFault } from './store-protocol.ts';

/** A file, and what it is called in messages: `log of parked calls`. */
export interface StoreName {
  readonly file: string;
  readonly subject: string;
}

/** The file can't be opened. */
export function storeUnusable({ file, subject }: StoreName, fault: StoreFault): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'STORE_UNUSABLE',
    message: `The ${subject} "${file}" can't be opened. ${describe(fault)}`,
    hint: adviceFor(fault),
    context: { file, fault: fault.code },
    cause: new Error(fault.message),
  });
}

/** An operation failed; what was confirmed before is still there. */
export function storeFailed({ file, subject }: StoreName, what: string, fault: StoreFault): MCPError {
  return new MCPError({
    code: 'STORE_FAILED',
    message: `The ${subject} "${file}" could not be ${what}. ${describe(fault)}`,
    hint: adviceFor(fault),
    context: { file, fault: fault.code },
    cause: new Error(fault.message),
  });
}

/** Nobody knows whether the operation was done. */
export function storeInterrupted({ file, subject }: StoreName, reason: string, cause?: unknown): MCPError {
  return new MCPError({
    code: 'STORE_INTERRUPTED',
    message: `The ${subject} "${file}" did not answer: ${reason}.`,
    hint: 'The next operation starts a new thread; when this happens again, look at the disk.',
    context: { file },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The log is closed. */
export function storeClosed({ file, subject }: StoreName): MCPRejectedError {
  return new MCPRejectedError({
    code: 'SHUTTING_DOWN',
    message: `The ${subject} "${file}" is closed.`,
    context: { file },
  });
}

/** What happened, as one sentence. */
function describe({ code, message }: StoreFault): string {
  return REASONS[code] ?? `The database answered ${code}: ${message}`.replace(/\.?$/, '.');
}

const REASONS: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'The disk is full.',
  ENOSPC: 'The disk is full.',
  SQLITE_READONLY: 'It is read-only.',
  EROFS: 'The file system is read-only.',
  SQLITE_IOERR: 'The device reports an error, or the file may not grow.',
  SQLITE_BUSY: 'Another process has it open.',
  SQLITE_CANTOPEN: 'The file can not be made or opened.',
  EACCES: 'This user may not write there.',
  EPERM: 'This user may not write there.',
  ENOENT: 'Its folder does not exist.',
  ENOTDIR: 'A part of its path is a file.',
  EISDIR: 'It is a folder.',
  ELOOP: 'A symbolic link stands in its place, or in that of its folder.',
  SEAWALL_NEWER: 'A later version of Seawall wrote it.',
  SEAWALL_REPLACED: 'Somebody put another file in its place while it was open.',
  ERR_DLOPEN_FAILED: 'The database can not be loaded on this platform.',
  MODULE_NOT_FOUND: 'There is no build of the database for this platform.',
};

function adviceFor({ code }: StoreFault): string {
  switch (code) {
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return 'Free space on the disk; the next operation tries again by itself.';
    case 'SQLITE_BUSY':
      return 'Stop the other process, or give this one a data folder of its own.';
    case 'SEAWALL_NEWER':
      return 'Use that version, or another data folder.';
    case 'SEAWALL_REPLACED':
      return 'Start the gateway again, so that it uses the file that is there now.';
    default:
      return 'Check the disk and the permissions of the folder, or name another one with --data-dir.';
  }
}
