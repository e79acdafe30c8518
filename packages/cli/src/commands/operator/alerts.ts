import { MCPConfigurationError } from '@seawall/core/base';
import { type AdminFlags, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { alertLines, silenceLines } from '../../report/operator/alert-text.ts';
import { viewOf } from '../../report/operator/report-view.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { type ReasonFlags, reasonOf } from './reason-flag.ts';

/** What the command line says. */
export interface AlertsFlags extends AdminFlags {
  readonly state?: string;
  readonly server?: string;
  readonly rule?: string;
  readonly limit?: number;
}

/** `seawall alerts`: what fires or is about to. */
export function alerts(context: CommandContext, flags: AlertsFlags): Promise<number> {
  const { state = 'pending,firing', server, rule, limit, json } = flags;
  return withGateway(context, flags, async ({ connection }) => {
    const query = { states: state === 'all' ? undefined : state, server, rule, limit };
    const page = await connection.request('listAlerts', { query });
    if (json === true) writeJson(context, page);
    else if (page.items.length === 0) writeLines(context, ['No alert fits.']);
    else writeLines(context, alertLines(page.items, viewOf(context)));
    return EXIT.ok;
  });
}

/** `seawall alerts ack`: somebody looks after it. */
export function acknowledge(context: CommandContext, flags: AdminFlags & ReasonFlags, id: string): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const body = { reason: reasonOf(flags) };
    const alert = await connection.request('acknowledgeAlert', { parameters: { id }, body });
    if (flags.json === true) writeJson(context, alert);
    else writeLines(context, alertLines([alert], viewOf(context)));
    return EXIT.ok;
  });
}

/** What the command line says about a silence. */
export interface SilenceFlags extends AdminFlags {
  readonly reason: string;
  /** For how long, in milliseconds. */
  readonly for: number;
}

/** `seawall alerts silence`: tells nobody of matching alerts for a while. */
export function silence(context: CommandContext, flags: SilenceFlags, texts: readonly string[]): Promise<number> {
  const matchers = texts.map(toMatcher);
  return withGateway(context, flags, async ({ connection }) => {
    const { items: muted } = await connection.request('previewSilence', { body: { matchers } });
    const endsAtMs = context.clock.now() + flags.for;
    const created = await connection.request('createSilence', { body: { reason: flags.reason, matchers, endsAtMs } });
    if (flags.json === true) writeJson(context, created);
    else {
      const view = viewOf(context);
      writeLines(context, [...silenceLines([created], view), '', `Alerts that it mutes now: ${muted.length}`]);
      if (muted.length > 0) writeLines(context, alertLines(muted, view));
    }
    return EXIT.ok;
  });
}

/** `seawall alerts silences`: those in force. */
export function silences(context: CommandContext, flags: AdminFlags): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const found = await connection.request('listSilences');
    if (flags.json === true) writeJson(context, found);
    else writeLines(context, silenceLines(found.items, viewOf(context)));
    return EXIT.ok;
  });
}

/** `seawall alerts unsilence`: ends a silence now. */
export function endSilence(context: CommandContext, flags: AdminFlags & ReasonFlags, id: string): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const ended = await connection.request('endSilence', { parameters: { id }, body: { reason: reasonOf(flags) } });
    if (flags.json === true) writeJson(context, ended);
    else writeLines(context, [`Silence ${toDisplayLine(ended.id)} is over.`]);
    return EXIT.ok;
  });
}

function toMatcher(text: string) {
  const [, label, operator, value] = /^([A-Za-z_][\w.-]*)(=~|!~|!=|=)(.*)$/s.exec(text) ?? [];
  const known = OPERATORS.find((each) => each === operator);
  if (label !== undefined && known !== undefined && value !== undefined) return { label, operator: known, value };
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: 'A matcher is not one of LABEL=VALUE, LABEL!=VALUE, LABEL=~PATTERN, LABEL!~PATTERN.',
    hint: 'Write for example server=files, or alertname=~circuit.*',
  });
}

const OPERATORS = ['=', '!=', '=~', '!~'] as const;
