import { type ConfigurationFault, formatFault, MCPConfigurationError } from '@seawall/core/base';

/**
 * The error for a file that can't be parsed. Holds places and reasons, never the text: there may be secrets in it.
 */
export function createSyntaxError(options: SyntaxErrorOptions): MCPConfigurationError {
  const { file, language, faults, cause } = options;
  const shown = faults.slice(0, MAX_SHOWN).map(formatFault);
  return new MCPConfigurationError({
    code: 'CONFIG_SYNTAX',
    configFile: file,
    faults: faults.slice(0, MAX_SHOWN),
    message: [`The configuration file "${file}" is not valid ${language}.`, ...shown].join('\n  '),
    cause,
    hint: 'Correct it at the place named; an editor that knows the file type marks it.',
  });
}

/** What {@link createSyntaxError} is made of. */
export interface SyntaxErrorOptions {
  readonly file: string;
  readonly language: 'JSON' | 'YAML';
  /** In the order of the file; later ones often follow from the first. */
  readonly faults: readonly ConfigurationFault[];
  /** Only an error whose message quotes nothing of the text. */
  readonly cause?: unknown;
}

const MAX_SHOWN = 5;
