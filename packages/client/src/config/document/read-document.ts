import { extname } from 'node:path';
import { MCPConfigurationError } from '@seawall/core/base';
import type { ConfigDocument } from './document.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';

/**
 * Reads and parses a configuration file: YAML when its name ends in `.yaml` or `.yml`, else JSON with comments.
 *
 * @throws {@link MCPConfigurationError} with a `CONFIG_*` code.
 */
export async function readDocument(file: string): Promise<ReadDocument> {
  const { text, sha256 } = await readText(file);
  const isYaml = ['.yaml', '.yml'].includes(extname(file).toLowerCase());
  const document = await (isYaml ? parseYaml(text, file) : parseJson(text, file));
  if (document.value !== undefined && document.value !== null) return { document, sha256 };
  throw new MCPConfigurationError({
    code: 'CONFIG_EMPTY',
    configFile: file,
    message: `The configuration file "${file}" holds no value, only comments or null.`,
    hint: 'Write at least { "mcpServers": {} } and an entry for each server into it.',
  });
}

/** A document and the hash of the file's bytes. */
export interface ReadDocument {
  readonly document: ConfigDocument;
  readonly sha256: string;
}
