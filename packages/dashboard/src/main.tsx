import './theme/theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createServices } from './data/services.tsx';
import { openSessionByLink } from './shell/open-session-by-link.ts';
import { reloadStalePage } from './shell/reload-stale-page.ts';
import { createPageRouter } from './shell/router.tsx';
import { followSystemTheme } from './theme/theme-mode.ts';

const basepath = new URL('.', document.baseURI).pathname;
const services = createServices({ baseUrl: basepath.replace(/\/$/, '') });
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

followSystemTheme();
await openSessionByLink(services.admin);
services.start();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') services.live.wake();
});
// After a sleep, in a page that was put aside, and when the network is back.
for (const event of ['online', 'pageshow', 'resume']) window.addEventListener(event, () => services.live.wake());
window.addEventListener('vite:preloadError', (event) => {
  const { clock } = services;
  const isReloading = reloadStalePage({ storage: sessionStorage, now: clock.now, reload: () => location.reload() });
  if (isReloading) event.preventDefault();
});
createRoot(document.getElementById('root') ?? document.body).render(
  <App services={services} router={createPageRouter(basepath)} {...(nonce === undefined ? {} : { nonce })} />,
);
