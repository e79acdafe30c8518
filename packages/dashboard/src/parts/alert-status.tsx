import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { Status, type StatusLook } from './status.tsx';

/** How grave an alert is. */
export type Severity = RouteAnswer<'acknowledgeAlert'>['severity'];

const LOOKS: Readonly<Record<Severity, StatusLook>> = {
  critical: { tone: 'bad', shape: 'diamond', word: 'critical' },
  warning: { tone: 'warn', shape: 'triangle', word: 'warning' },
  info: { tone: 'info', shape: 'dot', word: 'info' },
};

/** How grave an alert is, as shape, word and colour. */
export function SeverityStatus({ severity }: { readonly severity: Severity }): JSX.Element {
  return <Status {...LOOKS[severity]} />;
}
