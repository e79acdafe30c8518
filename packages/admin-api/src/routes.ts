import type { z } from 'zod';
import type { Route } from './route.ts';
import { ALERT_ROUTES } from './routes/alert-routes.ts';
import { ERROR_ROUTES } from './routes/error-routes.ts';
import { OPERATION_ROUTES } from './routes/operation-routes.ts';
import { SERVER_ROUTES } from './routes/server-routes.ts';
import { TOKEN_ROUTES } from './routes/token-routes.ts';

/** Every route of the admin API by the name of its operation. */
export const ADMIN_ROUTES = {
  ...SERVER_ROUTES,
  ...ERROR_ROUTES,
  ...ALERT_ROUTES,
  ...OPERATION_ROUTES,
  ...TOKEN_ROUTES,
} as const satisfies Readonly<Record<string, Route>>;

/** The name of an operation. */
export type RouteId = keyof typeof ADMIN_ROUTES;

/** What an operation is given, once it is checked. */
export interface RouteInput<Id extends RouteId> {
  readonly parameters: z.output<(typeof ADMIN_ROUTES)[Id]['parameters']>;
  readonly query: z.output<(typeof ADMIN_ROUTES)[Id]['query']>;
  readonly body: z.output<(typeof ADMIN_ROUTES)[Id]['body']>;
}

/** What an operation answers. */
export type RouteAnswer<Id extends RouteId> = z.output<(typeof ADMIN_ROUTES)[Id]['answer']>;

/** How a list that can be exported is asked for as a whole: `?format=`. */
export const EXPORT_FORMATS = ['json', 'ndjson', 'csv'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
