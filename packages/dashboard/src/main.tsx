import './theme/theme.css';
import { notifyManager } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createServices } from './data/services.tsx';
import { adminQuery } from './data/use-admin.ts';
import { fetchAhead } from './shell/fetch-ahead.ts';
import { fetchScreens } from './shell/fetch-screens.ts';
import { DESTINATIONS } from './shell/navigation.tsx';
import { openSessionByLink } from './shell/open-session-by-link.ts';
import { reloadStalePage } from './shell/reload-stale-page.ts';
import { createPageRouter } from './shell/router.tsx';
import { followSystemTheme } from './theme/theme-mode.ts';

const basepath = new URL('.', document.baseURI).pathname;
const services = createServices({ baseUrl: basepath.replace(/\/$/, '') });
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

// What was read is shown at once; a timer would come after whatever else waits.
notifyManager.setScheduler(queueMicrotask);
followSystemTheme();
await openSessionByLink(services.admin);
// Every screen shows something of it: it is asked for before the first one is built.
void services.queries.prefetchQuery(adminQuery(services, 'getOverview'));
services.start();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') services.live.wake();
});
// After a sleep, in a page that was put aside, and when the network is back.
for (const event of ['online', 'pageshow', 'resume']) window.addEventListener(event, () => services.live.wake());
// Before what it leads to is done.
for (const event of ['pointerdown', 'click', 'keydown'])
  window.addEventListener(event, () => services.live.giveWay(), { capture: true, passive: true });
// Most who follow a link point at it for a moment, or come to it with the keyboard.
for (const event of ['pointerover', 'focusin', 'pointerdown'])
  document.addEventListener(event, ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    if (link !== null) fetchAhead(services, new URL(link.href));
  });
let isFetchingAhead = false;
window.addEventListener('vite:preloadError', (event) => {
  if (isFetchingAhead) return;
  const { clock } = services;
  const isReloading = reloadStalePage({ storage: sessionStorage, now: clock.now, reload: () => location.reload() });
  if (isReloading) event.preventDefault();
});
const router = createPageRouter(basepath);
createRoot(document.getElementById('root') ?? document.body).render(
  <App services={services} router={router} {...(nonce === undefined ? {} : { nonce })} />,
);
/** When the first screen is surely there, charts and all, in milliseconds. */
const AHEAD_MS = 1500;
services.clock.after(AHEAD_MS, () => {
  isFetchingAhead = true;
  // What fails is fetched again when it is needed.
  void fetchScreens(router).finally(() => {
    isFetchingAhead = false;
    if (services.access.read() !== 'granted') return;
    for (const { to } of DESTINATIONS) fetchAhead(services, new URL(`${services.baseUrl}${to}`, location.href));
  });
});
