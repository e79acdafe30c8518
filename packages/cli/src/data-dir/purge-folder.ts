import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Logger, PurgeQuery } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { OBSERVATIONS_FILE } from '../observing/observing-options.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { openLogger } from '../session/session.ts';
import { dataDirOf } from './data-dir-path.ts';
import { takeDataDir } from './take-data-dir.ts';

/**
 * Forgets what was seen, while no gateway runs.
 *
 * @returns how many records went
 * @throws {@link MCPConfigurationError} with `DATA_DIR_IN_USE` while one does.
 */
export async function purgeFolder(context: CommandContext, options: PurgeFolderOptions): Promise<number> {
  const { what, server } = options;
  const { configuration, file } = await loadConfiguration(context, options);
  const dataDir = dataDirOf(context, { configuration, file }, options.dataDir);
  const lock = await takeDataDir(dataDir);
  const logger = openLogger(context, { level: 'warn', format: configuration.settings.log.format });
  try {
    const query = { what, ...(server === undefined ? {} : { server }) };
    return await purgeFile(join(dataDir, OBSERVATIONS_FILE), query, { logger, clock: context.clock });
  } finally {
    await logger.close();
    await lock.release();
  }
}

/** What is forgotten, and where it is kept. */
export interface PurgeFolderOptions {
  readonly what: PurgeQuery['what'];
  readonly server?: string;
  readonly config?: string;
  readonly dataDir?: string;
}

async function purgeFile(
  file: string,
  query: PurgeQuery,
  using: { readonly logger: Logger; readonly clock: Clock },
): Promise<number> {
  // Where nothing was ever kept no file is made.
  if ((await lstat(file).catch(() => undefined)) === undefined) return 0;
  const { openObservationStore } = await import('@seawall/store');
  const store = await openObservationStore({ file, ...using });
  try {
    return await store.purge(query);
  } finally {
    await store.close();
  }
}
