import type { AdminClient } from '@seawall/admin-api';

/** Opens a session with the code of the link that led here, and takes the code out of the address. */
export async function openSessionByLink(admin: AdminClient): Promise<void> {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  try {
    await admin.request('openSession', { body: { code } });
  } catch {
    // A code that is spent: the page asks for the token, or goes on with the session that it has.
  }
}
