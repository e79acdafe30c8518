import type { RouteAnswer } from '@seawall/admin-api';
import type { ErrorRecord } from '@seawall/core/base';
import type { Colors, Paint } from '../../terminal/colors.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { groupFacts } from './group-text.ts';
import { facts, paragraph, type ReportView } from './report-view.ts';
import { isoText, timeText } from './span-text.ts';

/** One error: when, where, what and its id in a line; what it says and what to do under it. */
export function errorEntryLines(entry: ErrorRecord, view: ReportView): readonly string[] {
  const { colors, nowMs } = view;
  const { atMs, server, target, error, outcome, id } = entry;
  const where = target === undefined ? server : `${server} ${target}`;
  const paint = outcomePaint(outcome, colors);
  return [
    [
      colors.dim(timeText(atMs, nowMs)),
      colors.bold(toDisplayLine(where)),
      paint(`${toDisplayLine(error.code)} ${outcome}`),
      colors.dim(toDisplayLine(id)),
    ].join('  '),
    ...paragraph(error.message, { view, indent: INDENT }),
    ...(error.hint === undefined ? [] : paragraph(`fix: ${error.hint}`, { view, indent: INDENT })),
  ];
}

/** One error with everything that is known of it. */
export function errorDetailLines({ error: entry, call, group }: RouteAnswer<'getError'>, view: ReportView) {
  const { error } = entry;
  const { colors } = view;
  const tries = call?.tries.map(
    ({ attempt, outcome, durationMs, code }) =>
      `${attempt}: ${outcome}${code === undefined ? '' : ` ${code}`} after ${Math.round(durationMs)} ms`,
  );
  const lines: readonly string[] = [
    ...paragraph(error.message, { view, indent: 0, paint: colors.bold }),
    ...(error.hint === undefined ? [] : paragraph(`fix: ${error.hint}`, { view, indent: 0, paint: colors.green })),
    '',
    ...facts(
      [
        ['when', isoText(entry.atMs)],
        ['server', entry.server],
        ['target', entry.target],
        ['method', entry.method],
        ['kind', error.kind],
        ['code', error.docs === undefined ? error.code : `${error.code}, see ${error.docs}`],
        ['retryable', error.retryable ? 'yes' : 'no'],
        ['outcome', entry.outcome],
        ['delivery', entry.delivery],
        ['took', entry.durationMs === undefined ? undefined : `${Math.round(entry.durationMs)} ms`],
        ['attempt', entry.attempt === undefined ? undefined : String(entry.attempt)],
        ['call', entry.callId],
        ['attempts', tries?.join('; ')],
        ['for', entry.principal],
        ['session', entry.session],
        ['trace', call?.traceId],
        ['because', error.chain],
        ['context', Object.keys(error.context).length === 0 ? undefined : JSON.stringify(error.context)],
        ['arguments', call?.argumentsText],
        ['result', call?.resultText],
      ],
      view,
    ),
    ...(group === undefined ? [] : ['', colors.bold('Group'), ...groupFacts(group, view)]),
  ];
  return lines;
}

function outcomePaint(outcome: ErrorRecord['outcome'], colors: Colors): Paint {
  return outcome === 'failed' ? colors.red : colors.yellow;
}

const INDENT = 4;
