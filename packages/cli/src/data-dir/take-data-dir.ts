import { prepareDataDir } from './data-dir.ts';
import { type DataDirLock, dataDirInUse, lockDataDir } from './data-dir-lock.ts';

/**
 * Has the data folder for this process alone; it is made where it is missing.
 *
 * @throws {@link MCPConfigurationError} with `DATA_DIR_IN_USE` while another process has it, or with `DATA_DIR_UNUSABLE`.
 */
export async function takeDataDir(dataDir: string): Promise<DataDirLock> {
  await prepareDataDir(dataDir);
  const taken = await lockDataDir(dataDir);
  if (taken.kind === 'taken') throw dataDirInUse(dataDir, taken.holderPid);
  return taken.lock;
}
