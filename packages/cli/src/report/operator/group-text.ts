import type { GroupRecord } from '@seawall/core/base';
import type { Colors, Paint } from '../../terminal/colors.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { countOf } from '../server-rows.ts';
import { facts, paragraph, type ReportView } from './report-view.ts';
import { isoText, spanText } from './span-text.ts';

/** Groups of errors: how each stands, where it is and its id in a line; what it is called under it. */
export function groupLines(groups: readonly GroupRecord[], view: ReportView): readonly string[] {
  const { colors, nowMs } = view;
  return groups.flatMap(({ state, count, lastSeenMs, firstSeenMs, server, code, title, id }) => [
    [
      statePaint(state, colors)(state),
      colors.bold(toDisplayLine(server)),
      `${toDisplayLine(code)} ${countOf(count, 'error')}, last ${spanText(nowMs - lastSeenMs)} ago, first ${spanText(nowMs - firstSeenMs)} ago`,
      colors.dim(toDisplayLine(id)),
    ].join('  '),
    ...paragraph(title, { view, indent: INDENT }),
  ]);
}

/** What is known of one group. */
export function groupFacts(group: GroupRecord, view: ReportView): readonly string[] {
  const { nowMs } = view;
  return facts(
    [
      ['title', group.title],
      ['id', group.id],
      ['state', `${group.state} for ${spanText(nowMs - group.stateSinceMs)}`],
      ['server', group.server],
      ['code', `${group.code} (${group.kind})`],
      ['errors', `${group.count}, of which ${group.recoveredCount} were recovered`],
      ['first seen', isoText(group.firstSeenMs)],
      ['last seen', `${isoText(group.lastSeenMs)}, ${spanText(nowMs - group.lastSeenMs)} ago`],
      ['targets', group.targets.join(', ')],
      ['sessions', group.sessions.length === 0 ? undefined : String(group.sessions.length)],
      ['grouped by', group.because.join('; ')],
      ['latest', group.latest.message],
      ['fix', group.latest.hint],
    ],
    view,
  );
}

function statePaint(state: GroupRecord['state'], colors: Colors): Paint {
  switch (state) {
    case 'new':
    case 'escalating':
    case 'regressed':
      return colors.red;
    case 'ongoing':
      return colors.yellow;
    case 'resolved':
      return colors.green;
    case 'archived':
      return colors.dim;
  }
}

const INDENT = 4;
