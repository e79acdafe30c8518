import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigPath } from '../config-path.ts';
import type { Expander } from '../entry/expander.ts';
import type { Finding } from '../finding.ts';

/** Replaces variables and files in the texts of sinks, and keeps which of them are secrets. */
export interface SecretReader {
  /** The text with what it names put in; `undefined` when something of it is missing, which is a finding. */
  readonly expand: (text: string, path: ConfigPath, isSecret?: boolean) => string | undefined;
  readonly secrets: ReadonlySet<string>;
}

/** Makes a reader: `${NAME}` becomes a variable, `${file:PATH}` what stands in a file, without white space around it. */
export function createSecretReader(options: {
  readonly expander: Expander;
  readonly folder: string;
  readonly findings: Finding[];
}): SecretReader {
  const { expander, folder, findings } = options;
  const secrets = new Set<string>();
  const expand: SecretReader['expand'] = (text, path, isSecret = false) => {
    // What a file holds is not searched for variables.
    const parts = text.split(FILE);
    const read = parts.map((part, index) => {
      if (index % 2 === 0) return expander.expand(part, path);
      const expandedPath = expander.expand(part, path);
      const value = expandedPath === undefined ? undefined : readSecret(resolve(folder, expandedPath));
      if (value === undefined && expandedPath !== undefined) findings.push(unreadable(expandedPath, path));
      if (value !== undefined) secrets.add(value);
      return value;
    });
    if (read.some((part) => part === undefined)) return undefined;
    const value = read.join('');
    if (isSecret && value !== '') secrets.add(value);
    return value;
  };
  return { expand, secrets };
}

/** The parts of odd index are the paths. */
const FILE = /\$\{file:([^}]{1,4096})\}/;
const MAX_SECRET_BYTES = 65_536;

function readSecret(file: string): string | undefined {
  try {
    const { size } = statSync(file);
    // A pipe would be waited for.
    if (!statSync(file).isFile() || size > MAX_SECRET_BYTES) return undefined;
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch {
    // Whatever the reason, the finding says which file it is.
    return undefined;
  }
}

function unreadable(file: string, path: ConfigPath): Finding {
  return {
    severity: 'error',
    path,
    message: `The file "${file}" can't be read, or is empty.`,
    allowed: `the path of a file of 1 to ${MAX_SECRET_BYTES} bytes`,
    hint: 'Check the path and the permissions of the file.',
  };
}
