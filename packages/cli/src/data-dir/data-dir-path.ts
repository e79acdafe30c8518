import { createHash } from 'node:crypto';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { CommandContext } from '../context.ts';
import type { LoadedConfiguration } from '../session/load-configuration.ts';

/** The data folder of a gateway whose configuration is read. `option` is `--data-dir`. */
export function dataDirOf(
  { env, folder, platform, homeFolder }: CommandContext,
  { configuration, file }: Pick<LoadedConfiguration, 'configuration' | 'file'>,
  option: string | undefined,
): string {
  const configured = configuration.settings.dataDir;
  return dataDirPath({ option, env, folder, platform, homeFolder, configured, configFile: file });
}

/**
 * Where a gateway keeps what it has to remember: `--data-dir`, else `$SEAWALL_DATA_DIR`, else what the configuration names,
 * else a folder of its own for each configuration in the state folder of the operating system.
 */
export function dataDirPath(options: DataDirPathOptions): string {
  const { option, env, folder, configured } = options;
  if (option !== undefined) return resolve(folder, option);
  const fromVariable = env.SEAWALL_DATA_DIR;
  if (fromVariable) return resolve(folder, fromVariable);
  if (configured !== undefined) return configured;
  return join(stateFolder(options), `${slugOf(options.configFile)}-${hashOf(options.configFile)}`);
}

/** What decides on the folder. */
export interface DataDirPathOptions {
  /** `--data-dir` as it was given. */
  readonly option: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Against which relative paths are resolved. */
  readonly folder: string;
  /** `seawall.dataDir`, absolute. */
  readonly configured: string | undefined;
  /** Absolute path of the configuration. */
  readonly configFile: string;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
}

function stateFolder({ env, platform, homeFolder }: DataDirPathOptions): string {
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Seawall');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(homeFolder, 'AppData', 'Local'), 'Seawall');
  const state = env.XDG_STATE_HOME;
  // A relative one is to be ignored, says the XDG specification.
  return join(state && isAbsolute(state) ? state : join(homeFolder, '.local', 'state'), 'seawall');
}

/** A hint for people at which folder is whose; the hash tells them apart. */
function slugOf(configFile: string): string {
  const name = basename(resolve(configFile, '..'))
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 32);
  return name.replace(/^-+|-+$/g, '') || 'config';
}

function hashOf(configFile: string): string {
  return createHash('sha256').update(resolve(configFile)).digest('hex').slice(0, 12);
}
