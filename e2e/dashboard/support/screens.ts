import { until } from '../../support/polling.ts';
import type { Dashboard } from './dashboard.ts';

/** A screen as it is gone to, and the heading of a part of it that shows when it is there. */
export interface Screen {
  /** As a file is called. */
  readonly name: string;
  /** An address, or what has to be asked for one. */
  readonly path: string | ((admin: Dashboard['admin']) => Promise<string>);
  readonly shows: string;
}

/** The screens that the navigation leads to, and the error log. */
export const MAIN_SCREENS: readonly Screen[] = [
  { name: 'overview', path: '', shows: 'Last 24 hours' },
  { name: 'servers', path: 'servers', shows: 'Servers' },
  { name: 'errors', path: 'errors', shows: 'Causes' },
  { name: 'log', path: 'log', shows: 'Errors' },
  { name: 'calls', path: 'calls', shows: 'Calls' },
  { name: 'alerts', path: 'alerts', shows: 'Alerts' },
  { name: 'parked', path: 'parked', shows: 'Writes' },
  { name: 'settings', path: 'settings', shows: 'Audit' },
];

/** Every screen and every tab of one, for a gateway that has seen `makeHistory`. */
export const EVERY_SCREEN: readonly Screen[] = [
  ...MAIN_SCREENS,
  { name: 'server', path: 'servers/shaky', shows: 'Circuits' },
  { name: 'server-tools', path: 'servers/shaky?tab=tools', shows: 'Tools' },
  { name: 'server-errors', path: 'servers/up?tab=errors', shows: 'Error Logs: up' },
  { name: 'server-calls', path: 'servers/up?tab=calls', shows: 'Latest calls' },
  { name: 'server-timeline', path: 'servers/shaky?tab=timeline', shows: 'How its health changed' },
  { name: 'server-doctor', path: 'servers/locked?tab=doctor', shows: "The doctor's checks" },
  { name: 'server-config', path: 'servers/up?tab=config', shows: 'Configuration in force' },
  { name: 'group', path: latestGroup, shows: 'What is wrong, and what to do' },
  { name: 'error', path: latestError, shows: 'What was sent, and what came' },
  { name: 'alert-rules', path: 'alerts?tab=rules', shows: 'Rules' },
  { name: 'silences', path: 'alerts?tab=silences', shows: 'Silences' },
  { name: 'receivers', path: 'alerts?tab=sinks', shows: 'Receivers' },
  { name: 'deliveries', path: 'alerts?tab=deliveries', shows: 'Deliveries' },
];

async function latestGroup(admin: Dashboard['admin']): Promise<string> {
  return `errors/${(await admin.request('listGroups')).items[0]?.id}`;
}

async function latestError(admin: Dashboard['admin']): Promise<string> {
  return `log/${(await admin.request('listErrors')).items[0]?.id}`;
}

/** The address of a screen. */
export function pathOf({ admin }: Pick<Dashboard, 'admin'>, { path }: Screen): string | Promise<string> {
  return typeof path === 'string' ? path : path(admin);
}

/** Goes to a screen, as a click on a link does, and waits until nothing of it is on its way any more. */
export async function show(dashboard: Pick<Dashboard, 'page' | 'visit' | 'admin'>, screen: Screen): Promise<void> {
  const { page, visit } = dashboard;
  await visit(await pathOf(dashboard, screen));
  await page.getByRole('heading', { level: 2, name: screen.shows, exact: true }).first().waitFor();
  await settle({ page });
}

/** Waits until no part of the page shows that it is on its way. */
export async function settle({ page }: Pick<Dashboard, 'page'>): Promise<void> {
  const onItsWay = page.getByRole('status', { name: 'Loading' });
  await until(async () => (await onItsWay.count()) === 0, { what: 'all of the screen is there' });
}
