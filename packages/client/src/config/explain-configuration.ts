import { basename } from 'node:path';
import { redact } from '@seawall/core/base';
import { type ConfigPath, formatPath, isRecord, valueAt } from './config-path.ts';
import { type Configuration, SETTINGS_DEFAULTS, type ServerOptions } from './configuration.ts';
import { readDocument } from './document/read-document.ts';
import { listServers } from './entry/server-list.ts';

/** One setting that is in force. */
export interface ExplainedValue {
  /** As `seawall.listen.port`. */
  readonly path: string;
  /** As it is written, variables included, where it is written; secrets are hidden. */
  readonly value: unknown;
  /** The place that set it: a file and a key of it, a default, the command line. */
  readonly from: string;
}

/**
 * Everything that is set, and where each value comes from.
 *
 * Reads the file again, because a configuration that is in force keeps nothing of how it was written. What stands in a file
 * that changed since then is told as what it says now.
 *
 * @throws {@link MCPConfigurationError} with a `CONFIG_*` code when the file can't be read any more.
 */
export async function explainConfiguration(configuration: Configuration): Promise<readonly ExplainedValue[]> {
  const written = await readWritten(configuration);
  return [...explainSettings(configuration, written), ...explainServers(configuration, written)].slice(0, MAX_VALUES);
}

/** More are left out. */
const MAX_VALUES = 5000;

/** A configuration as somebody wrote it, secrets hidden. */
interface Written {
  readonly root: Readonly<Record<string, unknown>>;
  /** What the place is called. */
  readonly name: string;
}

async function readWritten({ file, secrets }: Configuration): Promise<Written> {
  if (file === undefined) return { root: {}, name: 'the configuration that the program was given' };
  const { document } = await readDocument(file);
  const root = redact(document.value, { configuredSecrets: secrets });
  return { root: isRecord(root) ? root : {}, name: basename(file) };
}

function explainSettings(configuration: Configuration, { root, name }: Written): readonly ExplainedValue[] {
  const { secrets, file } = configuration;
  // What rules and sinks come to in the end is told by themselves.
  const { alerts: _alerts, ...settings } = configuration.settings;
  const inForce = redact(settings, { configuredSecrets: secrets });
  const written = leavesOf(root.seawall)
    .filter(({ path }) => path[0] !== 'defaults')
    .map(withoutKeyOfSink);
  const paths = new Set(written.map(({ path }) => formatPath(path)));
  const further = leavesOf(inForce).filter(({ path }) => !paths.has(formatPath(path)));
  const elsewhere = file === undefined ? name : 'the command line or the environment';
  return [
    ...written.map(({ path, value }) => {
      const actual = valueAt(inForce, path);
      const isOverruled = isPlain(value) && isPlain(actual) && actual !== value;
      return toExplained(['seawall', ...path], isOverruled ? actual : value, isOverruled ? elsewhere : name);
    }),
    ...further.map(({ path, value }) => {
      const isDefault = sameValue(value, valueAt(SETTINGS_DEFAULTS, path));
      return toExplained(['seawall', ...path], value, isDefault ? DEFAULT : elsewhere);
    }),
  ];
}

/**
 * The path of a sink's address can be a key that nothing tells from a path. As long as it is in force it is known to redaction,
 * but what is written may be newer.
 */
function withoutKeyOfSink(leaf: Leaf): Leaf {
  const { path, value } = leaf;
  const isAddress = path[0] === 'alerts' && path[1] === 'sinks' && path.at(-1) === 'url';
  if (!isAddress || typeof value !== 'string' || !URL.canParse(value)) return leaf;
  const { origin, pathname, search } = new URL(value);
  return pathname === '/' && search === '' ? leaf : { path, value: `${origin}/…` };
}

/** A value that is in force just as it is written: a text may have variables in it, and paths are made absolute. */
function isPlain(value: unknown): boolean {
  return (
    typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && /^[\w-]+$/.test(value))
  );
}

function explainServers({ servers }: Configuration, { root, name }: Written): readonly ExplainedValue[] {
  const seawall = isRecord(root.seawall) ? root.seawall : {};
  const defaults = leavesOf(seawall.defaults);
  const entries = new Map(listServers(root).entries.map((entry) => [entry.name, entry]));
  return servers.flatMap((server): readonly ExplainedValue[] => {
    const entry = entries.get(server.name);
    const path = entry?.path ?? ['mcpServers', server.name];
    const own = leavesOf(entry?.value);
    const said = new Set(own.map((leaf) => formatPath(leaf.path)));
    const inherited = defaults
      .map((leaf) => ({ ...leaf, path: ['seawall', ...leaf.path] }))
      .filter((leaf) => !said.has(formatPath(leaf.path)));
    for (const leaf of inherited) said.add(formatPath(leaf.path));
    const builtIn = server.kind === 'usable' ? plainOptions(server.options) : [];
    return [
      ...own.map((leaf) => toExplained([...path, ...leaf.path], leaf.value, name)),
      ...inherited.map((leaf) => toExplained([...path, ...leaf.path], leaf.value, `${name}: seawall.defaults`)),
      ...builtIn
        .filter(([option]) => !said.has(formatPath(['seawall', option])))
        .map(([option, value]) => toExplained([...path, 'seawall', option], value, DEFAULT)),
    ];
  });
}

/** Options that are one value each. */
function plainOptions(options: ServerOptions): readonly (readonly [option: string, value: unknown])[] {
  return PLAIN_OPTIONS.map((option) => [option, options[option]]);
}

const PLAIN_OPTIONS = [
  'timeoutMs',
  'totalTimeoutMs',
  'maxTotalTimeoutMs',
  'connectTimeoutMs',
  'listTimeoutMs',
  'maxMessageBytes',
  'session',
  'inheritEnv',
  'security',
  'trustAnnotations',
] as const satisfies readonly (keyof ServerOptions)[];

const DEFAULT = 'default';

function toExplained(path: ConfigPath, value: unknown, place: string): ExplainedValue {
  const text = formatPath(path);
  return { path: text, value, from: place === DEFAULT || place.includes(' ') ? place : `${place}: ${text}` };
}

interface Leaf {
  readonly path: ConfigPath;
  readonly value: unknown;
}

/** Every value that is no object, with its path; lists are values. */
function leavesOf(value: unknown, path: ConfigPath = []): readonly Leaf[] {
  if (!isRecord(value)) return value === undefined ? [] : [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
