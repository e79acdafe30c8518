import {
  ALERT_DEFAULTS,
  type AlertSettings,
  type ConfiguredSilence,
  isBuiltInAlertRule,
  type Matcher,
  parseMatcher,
  resolveAlertRules,
  type SinkSettings,
} from '@seawall/core/base';
import type { ConfigPath } from '../config-path.ts';
import type { Expander } from '../entry/expander.ts';
import type { Finding } from '../finding.ts';
import { showValue } from '../value-text.ts';
import type { AlertsInput, SilenceInput, SinkInput } from './alerts-schema.ts';
import { createSecretReader } from './secret-file.ts';
import { readSinkTarget } from './sink-target.ts';
import { parseSinkUrl } from './sink-url.ts';

/** What `alerts` says, and what is wrong about it. */
export interface ReadAlerts {
  readonly settings: AlertSettings;
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
}

/** Reads `alerts`: all faults at once, each with its path. */
export function readAlerts(
  input: AlertsInput,
  context: { readonly expander: Expander; readonly folder: string; readonly path: ConfigPath },
): ReadAlerts {
  const findings: Finding[] = [];
  const { path } = context;
  const reader = createSecretReader({ ...context, findings });
  const sinks = readSinks(input, { path: [...path, 'sinks'], findings, expand: reader.expand });
  const link = readLink(input.link, { path: [...path, 'link'], findings, expand: reader.expand });
  const isOn = input.enabled !== false;
  return {
    settings: {
      rules: isOn ? readRules(input, [...path, 'rules'], findings) : [],
      sinks,
      grouping: { ...ALERT_DEFAULTS.grouping, ...definite(input.grouping) },
      flapping: { ...ALERT_DEFAULTS.flapping, ...definite(input.flapping) },
      silences: (input.silences ?? []).flatMap((silence, index) =>
        readSilence(silence, [...path, 'silences', index], findings),
      ),
      ...(link === undefined ? {} : { link }),
    },
    findings,
    secrets: [...reader.secrets],
  };
}

interface Reading {
  readonly path: ConfigPath;
  readonly findings: Finding[];
  readonly expand: (text: string, path: ConfigPath, isSecret?: boolean) => string | undefined;
}

function readRules({ rules = {} }: AlertsInput, path: ConfigPath, findings: Finding[]): AlertSettings['rules'] {
  for (const [name, rule] of Object.entries(rules)) {
    if (isBuiltInAlertRule(name)) continue;
    if (typeof rule === 'boolean') {
      findings.push(fault([...path, name], 'No rule of this name is built in.', 'an object with "when"'));
    } else if (rule.when === undefined) {
      findings.push(fault([...path, name, 'when'], 'A further rule has to say what it looks at.', '"when"'));
    }
  }
  const options = Object.entries(rules).map(([name, rule]) => [
    name,
    typeof rule === 'boolean' ? rule : definite(rule),
  ]);
  return resolveAlertRules(Object.fromEntries(options));
}

function readSinks(input: AlertsInput, reading: Reading): readonly SinkSettings[] {
  const { sinks = {} } = input;
  const entries = Object.entries(sinks);
  const log: SinkSettings = { ...ALERT_DEFAULTS.sink, name: 'log', type: 'log' };
  const own = entries.flatMap(([name, sink]) =>
    sink === false ? [] : readSink(name, sink, { ...reading, path: [...reading.path, name] }),
  );
  return Object.hasOwn(sinks, 'log') ? own : [log, ...own];
}

function readSink(name: string, sink: string | SinkInput, reading: Reading): readonly SinkSettings[] {
  const { path, findings, expand } = reading;
  let written: SinkInput;
  if (typeof sink === 'string') {
    const url = expand(sink, path, true);
    if (url === undefined) return [];
    const parsed = parseSinkUrl(url);
    if (typeof parsed === 'string') {
      findings.push(fault(path, `The URL of the sink can not be used: ${parsed}.`, SINK_URLS));
      return [];
    }
    written = parsed;
  } else written = sink;
  const target = readSinkTarget(written, reading);
  const matchers = (written.matchers ?? []).flatMap((text, index) =>
    readMatcher(text, [...path, 'matchers', index], findings),
  );
  if (target === undefined) return [];
  const { minSeverity = ALERT_DEFAULTS.sink.minSeverity, sendResolved = ALERT_DEFAULTS.sink.sendResolved } = written;
  return [{ name, minSeverity, matchers, sendResolved, ...target }];
}

const SINK_URLS =
  'slack://, pagerduty://KEY, webhook+https://…, alertmanager+https://…, mailto://HOST?from=…&to=…, or log://';

function readSilence(input: SilenceInput, path: ConfigPath, findings: Finding[]): readonly ConfiguredSilence[] {
  const matchers = input.matchers.flatMap((text, index) => readMatcher(text, [...path, 'matchers', index], findings));
  const startsAtMs = input.startsAt === undefined ? 0 : readTime(input.startsAt, [...path, 'startsAt'], findings);
  const endsAtMs = readTime(input.endsAt, [...path, 'endsAt'], findings);
  if (startsAtMs === undefined || endsAtMs === undefined || matchers.length < input.matchers.length) return [];
  if (endsAtMs <= startsAtMs) {
    findings.push(fault([...path, 'endsAt'], 'The silence ends before it begins.', 'a time after startsAt'));
    return [];
  }
  return [{ matchers, startsAtMs, endsAtMs, reason: input.reason }];
}

function readTime(text: string, path: ConfigPath, findings: Finding[]): number | undefined {
  const epochMs = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(epochMs)) return epochMs;
  findings.push({ ...fault(path, 'This is no time.', 'a time as 2026-01-02T03:04:05Z'), value: showValue(text, path) });
  return undefined;
}

/** Without a zone a time would mean something else on each machine. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

function readMatcher(text: string, path: ConfigPath, findings: Finding[]): readonly Matcher[] {
  const matcher = parseMatcher(text);
  if (typeof matcher !== 'string') return [matcher];
  const allowed = 'a label, one of = != =~ !~, and a value, as server=~"jira.*"';
  findings.push({ ...fault(path, `The matcher can not be used: ${matcher}.`, allowed), value: showValue(text, path) });
  return [];
}

function readLink(written: string | undefined, { path, findings, expand }: Reading): string | undefined {
  const link = written === undefined ? undefined : expand(written, path);
  if (link === undefined) return undefined;
  if (URL.canParse(link) && /^https?:$/.test(new URL(link).protocol)) return link;
  findings.push(fault(path, 'This is no address of a page.', 'an http or https URL'));
  return undefined;
}

function fault(path: ConfigPath, message: string, allowed: string): Finding {
  return { severity: 'error', path, message, allowed };
}

type Definite<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value. */
function definite<T extends object>(fields: T | undefined): Definite<T> {
  const entries = Object.entries(fields ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Definite<T>; // What has no value is gone.
}
