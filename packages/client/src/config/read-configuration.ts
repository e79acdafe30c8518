import { basename, dirname, resolve } from 'node:path';
import { MCPConfigurationError, registerSecrets } from '@seawall/core/base';
import { isRecord, isWithin } from './config-path.ts';
import type { Configuration, ConfiguredServer, SourceFile } from './configuration.ts';
import { type ConfigDocument, isTooDeep } from './document/document.ts';
import { readDocument } from './document/read-document.ts';
import type { EntryContext } from './entry/entry-context.ts';
import { type EntryResult, readEntry } from './entry/read-entry.ts';
import { listServers, type RawEntry, type ServerList } from './entry/server-list.ts';
import type { Environment } from './environment.ts';
import { createConfigError, type Finding, type Locate, toFault } from './finding.ts';
import { type ReadSettings, readSettings } from './read-settings.ts';
import { typeText } from './value-text.ts';

/**
 * Reads a configuration of any host: checks it, replaces variables, and finds the secrets in it.
 *
 * A server that can't be used becomes `faulty` with every fault of its entry and never stops the others. The values in
 * `secrets` are not yet known to redaction: give them to `registerSecrets` for as long as the configuration is in force.
 *
 * @throws {@link MCPConfigurationError} with a `CONFIG_*` code when the file can't be read, or its top level or the
 * settings under `seawall` are wrong; `faults` then holds every fault of the whole file.
 */
export async function readConfiguration(options: ReadConfigurationOptions): Promise<Configuration> {
  const source = await readSource(options);
  const { document, folder, file } = source;
  const root = document.value;
  if (!isRecord(root)) throw wrongRoot(root, file);
  const list = listServers(root);
  const settings = readSettings(list.isFlat && isEntryNamed(list, 'seawall') ? undefined : root.seawall, {
    env: options.env,
    folder,
  });
  const context: EntryContext = {
    env: options.env,
    folder,
    defaults: settings.defaults,
    inputs: readInputs(root.inputs),
    self: {
      ...(options.entryPoint === undefined ? {} : { entryPoint: options.entryPoint }),
      host: options.listen?.host ?? settings.settings.listen.host,
      port: options.listen?.port ?? settings.settings.listen.port,
    },
    windows: options.windows ?? process.platform === 'win32',
  };
  const duplicates = assignDuplicates(document, list.entries);
  const results: EntryResult[] = [];
  for (const entry of duplicates.entries) results.push(await readEntry(entry, context));
  const whole = [...duplicates.findings, ...list.findings, ...settings.findings];
  return assemble({ source, settings, results, whole });
}

/** What {@link readConfiguration} reads, and what it needs to know about its surroundings. */
export type ReadConfigurationOptions = (
  | {
      /** Relative to `folder`. */
      readonly file: string;
      readonly object?: undefined;
    }
  | {
      /** A configuration as it would stand in a file. Relative paths in it start at `folder`. */
      readonly object: unknown;
      readonly file?: undefined;
    }
) &
  ReadSurroundings;

/** The surroundings in which a configuration is read. */
export interface ReadSurroundings {
  /** Where `${VARIABLES}` come from. */
  readonly env: Environment;
  /** Absolute, as a rule the current folder. */
  readonly folder: string;
  /** Absolute path of the script that runs as `seawall`: entries that would start it are left out. */
  readonly entryPoint?: string;
  /** Where the HTTP front listens when the command line says something else than the file. */
  readonly listen?: { readonly host?: string; readonly port?: number };
  /** Whether command lines are split and paths are found as on Windows.
   * @default whether this is Windows */
  readonly windows?: boolean;
}

interface Source {
  readonly document: ConfigDocument;
  readonly file: string | undefined;
  readonly folder: string;
  readonly sources: readonly SourceFile[];
}

async function readSource(options: ReadConfigurationOptions): Promise<Source> {
  if (options.file === undefined) {
    const document: ConfigDocument = {
      value: options.object,
      duplicates: [],
      locator: () => Promise.resolve(() => undefined),
    };
    if (isTooDeep(options.object)) {
      throw new MCPConfigurationError({
        code: 'CONFIG_INVALID',
        message: 'The configuration is nested too deeply, or refers to itself.',
        hint: 'Give a plain object as it would stand in a file.',
      });
    }
    return { document, file: undefined, folder: resolve(options.folder), sources: [] };
  }
  const file = resolve(options.folder, options.file);
  const { document, sha256 } = await readDocument(file);
  return { document, file, folder: projectFolder(file), sources: [{ file, sha256 }] };
}

/** Where relative paths start: the folder of the file, for `.vscode` and `.cursor` the project around it. */
function projectFolder(file: string): string {
  const folder = dirname(file);
  return ['.vscode', '.cursor'].includes(basename(folder)) ? dirname(folder) : folder;
}

function wrongRoot(root: unknown, file: string | undefined): MCPConfigurationError {
  return createConfigError({
    subject:
      file === undefined ? 'The configuration can not be used.' : `The configuration file "${file}" can not be used.`,
    file,
    locate: () => undefined,
    findings: [
      {
        severity: 'error',
        path: [],
        message: `The type is wrong: this is ${typeText(root)}.`,
        allowed: 'an object with "mcpServers"',
        hint: 'Write { "mcpServers": { "NAME": { "command": "…" } } }.',
      },
    ],
  });
}

function isEntryNamed(list: ServerList, name: string): boolean {
  return list.entries.some((entry) => entry.name === name);
}

/** The questions an editor would ask, by id. */
function readInputs(value: unknown): ReadonlyMap<string, string> {
  const inputs = new Map<string, string>();
  for (const input of Array.isArray(value) ? value : []) {
    if (!isRecord(input) || typeof input.id !== 'string') continue;
    const description = input.description;
    if (typeof description === 'string') inputs.set(input.id, description.slice(0, 100));
  }
  return inputs;
}

/** Keys that stand twice: a fault of the server they stand in, else of the whole. */
function assignDuplicates(
  document: ConfigDocument,
  entries: readonly RawEntry[],
): { readonly entries: readonly RawEntry[]; readonly findings: readonly Finding[] } {
  const all = document.duplicates.map(
    (duplicate): Finding => ({
      severity: 'error',
      path: duplicate.path,
      position: duplicate.position,
      message: `This key already stands in line ${duplicate.firstLine}; only one of the two would count.`,
      hint: 'Remove one of the two, or rename it.',
    }),
  );
  const ofServer = (entry: RawEntry): readonly Finding[] => all.filter((finding) => isWithin(finding.path, entry.path));
  return {
    entries: entries.map((entry) => ({ ...entry, findings: [...entry.findings, ...ofServer(entry)] })),
    findings: all.filter((finding) => !entries.some((entry) => isWithin(finding.path, entry.path))),
  };
}

interface Parts {
  readonly source: Source;
  readonly settings: ReadSettings;
  readonly results: readonly EntryResult[];
  readonly whole: readonly Finding[];
}

async function assemble(parts: Parts): Promise<Configuration> {
  const { source, settings, results, whole } = parts;
  const secrets = [...new Set([...settings.secrets, ...results.flatMap((result) => [...result.secrets])])];
  const ofServers = results.flatMap((result) => result.findings);
  const hasFindings = whole.length > 0 || ofServers.length > 0;
  const locate: Locate = hasFindings ? await source.document.locator() : () => undefined;
  // Errors are made while redaction knows the secrets, so that no message can hold one.
  const registration = registerSecrets(secrets);
  try {
    const errors = whole.filter(isError);
    if (errors.length > 0) {
      const findings = [...errors, ...ofServers.filter(isError)];
      const subject =
        source.file === undefined
          ? 'The configuration can not be used.'
          : `The configuration file "${source.file}" can not be used.`;
      throw createConfigError({ subject, findings, locate, file: source.file });
    }
    const sources = [...source.sources, ...results.flatMap((result) => result.sources)];
    return {
      ...(source.file === undefined ? {} : { file: source.file }),
      folder: source.folder,
      servers: results.map((result) => toServer(result, { file: source.file, locate })),
      settings: settings.settings,
      warnings: [...whole, ...ofServers]
        .filter((finding) => !isError(finding))
        .slice(0, MAX_WARNINGS)
        .map((finding) => toFault(finding, locate)),
      secrets,
      ...(sources.length === 0 ? {} : { sources }),
    };
  } finally {
    registration[Symbol.dispose]();
  }
}

/** More warnings are left out. */
const MAX_WARNINGS = 200;

function toServer(
  result: EntryResult,
  about: { readonly file: string | undefined; readonly locate: Locate },
): ConfiguredServer {
  const { name, outcome, path } = result;
  if (outcome.kind === 'disabled') return { kind: 'disabled', name, reason: outcome.reason };
  const findings = result.findings.filter(isError);
  if (outcome.kind === 'usable' && findings.length === 0) return { name, ...outcome };
  const subject = `Server "${name.slice(0, 100)}" can not be used.`;
  return { kind: 'faulty', name, error: createConfigError({ subject, findings, section: path, ...about }) };
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error';
}
