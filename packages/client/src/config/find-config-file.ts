import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MCPConfigurationError } from '@seawall/core/base';
import { type Environment, expandHome } from './environment.ts';

/**
 * Finds the configuration file: `explicit`, else `$SEAWALL_CONFIG`, else the first of {@link CONFIG_FILE_NAMES} in `folder`.
 *
 * @returns its absolute path. It exists, but was not read.
 * @throws {@link MCPConfigurationError} with `CONFIG_NOT_FOUND`, which names every place that was tried.
 */
export async function findConfigFile(options: FindConfigFileOptions): Promise<string> {
  const { explicit, env, folder } = options;
  const fromVariable = env.SEAWALL_CONFIG;
  const named = explicit !== undefined ? '--config' : fromVariable ? 'the variable SEAWALL_CONFIG' : undefined;
  if (named !== undefined) {
    const file = resolve(folder, expandHome(explicit ?? fromVariable ?? '', env));
    if (await isThere(file, { foldersToo: true })) return file;
    throw new MCPConfigurationError({
      code: 'CONFIG_NOT_FOUND',
      configFile: file,
      message: `The configuration file "${file}", named by ${named}, does not exist.`,
      hint: `Correct ${named}, or create the file.`,
    });
  }
  const places = CONFIG_FILE_NAMES.map((name) => resolve(folder, name));
  for (const file of places) if (await isThere(file, { foldersToo: false })) return file;
  throw new MCPConfigurationError({
    code: 'CONFIG_NOT_FOUND',
    message: `No configuration was found in "${resolve(folder)}": tried --config, $SEAWALL_CONFIG, ${CONFIG_FILE_NAMES.join(', ')}.`,
    hint: 'Name the file your MCP host uses with --config FILE, or create mcp.json with { "mcpServers": { … } }.',
    context: { places },
  });
}

/** Where {@link findConfigFile} looks. */
export interface FindConfigFileOptions {
  /** A path that a person gave, relative to `folder`. */
  readonly explicit?: string;
  readonly env: Environment;
  /** Absolute, as a rule the current folder. */
  readonly folder: string;
}

/** The names that are looked for in a folder, in this order. */
export const CONFIG_FILE_NAMES: readonly string[] = [
  'seawall.json',
  'seawall.jsonc',
  'seawall.yaml',
  '.mcp.json',
  'mcp.json',
  '.cursor/mcp.json',
  '.vscode/mcp.json',
];

async function isThere(file: string, options: { readonly foldersToo: boolean }): Promise<boolean> {
  try {
    const information = await stat(file);
    return options.foldersToo || !information.isDirectory();
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    // Anything else than "not there" is for whoever reads the file to explain.
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
