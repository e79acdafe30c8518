import { redact, redactText } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** Something that a person configured can't work: a file, a field, a command, a variable, an option. */
export class MCPConfigurationError extends MCPError {
  override readonly name: string = 'MCPConfigurationError';
  readonly configFile: string | undefined;
  readonly configSection: string | undefined;
  readonly missingKeys: readonly string[];
  /** Every fault that was found, in the order of the file; empty when the error is about one thing only. */
  readonly faults: readonly ConfigurationFault[];

  constructor(options: MCPConfigurationErrorOptions) {
    const { configFile, configSection, missingKeys, faults } = options;
    const cleanFaults = (faults ?? []).map((fault) => redact(fault));
    super({
      code: 'CONFIG_INVALID',
      ...options,
      context: mergeContext(options.context, {
        configFile,
        configSection,
        missingKeys,
        faults: cleanFaults.length === 0 ? undefined : cleanFaults,
      }),
    });
    this.configFile = redact(configFile);
    this.configSection = redact(configSection);
    this.missingKeys = redact(missingKeys ?? []);
    this.faults = cleanFaults;
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPConfigurationError {
    return isErrorOf(value, MCPConfigurationError, 'MCPConfigurationError');
  }
}

/** What an {@link MCPConfigurationError} can be given; its fields stand in `context` too. */
export interface MCPConfigurationErrorOptions extends MCPErrorOptions {
  /** The file. */
  readonly configFile?: string;
  /** The part of the file, as `mcpServers.jira`. */
  readonly configSection?: string;
  /** Names of keys or variables that have to be there and are not. */
  readonly missingKeys?: readonly string[];
  /** Every fault that was found. */
  readonly faults?: readonly ConfigurationFault[];
}

/** One fault in a configuration. */
export interface ConfigurationFault {
  /** Where, as `mcpServers.jira.timeout`. Empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What stands there, shortened and without secrets; absent where nothing stands. */
  readonly value?: string;
  /** What may stand there. */
  readonly allowed?: string;
  /** What was probably meant. */
  readonly suggestion?: string;
  /** Where in the file, from 1. */
  readonly line?: number;
  readonly column?: number;
  /** An error stops what it is about; a warning is only said.
   * @default 'error' */
  readonly severity?: 'error' | 'warning';
}

/** One fault as one line for people: place, what is wrong, what stands there, what may, what was meant. */
export function formatFault(fault: ConfigurationFault): string {
  const place =
    fault.line === undefined
      ? ''
      : ` (line ${fault.line}${fault.column === undefined ? '' : `, column ${fault.column}`})`;
  const parts = [
    `${fault.path === '' ? 'The file' : `"${fault.path}"`}${place}: ${fault.message}`,
    fault.value === undefined ? undefined : `Found: ${fault.value}.`,
    fault.allowed === undefined ? undefined : `Allowed: ${fault.allowed}.`,
    fault.suggestion === undefined ? undefined : `Did you mean "${fault.suggestion}"?`,
  ];
  return redactText(parts.filter((part) => part !== undefined).join(' '));
}
