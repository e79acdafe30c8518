import {
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  retainSearchParams,
} from '@tanstack/react-router';
import { OverviewScreen } from '../screens/overview/overview-screen.tsx';
import { AppShell } from './app-shell.tsx';
import { BrokenScreen } from './broken-screen.tsx';
import { MissingScreen } from './missing-screen.tsx';

/** What stands behind the `?` of an address: each value is a text, and the screens read what they know. */
export type PageSearch = Readonly<Record<string, string | undefined>>;

const root = createRootRoute({
  component: AppShell,
  notFoundComponent: MissingScreen,
  errorComponent: BrokenScreen,
  validateSearch: (search: Record<string, unknown>): PageSearch =>
    Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)])),
  search: { middlewares: [retainSearchParams(['range'])] },
});

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: OverviewScreen }),
  createRoute({
    getParentRoute: () => root,
    path: '/servers',
    component: lazyRouteComponent(() => import('../screens/servers/servers-screen.tsx'), 'ServersScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/servers/$server',
    component: lazyRouteComponent(() => import('../screens/servers/server-screen.tsx'), 'ServerScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/errors',
    component: lazyRouteComponent(() => import('../screens/errors/groups-screen.tsx'), 'GroupsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/errors/$group',
    component: lazyRouteComponent(() => import('../screens/errors/group-screen.tsx'), 'GroupScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/log',
    component: lazyRouteComponent(() => import('../screens/errors/log-screen.tsx'), 'LogScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/log/$error',
    component: lazyRouteComponent(() => import('../screens/errors/error-screen.tsx'), 'ErrorScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/calls',
    component: lazyRouteComponent(() => import('../screens/calls/calls-screen.tsx'), 'CallsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/alerts',
    component: lazyRouteComponent(() => import('../screens/alerts/alerts-screen.tsx'), 'AlertsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/parked',
    component: lazyRouteComponent(() => import('../screens/parked/parked-screen.tsx'), 'ParkedScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('../screens/settings/settings-screen.tsx'), 'SettingsScreen'),
  }),
] as const;

/** Builds the router of the page, which lies below `basepath`. */
export function createPageRouter(basepath: string, history: RouterHistory = createBrowserHistory()) {
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath,
    history,
    defaultPreload: 'intent',
    defaultPreloadDelay: 0,
    scrollRestoration: true,
    // Plain texts: an address can be read, and a word that looks like a number stays a word.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
      const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
      return text === '' ? '' : `?${text}`;
    },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
