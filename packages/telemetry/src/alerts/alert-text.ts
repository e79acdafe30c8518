import { createHash } from 'node:crypto';
import { type AlertRule, redact } from '@seawall/core/base';
import type { Finding } from './evaluate-rule.ts';
import { formatDuration } from './format-duration.ts';
import type { WindowSignal } from './signals.ts';

/** What stands on an alert so that rules, silences and receivers can tell it from others. */
export function alertLabels(rule: AlertRule, finding: Finding): Readonly<Record<string, string>> {
  const labels = { ...rule.labels, ...finding.scope, alertname: rule.name, severity: rule.severity };
  return redact(Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, plainLine(value, MAX_LABEL)])));
}

/** What stands on an alert for people: what, where, why, what to do, and where to look. */
export function alertAnnotations(
  rule: AlertRule,
  finding: Finding,
  link: string | undefined,
): Readonly<Record<string, string>> {
  const values = placeholders(rule, finding);
  const texts = {
    summary: fill(rule.summary, values),
    description: fill(rule.description, values),
    action: fill(rule.action, values),
    ...(link === undefined ? {} : { link: pageLink(link, finding) }),
  };
  return Object.fromEntries(Object.entries(redact(texts)).filter(([, text]) => text !== ''));
}

/** How a value of a rule reads: a share in percent, a time in its units, else a number. */
function formatValue(rule: Pick<AlertRule, 'when'>, value: number): string {
  if (rule.when === 'error-rate') return `${Math.round(value * 100)} %`;
  if (rule.when === 'latency' || rule.when === 'parked-age') return formatDuration(value);
  return String(Math.round(value * 100) / 100);
}

/** How long an incident lasted and what it did, as its last notice says. */
export function resolutionText(durationMs: number, window: WindowSignal | undefined): string {
  const lasted = `It lasted ${formatDuration(durationMs)}.`;
  if (window === undefined || window.calls === 0) return lasted;
  const { calls, failures, recovered } = window;
  const saved = recovered === 0 ? '' : `, and ${recovered} were saved by another attempt`;
  return `${lasted} Of ${calls} ${calls === 1 ? 'call' : 'calls'} ${failures} failed${saved}.`;
}

/** Tells alerts apart: the same labels have the same one, in every process. Severity is no part of it. */
export function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const identity = Object.entries(labels)
    .filter(([name]) => name !== 'severity')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
}

const MAX_LABEL = 256;
const MAX_TEXT = 1000;
const MAX_LOOK = 20_000;

/** One line without characters that steer a terminal or begin a header. Redacted before it is cut by who calls. */
function plainLine(text: string, maxLength: number): string {
  // What lies so far behind the cut can't change what stands before it.
  const clean = redact(text.slice(0, MAX_LOOK)).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
}

function placeholders(rule: AlertRule, finding: Finding): ReadonlyMap<string, string> {
  const { server, tool } = finding.scope;
  const where =
    server === undefined
      ? 'the gateway'
      : tool === undefined
        ? `server "${server}"`
        : `tool "${tool}" of server "${server}"`;
  return new Map([
    ['alertname', rule.name],
    ['server', server ?? ''],
    ['tool', tool ?? ''],
    ['where', where],
    ['value', formatValue(rule, finding.value)],
    ['threshold', formatValue(rule, rule.threshold)],
    ['window', inMinutes(rule.windowMs)],
    ['reason', finding.reason],
    ['title', finding.title ?? ''],
  ]);
}

function inMinutes(durationMs: number): string {
  const minutes = Math.round(durationMs / 60_000);
  return minutes === 1 ? 'minute' : `${minutes} minutes`;
}

/** Values that are put in are not searched for further placeholders. */
function fill(template: string, values: ReadonlyMap<string, string>): string {
  const filled = template.replace(/\{(\w{1,20})\}/g, (written, name: string) => {
    const value = values.get(name);
    return value === undefined ? written : plainLine(value, MAX_LABEL);
  });
  return plainLine(filled.trim(), MAX_TEXT);
}

function pageLink(link: string, { scope }: Finding): string {
  const base = link.replace(/\/+$/, '');
  if (scope.group !== undefined) return `${base}/errors/${encodeURIComponent(scope.group)}`;
  if (scope.server === undefined) return `${base}/alerts`;
  return `${base}/servers/${encodeText(scope.server)}`;
}

/** A lone half of a character can't stand in a URL. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
