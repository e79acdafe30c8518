import type { AdminClient, AuditEntry } from '@seawall/admin-api';
import type { Page } from 'playwright-core';
import { until } from '../../support/polling.ts';

/** Gives a reason in the dialog that asks for one, and does what it is about. */
export async function confirm(page: Page, action: string, reason: string): Promise<void> {
  const dialog = confirmDialog(page);
  const button = dialog.getByRole('button', { name: action, exact: true });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await button.click();
  await dialog.waitFor({ state: 'detached' });
}

/** The dialog that names consequences and asks for a reason. */
export function confirmDialog(page: Page) {
  return page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'Reason' }) });
}

/** Waits until the audit tells that somebody in a browser did something, and gives the row. */
export function audited(admin: AdminClient, action: string, reason?: string): Promise<AuditEntry> {
  return until(
    async () => {
      const { items } = await admin.request('listAudit', { query: { action } });
      return items.find((row) => row.actor.startsWith('browser ') && (reason === undefined || row.reason === reason));
    },
    { what: `the audit tells of ${action}` },
  );
}
