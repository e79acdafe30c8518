import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createSystemId, MCPConfigurationError } from '@seawall/core/base';
import { unusable } from './data-dir.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** A data folder that this process alone may write to until it lets go of it. */
export interface DataDirLock {
  /** May be called twice. */
  release(): Promise<void>;
}

/** Takes the data folder `path` for this process, or tells who has it. A lock of a process that ended is taken over. */
export async function lockDataDir(
  path: string,
): Promise<
  { readonly kind: 'held'; readonly lock: DataDirLock } | { readonly kind: 'taken'; readonly holderPid: number }
> {
  const file = join(path, LOCK_FILE);
  const own: ProcessIdentity = (await identifyProcess(process.pid)) ?? { pid: process.pid, host: hostname() };
  const id = createSystemId();
  const content = `${JSON.stringify({ ...own, id })}\n`;
  try {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (await createWhole(file, content, id))
        return { kind: 'held', lock: { release: () => release(file, content) } };
      const found = await readLock(file);
      if (found === undefined) continue;
      if (found.holder !== undefined && (await isRunning(found.holder)))
        return { kind: 'taken', holderPid: found.holder.pid };
      await removeStale(file, found.content, id);
    }
  } catch (cause) {
    throw unusable(path, `Its lock file "${LOCK_FILE}" can't be written.`, cause);
  }
  throw unusable(path, `Its lock file "${LOCK_FILE}" changes hands all the time.`);
}

/** The error for a data folder that another gateway uses. */
export function dataDirInUse(path: string, holderPid: number): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'DATA_DIR_IN_USE',
    message: `The data folder "${path}" is in use by another Seawall gateway, process ${holderPid}.`,
    hint: `Stop that gateway (kill ${holderPid}), or give this one a folder of its own with --data-dir.`,
    context: { dataDir: path, holderPid },
  });
}

/** Which process has the data folder; `undefined` when none that runs on this machine. */
export async function dataDirHolder(path: string): Promise<number | undefined> {
  try {
    const holder = (await readLock(join(path, LOCK_FILE)))?.holder;
    return holder !== undefined && (await isRunning(holder)) ? holder.pid : undefined;
  } catch (cause) {
    throw unusable(path, `Its lock file "${LOCK_FILE}" can't be read.`, cause);
  }
}

/** The name of the lock in the data folder. */
export const LOCK_FILE = 'seawall.lock';

const MAX_ATTEMPTS = 5;

/** Writes beside and links: whoever sees the lock sees all of it, and only one of two can create it. */
async function createWhole(file: string, content: string, id: string): Promise<boolean> {
  const draft = `${file}.${id}`;
  await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readLock(
  file: string,
): Promise<{ readonly content: string; readonly holder: ProcessIdentity | undefined } | undefined> {
  try {
    const content = await readFile(file, 'utf8');
    return { content, holder: parseHolder(content) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseHolder(content: string): ProcessIdentity | undefined {
  try {
    const parsed: unknown = JSON.parse(content);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const pid: unknown = Reflect.get(parsed, 'pid');
    const host: unknown = Reflect.get(parsed, 'host');
    const startedAt: unknown = Reflect.get(parsed, 'startedAt');
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof host !== 'string') return undefined;
    return { pid, host, ...(typeof startedAt === 'string' ? { startedAt } : {}) };
  } catch {
    // Not written by us: nobody holds the folder.
    return undefined;
  }
}

/** Moves the stale lock away; should another process have renewed it in between, it is put back. */
async function removeStale(file: string, stale: string, id: string): Promise<void> {
  const aside = `${file}.${id}.stale`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  try {
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, file);
  } catch (error) {
    // Somebody took the folder meanwhile; the next attempt will find them.
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function release(file: string, content: string): Promise<void> {
  try {
    if ((await readFile(file, 'utf8')) === content) await unlink(file);
  } catch {
    // Gone with its folder, or taken over: nothing of ours is left to remove.
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === code;
}
