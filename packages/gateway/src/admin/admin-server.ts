import { ADMIN_ROUTES, type Route } from '@seawall/admin-api';
import { Hono } from 'hono';
import type { AdminAccess } from './admin-access.ts';
import type { AdminCodes } from './admin-codes.ts';
import type { Asked } from './asked.ts';
import { createEventFeed } from './event-feed.ts';
import { EventHub } from './event-hub.ts';
import { ExportPlaces } from './exports.ts';
import { createHandlers } from './handlers/create-handlers.ts';
import { ServerViews } from './handlers/server-views.ts';
import type { MomentLog } from './moment-log.ts';
import { knownProblem, problemResponse } from './problems.ts';
import { createReloadMemory } from './reload-memory.ts';
import { RouteExchange, type RouteParts } from './route-exchange.ts';
import { show } from './show.ts';
import type { AdminContext, AdminSources } from './sources.ts';
import type { AdminTokens } from './tokens/admin-tokens.ts';

/** The admin API, loaded. */
export interface AdminServer {
  readonly sources: AdminSources;
  /** Answers a request of somebody who was let in; `actor` is absent where a session is to be opened. */
  answer(request: Request, asked: Asked): Promise<Response>;
  /** Ends the streams. May be called twice. */
  close(): void;
}

/** What the admin API is made of. */
export interface AdminServerOptions {
  readonly context: AdminContext;
  readonly access: AdminAccess;
  readonly codes: AdminCodes;
  readonly tokens: AdminTokens;
  readonly moments: MomentLog;
}

/** Builds the admin API from the table of its routes. */
export function createAdminServer({ context, access, codes, tokens, moments }: AdminServerOptions): AdminServer {
  const { clock, logger, sources } = context;
  const reloads = createReloadMemory(sources.subscribe);
  const feed = createEventFeed(context, new ServerViews(context));
  const hub = new EventHub({ clock, logger, feed, show: (event) => show(ADMIN_ROUTES.getEvents.answer, event) });
  const handlers = createHandlers(context, { reloads, tokens, moments });
  const app = createRoutes({ context, access, codes, tokens, hub, handlers, places: new ExportPlaces() });
  return {
    sources,
    answer: async (request, asked) => app.fetch(request, asked),
    close: () => {
      hub.close();
      reloads.close();
    },
  };
}

function createRoutes(parts: RouteParts): Hono<{ Bindings: Asked }> {
  const { logger } = parts.context;
  const app = new Hono<{ Bindings: Asked }>();
  const methods = new Map<string, Set<string>>();
  for (const [id, route] of Object.entries<Route>(ADMIN_ROUTES)) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const exchange = new RouteExchange(id, route, parts);
    app.on(route.method, path, (c) => exchange.answer(c.req, c.env));
    methods.set(path, (methods.get(path) ?? new Set()).add(route.method));
  }
  for (const [path, known] of methods)
    app.all(path, () =>
      problemResponse('METHOD_NOT_ALLOWED', {
        detail: `This is reached with ${[...known].join(' or ')} only.`,
        headers: { allow: [...known].join(', ') },
      }),
    );
  app.notFound(() =>
    problemResponse('NOT_FOUND', { detail: 'There is no such operation.', hint: '/api/openapi.json lists them.' }),
  );
  app.onError((error) => {
    const known = knownProblem(error);
    if (known !== undefined) return known;
    logger.log('error', 'A request of the admin API failed in a way that was not foreseen.', { error });
    return problemResponse('INTERNAL', { detail: 'The gateway failed; its log has the details.' });
  });
  return app;
}
