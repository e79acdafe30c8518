import { createHash } from 'node:crypto';
import { type ConfigPath, isRecord } from '../config-path.ts';
import type { Launch, ServerOptions, SourceFile } from '../configuration.ts';
import { type ServerEntryInput, serverEntrySchema } from '../configuration-schema.ts';
import type { Finding } from '../finding.ts';
import { checkSchema } from '../schema-findings.ts';
import { collectSecrets, type SecretSource } from '../secrets/collect-secrets.ts';
import { checkSecurity } from '../security/check-security.ts';
import { showValue, typeText } from '../value-text.ts';
import { chooseTransport } from './choose-transport.ts';
import type { EntryContext, EntryWork } from './entry-context.ts';
import { createExpander } from './expander.ts';
import { checkHostFields } from './host-fields.ts';
import { readHttpLaunch } from './http-launch.ts';
import { findOwnEntry } from './own-entry.ts';
import type { RawEntry } from './server-list.ts';
import { checkTimeLimits, resolveServerOptions } from './server-options.ts';
import { checkServerPolicies } from './server-policies.ts';
import { readStdioLaunch } from './stdio-launch.ts';

/** Reads one server: checks it, expands it, decides how it is started. Never throws because of what the entry says. */
export async function readEntry(raw: RawEntry, context: EntryContext): Promise<EntryResult> {
  const { name, path, value } = raw;
  const base = { name, path, findings: raw.findings, secrets: new Set<string>(), sources: [] };
  if (!isRecord(value))
    return { ...base, findings: [...raw.findings, wrongType(value, path)], outcome: { kind: 'faulty' } };
  const secrets = new Set(collectSecrets(writtenTexts(value)));
  const disabled = findDisabled(value, context);
  if (disabled !== undefined) return { ...base, secrets, outcome: { kind: 'disabled', reason: disabled } };
  const checked = checkSchema(serverEntrySchema, withoutNulls(value), path);
  const entry = checked.value ?? {};
  const work: EntryWork = {
    ...context,
    path,
    expander: createExpander(context),
    findings: [...raw.findings, ...checked.findings],
    sources: [],
  };
  const launched = await readLaunch(entry, value, work);
  const findings = [...work.findings, ...work.expander.findings];
  for (const secret of launched.secrets) secrets.add(secret);
  const result = { name, path, findings, secrets, sources: work.sources };
  const { launch, options } = launched;
  if (launch === undefined || options === undefined) return { ...result, outcome: { kind: 'faulty' } };
  const own = findOwnEntry(launch, context.self);
  if (own !== undefined) return { ...result, findings: [], outcome: { kind: 'disabled', reason: own } };
  findings.push(...checkSecurity({ name, path, entry, launch, level: options.security }));
  return { ...result, outcome: { kind: 'usable', launch, options, fingerprint: fingerprintOf(launch, options) } };
}

/** One server after reading. Usable only when none of its findings is an error. */
export interface EntryResult {
  readonly name: string;
  readonly path: ConfigPath;
  readonly findings: readonly Finding[];
  readonly secrets: ReadonlySet<string>;
  readonly sources: readonly SourceFile[];
  readonly outcome:
    | {
        readonly kind: 'usable';
        readonly launch: Launch;
        readonly options: ServerOptions;
        readonly fingerprint: string;
      }
    | { readonly kind: 'disabled'; readonly reason: string }
    | { readonly kind: 'faulty' };
}

interface ReadLaunch {
  readonly launch: Launch | undefined;
  readonly options: ServerOptions | undefined;
  readonly secrets: ReadonlySet<string>;
}

async function readLaunch(
  entry: ServerEntryInput,
  raw: Readonly<Record<string, unknown>>,
  work: EntryWork,
): Promise<ReadLaunch> {
  const { path, expander, env, folder, defaults } = work;
  const fields = Object.keys(raw).filter((field) => raw[field] !== null);
  const choice = chooseTransport(entry, fields, path);
  const told = new Set(choice.findings.map((finding) => JSON.stringify(finding.path)));
  const odd = checkHostFields(raw, path).filter((finding) => !told.has(JSON.stringify(finding.path)));
  const own = entry.seawall ?? {};
  const optionsPath = [...path, 'seawall'];
  work.findings.push(...choice.findings, ...odd, ...checkTimeLimits(own, defaults, optionsPath));
  if (choice.transport === undefined) return { launch: undefined, options: undefined, secrets: new Set() };
  const { transport } = choice;
  const isStdio = transport === 'stdio';
  const launch = isStdio ? await readStdioLaunch(entry, work) : readHttpLaunch(entry, transport, work);
  const kind = isStdio ? 'stdio' : 'http';
  work.findings.push(...checkServerPolicies(own, defaults, { transport: kind, path: optionsPath }));
  const options = resolveServerOptions({ own, defaults, transport: kind, path: optionsPath, expander, env, folder });
  const source: SecretSource =
    launch?.transport === 'stdio' ? { ...launch, args: [launch.command, ...launch.args] } : { ...launch };
  const secrets = collectSecrets({ ...source, variables: expander.variables });
  return { launch, options, secrets };
}

function findDisabled(value: Readonly<Record<string, unknown>>, context: EntryContext): string | undefined {
  if (value.disabled === true) return 'The entry says "disabled": true.';
  if (value.enabled === false) return 'The entry says "enabled": false.';
  const own = isRecord(value.seawall) ? value.seawall.enabled : undefined;
  if (own === false) return 'The entry says "seawall.enabled": false.';
  return own === undefined && context.defaults.enabled === false ? '"seawall.defaults.enabled" is false.' : undefined;
}

/** Many tools write null for "not set". */
function withoutNulls(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

/** The texts of an entry as they are written, for entries that can't be used: their secrets are secrets all the same. */
function writtenTexts(value: Readonly<Record<string, unknown>>): SecretSource {
  const texts = (item: unknown): readonly string[] =>
    (Array.isArray(item) ? item : [item]).filter((text) => typeof text === 'string');
  const map = (item: unknown): Readonly<Record<string, string>> =>
    isRecord(item)
      ? Object.fromEntries(Object.entries(item).map(([key, text]) => [key, typeof text === 'string' ? text : '']))
      : {};
  const url = value.url ?? value.serverUrl ?? value.httpUrl;
  return {
    args: [...texts(value.command), ...texts(value.args)],
    env: map(value.env),
    headers: map(value.headers),
    ...(typeof url === 'string' ? { url } : {}),
  };
}

function wrongType(value: unknown, path: ConfigPath): Finding {
  return {
    severity: 'error',
    path,
    message: `The type is wrong: this is ${typeText(value)}.`,
    value: showValue(value, path),
    allowed: 'an object with "command" or "url"',
  };
}

/** Keys in order, so that moving lines in the file changes nothing. */
function fingerprintOf(launch: Launch, options: ServerOptions): string {
  const sorted = (_key: string, value: unknown): unknown =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  return createHash('sha256')
    .update(JSON.stringify([launch, options], sorted))
    .digest('hex');
}
