import type { AlertView, RouteAnswer } from '@seawall/admin-api';
import type { Colors, Paint } from '../../terminal/colors.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { renderTable } from '../../terminal/table.ts';
import { paragraph, type ReportView } from './report-view.ts';
import { spanText, timeText } from './span-text.ts';

/** Each alert in a line of its own, with what it says under it. */
export function alertLines(alerts: readonly AlertView[], view: ReportView): readonly string[] {
  return alerts.flatMap((alert) => oneAlert(alert, view));
}

function oneAlert(alert: AlertView, view: ReportView): readonly string[] {
  const { colors, nowMs } = view;
  const { severity, rule, state, labels, annotations, id } = alert;
  const where =
    labels.server === undefined ? '' : ` on ${labels.tool === undefined ? '' : `${labels.tool} of `}${labels.server}`;
  const since = alert.resolvedAtMs ?? alert.firedAtMs ?? alert.startedAtMs;
  const head = `${rule}${where}, ${state} for ${spanText(nowMs - since)}`;
  const texts = [annotations.summary, annotations.description, annotations.resolution].filter(
    (text) => text !== undefined && text !== '',
  );
  return [
    `${severityPaint(severity, colors)(severity)} ${toDisplayLine(head)}  ${colors.dim(toDisplayLine(id))}`,
    ...texts.flatMap((text) => paragraph(text ?? '', { view, indent: INDENT })),
    ...quietLines(alert, view),
  ];
}

/** Why nobody is told of it any more. */
function quietLines({ acknowledged, mutedBy }: AlertView, view: ReportView): readonly string[] {
  const { colors } = view;
  const told = (text: string): readonly string[] => paragraph(text, { view, indent: INDENT, paint: colors.dim });
  const reason = acknowledged?.reason === undefined ? '' : `: ${acknowledged.reason}`;
  return [
    ...(acknowledged === undefined ? [] : told(`acknowledged by ${acknowledged.by}${reason}`)),
    ...(mutedBy === undefined
      ? []
      : told(mutedBy.kind === 'silence' ? `silenced by ${mutedBy.silence}` : `told with alert ${mutedBy.alert}`)),
  ];
}

/** Silences that are in force or will be. */
export function silenceLines(
  silences: RouteAnswer<'listSilences'>['items'],
  { colors, width, nowMs }: ReportView,
): readonly string[] {
  if (silences.length === 0) return ['No silence is in force.'];
  return renderTable({
    columns: [
      { title: 'ID' },
      { title: 'MATCHES', flexible: true },
      { title: 'STARTS' },
      { title: 'ENDS IN', align: 'right' },
      { title: 'BY', flexible: true },
      { title: 'REASON', flexible: true },
    ],
    rows: silences.map(({ matchers, startsAtMs, endsAtMs, createdBy, reason, id }) => [
      { text: id, paint: colors.dim },
      matchers.map(({ label, operator, value }) => `${label}${operator}${value}`).join(' '),
      timeText(startsAtMs, nowMs),
      spanText(endsAtMs - nowMs),
      createdBy,
      reason,
    ]),
    width,
    paintHeading: colors.dim,
  });
}

function severityPaint(severity: AlertView['severity'], colors: Colors): Paint {
  if (severity === 'critical') return colors.red;
  return severity === 'warning' ? colors.yellow : colors.cyan;
}

const INDENT = 4;
