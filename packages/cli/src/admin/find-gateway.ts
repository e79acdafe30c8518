import { type Configuration, findConfigFile, readConfiguration } from '@seawall/client';
import { MCPConfigurationError, MCPConnectionError } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { dataDirHolder } from '../data-dir/data-dir-lock.ts';
import { dataDirPath } from '../data-dir/data-dir-path.ts';
import { type AdminAddress, readAdminAddress } from './admin-address.ts';

/** Which gateway a command means. */
export interface GatewayFlags {
  readonly config?: string;
  readonly dataDir?: string;
  /** Of a gateway elsewhere, as `https://gateway.example:4141`. */
  readonly url?: string;
}

/** Where a gateway is, and how it was found. */
export interface FoundGateway extends AdminAddress {
  readonly foundBy: 'url' | 'data-dir';
}

/** The variable with the admin token of a gateway that `--url` names. */
export const TOKEN_VARIABLE = 'SEAWALL_ADMIN_TOKEN';

/**
 * Finds the gateway that the command line means: `--url`, else the one that runs on the data folder.
 *
 * @throws {@link MCPConnectionError} with `GATEWAY_NOT_RUNNING`; {@link MCPConfigurationError} when the command line or the
 *   configuration is wrong.
 */
export async function findGateway(context: CommandContext, flags: GatewayFlags): Promise<FoundGateway> {
  if (flags.url !== undefined) return namedGateway(context, flags.url);
  const { dataDir, error } = await findDataDir(context, flags);
  const holderPid = await dataDirHolder(dataDir);
  // What a gateway that was killed left behind may be the address of another program by now: it gets no token.
  const address = holderPid === undefined ? undefined : await readAdminAddress(dataDir);
  if (address !== undefined) return { ...address, foundBy: 'data-dir' };
  throw error ?? notRunning(dataDir, holderPid);
}

function namedGateway({ env }: CommandContext, url: string): FoundGateway {
  const token = env[TOKEN_VARIABLE];
  if (!token) {
    throw new MCPConfigurationError({
      code: 'OPTION_INVALID',
      message: `--url needs the admin token of that gateway, and the variable ${TOKEN_VARIABLE} is not set.`,
      hint: `Set ${TOKEN_VARIABLE} to what seawall.auth.adminToken is there; or leave out --url for a gateway on this machine.`,
      missingKeys: [TOKEN_VARIABLE],
    });
  }
  return { baseUrl: toBaseUrl(url), token, foundBy: 'url' };
}

/** Takes the address that `serve` prints as well. */
function toBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isUsable) {
    throw new MCPConfigurationError({
      code: 'OPTION_INVALID',
      message: 'The address in --url is no usable URL of a gateway.',
      hint: 'Write it as http://127.0.0.1:4141, without a name and a password.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/(?:mcp\/?)?$/, '')}`;
}

interface FoundDataDir {
  readonly dataDir: string;
  /** What is wrong with the configuration: the gateway may run with an earlier one all the same. */
  readonly error?: MCPConfigurationError;
}

/** Finds the data folder as `serve` does. A configuration is not asked for where the folder is named otherwise. */
async function findDataDir(context: CommandContext, { config, dataDir }: GatewayFlags): Promise<FoundDataDir> {
  const { env, folder, platform, homeFolder } = context;
  const place = { option: dataDir, env, folder, platform, homeFolder, configured: undefined, configFile: '' };
  if (dataDir !== undefined || (env.SEAWALL_DATA_DIR && config === undefined)) return { dataDir: dataDirPath(place) };
  const configFile = await findConfigFile({ env, folder, ...(config === undefined ? {} : { explicit: config }) });
  let configuration: Configuration | undefined;
  let error: MCPConfigurationError | undefined;
  try {
    configuration = await readConfiguration({ file: configFile, env, folder });
  } catch (cause) {
    if (!MCPConfigurationError.isInstance(cause)) throw cause;
    error = cause;
  }
  const path = dataDirPath({ ...place, configFile, configured: configuration?.settings.dataDir });
  return { dataDir: path, ...(error === undefined ? {} : { error }) };
}

function notRunning(dataDir: string, holderPid: number | undefined): MCPConnectionError {
  const context = { dataDir, ...(holderPid === undefined ? {} : { holderPid }) };
  if (holderPid === undefined) {
    return new MCPConnectionError({
      code: 'GATEWAY_NOT_RUNNING',
      message: `No gateway runs on the data folder "${dataDir}".`,
      hint: 'Start it with "seawall serve", or name the one that you mean with --config, --data-dir or --url.',
      context,
    });
  }
  return new MCPConnectionError({
    code: 'GATEWAY_NOT_RUNNING',
    message: `Process ${holderPid} has the data folder "${dataDir}" and offers no admin API there.`,
    hint: 'It is just starting, it belongs to another user, or a host started it as "seawall stdio". Run "seawall serve".',
    context,
  });
}
