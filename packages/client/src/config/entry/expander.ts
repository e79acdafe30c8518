import { basename, sep } from 'node:path';
import type { ConfigPath } from '../config-path.ts';
import { didYouMean } from '../did-you-mean.ts';
import { type Environment, homeOf } from '../environment.ts';
import type { Finding } from '../finding.ts';
import { type Expansion, expandVariables } from './variables.ts';

/** Replaces variables in the texts of one entry, and keeps what was wrong about them. */
export interface Expander {
  /**
   * The text with its variables replaced; `undefined` when one of them has no value, which is noted as a finding.
   *
   * Variables of `own` come before those of the environment.
   */
  expand(text: string, path: ConfigPath, own?: Environment): string | undefined;
  readonly findings: readonly Finding[];
  /** Variables that were put in, with their values. */
  readonly variables: ReadonlyMap<string, string>;
}

/** What {@link createExpander} is made of. */
export interface ExpanderOptions {
  readonly env: Environment;
  /** What `${workspaceFolder}` means. */
  readonly folder: string;
  /** What an editor would ask for, by id: the question. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** Makes an expander for one entry. */
export function createExpander(options: ExpanderOptions): Expander {
  const { env, folder } = options;
  const findings: Finding[] = [];
  const variables = new Map<string, string>();
  const builtIn: Readonly<Record<string, string>> = {
    workspaceFolder: folder,
    workspaceFolderBasename: basename(folder),
    userHome: homeOf(env),
    pathSeparator: sep,
    '/': sep,
  };
  return {
    findings,
    variables,
    expand: (text, path, own) => {
      const lookup = (name: string): string | undefined => {
        if (own !== undefined && Object.hasOwn(own, name)) return own[name];
        return Object.hasOwn(env, name) ? env[name] : undefined;
      };
      const expansion = expandVariables(text, { lookup, builtIn });
      for (const [name, value] of expansion.used) variables.set(name, value);
      const found = toFindings(expansion, path, { ...options, own });
      findings.push(...found);
      return found.some((finding) => finding.severity === 'error') ? undefined : expansion.text;
    },
  };
}

interface FindingContext extends ExpanderOptions {
  readonly own: Environment | undefined;
}

/** Of one text, more variables are not told one by one. */
const MAX_NAMES = 100;

function toFindings(expansion: Expansion, path: ConfigPath, context: FindingContext): readonly Finding[] {
  const findings: Finding[] = [];
  for (const name of expansion.missing.slice(0, MAX_NAMES)) findings.push(missingVariable(name, path, context));
  for (const reference of expansion.unsupported.slice(0, MAX_NAMES))
    findings.push(unsupported(reference, path, context.inputs));
  for (const name of expansion.empty.slice(0, MAX_NAMES)) {
    findings.push({ severity: 'warning', path, message: `The variable "${name}" is set, but empty.` });
  }
  if (expansion.isUnclosed) {
    const message = 'A variable is not closed: "${" without "}". It is passed on as it stands.';
    findings.push({ severity: 'warning', path, message });
  }
  return findings;
}

function missingVariable(name: string, path: ConfigPath, context: FindingContext): Finding {
  const suggestion = didYouMean(name, [...Object.keys(context.own ?? {}), ...Object.keys(context.env)]);
  return {
    severity: 'error',
    code: 'CONFIG_VARIABLE_MISSING',
    path,
    message: `The variable "${name}" is not set.`,
    missing: [name],
    ...(suggestion === undefined ? {} : { suggestion }),
    hint: `Set ${name} in the environment that Seawall is started in, or write \${${name}:-DEFAULT}.`,
  };
}

function unsupported(reference: string, path: ConfigPath, inputs: ReadonlyMap<string, string>): Finding {
  const [kind = '', ...rest] = reference.split(':');
  const id = rest.join(':');
  const question = kind === 'input' ? inputs.get(id) : undefined;
  const variable = id.replace(/\W+/g, '_').toUpperCase();
  return {
    severity: 'error',
    code: 'CONFIG_INPUT_UNSUPPORTED',
    path,
    message:
      kind === 'input'
        ? `The input "${id}"${question === undefined ? '' : ` ("${question}")`} is asked for by an editor; Seawall has nobody to ask.`
        : `Only an editor can resolve "${reference}".`,
    missing: [id],
    hint: `Put the value into an environment variable and write \${${variable}} instead of \${${reference}}.`,
  };
}
