import { type Configuration, findConfigFile, readConfiguration } from '@seawall/client';
import type { CommandContext } from '../context.ts';

/** Finds and reads the configuration that a command line means. @throws {@link MCPConfigurationError} */
export async function loadConfiguration(
  context: CommandContext,
  options: ConfigurationOptions,
): Promise<LoadedConfiguration> {
  const { env, folder, entryPoint } = context;
  const listen = {
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
  };
  const file = await findConfigFile({
    env,
    folder,
    ...(options.config === undefined ? {} : { explicit: options.config }),
  });
  const surroundings = { file, env, folder, listen, ...(entryPoint === undefined ? {} : { entryPoint }) };
  const adjust = (configuration: Configuration): Configuration => ({
    ...configuration,
    settings: { ...configuration.settings, listen: { ...configuration.settings.listen, ...listen } },
  });
  const read = async (): Promise<Configuration> => adjust(await readConfiguration(surroundings));
  return { file, configuration: await read(), read, adjust, surroundings };
}

/** What a command line says about the configuration. */
export interface ConfigurationOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
}

/** A configuration with the way to read it again. */
export interface LoadedConfiguration {
  /** Absolute. */
  readonly file: string;
  readonly configuration: Configuration;
  /** Reads the file once more. @throws {@link MCPConfigurationError} */
  read(): Promise<Configuration>;
  /** Puts what the command line says above what a file says. */
  adjust(configuration: Configuration): Configuration;
  readonly surroundings: Parameters<typeof readConfiguration>[0] & { readonly file: string };
}
