import { type ConfigurationFault, formatFault, MCPConfigurationError } from '@seawall/core/base';
import { type ConfigPath, formatPath } from './config-path.ts';
import type { Position } from './document/document.ts';

/** Something odd or wrong in a configuration, while it is read: a fault before its place in the file is known. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** @default 'CONFIG_INVALID' */
  readonly code?: FindingCode;
  readonly path: ConfigPath;
  readonly message: string;
  /** As {@link showValue} gives it. */
  readonly value?: string;
  readonly allowed?: string;
  readonly suggestion?: string;
  /** Variables that have to be set and are not. */
  readonly missing?: readonly string[];
  /** What to do. */
  readonly hint?: string;
  /** Where it stands, when the finder knew. */
  readonly position?: Position;
}

/** What kind of trouble a finding is; of several in one error the first in this order decides the error's code. */
export type FindingCode =
  | 'CONFIG_INVALID'
  | 'CONFIG_VARIABLE_MISSING'
  | 'CONFIG_INPUT_UNSUPPORTED'
  | 'CONFIG_POLICY_REFUSED';

/** Tells where in the file a path stands. */
export type Locate = (path: ConfigPath) => Position | undefined;

/** A finding as the house passes it on. */
export function toFault(finding: Finding, locate: Locate): ConfigurationFault {
  const { path, message, value, allowed, suggestion, severity } = finding;
  const position = finding.position ?? locateNearest(path, locate);
  return {
    path: formatPath(path),
    message,
    ...(value === undefined ? {} : { value }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(position ?? {}),
    severity,
  };
}

/** One error for all findings about one thing. */
export function createConfigError(options: ConfigErrorOptions): MCPConfigurationError {
  const { findings, locate, subject, file, section } = options;
  const faults = findings.slice(0, MAX_FAULTS).map((finding) => toFault(finding, locate));
  const lines = faults.slice(0, MAX_LINES).map((fault) => shorten(formatFault(fault)));
  if (findings.length > MAX_LINES) lines.push(`and ${findings.length - MAX_LINES} more.`);
  const codes = findings.map((finding) => finding.code ?? 'CONFIG_INVALID');
  const code = CODE_ORDER.find((candidate) => codes.includes(candidate)) ?? 'CONFIG_INVALID';
  const leading = findings.find((finding) => (finding.code ?? 'CONFIG_INVALID') === code);
  const missingKeys = [...new Set(findings.flatMap((finding) => finding.missing ?? []))];
  return new MCPConfigurationError({
    code,
    ...(file === undefined ? {} : { configFile: file }),
    ...(section === undefined || section.length === 0 ? {} : { configSection: formatPath(section) }),
    ...(missingKeys.length === 0 ? {} : { missingKeys }),
    faults,
    message:
      lines.length === 1
        ? `${subject} ${lines[0]}`
        : [`${subject} There are ${findings.length} faults.`, ...lines].join('\n  '),
    hint: leading?.hint ?? 'Correct each place that is named.',
  });
}

/** What {@link createConfigError} is made of. */
export interface ConfigErrorOptions {
  /** At least one, all errors. */
  readonly findings: readonly Finding[];
  readonly locate: Locate;
  /** The first sentence: what can't be used. */
  readonly subject: string;
  readonly file?: string | undefined;
  readonly section?: ConfigPath;
}

const CODE_ORDER: readonly FindingCode[] = [
  'CONFIG_INVALID',
  'CONFIG_VARIABLE_MISSING',
  'CONFIG_INPUT_UNSUPPORTED',
  'CONFIG_POLICY_REFUSED',
];

/** More faults are counted, not kept. */
const MAX_FAULTS = 200;
/** More faults are not spelled out in a message. */
const MAX_LINES = 10;
const MAX_LINE_LENGTH = 400;

/** Where something is missing, the place it ought to stand in is named. */
function locateNearest(path: ConfigPath, locate: Locate): Position | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const position = locate(path.slice(0, length));
    if (position !== undefined) return position;
  }
  return undefined;
}

function shorten(line: string): string {
  return line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;
}
