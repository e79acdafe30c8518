import type { AuditEntry } from '@seawall/admin-api';
import { renderTable } from '../../terminal/table.ts';
import type { ReportView } from './report-view.ts';
import { isoText } from './span-text.ts';

/** Rows of the audit as a table. */
export function auditTable(entries: readonly AuditEntry[], { colors, width }: ReportView): readonly string[] {
  return renderTable({
    columns: [
      { title: 'WHEN' },
      { title: 'WHO', flexible: true },
      { title: 'ACTION', flexible: true },
      { title: 'SERVER', flexible: true },
      { title: 'TARGET', flexible: true },
      { title: 'DECISION' },
      { title: 'OUTCOME', flexible: true },
      { title: 'REASON', flexible: true },
    ],
    rows: entries.map(({ atMs, actor, action, server, target, decision, outcome, reason }) => [
      isoText(atMs),
      actor,
      action,
      server ?? '-',
      target ?? '-',
      { text: decision, paint: decision === 'refused' ? colors.red : colors.green },
      outcome,
      reason ?? '-',
    ]),
    width,
    paintHeading: colors.dim,
  });
}
