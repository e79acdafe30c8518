import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { type AdminMount, isAdminPath } from '../../admin/admin-mount.ts';
import { isOwnPage } from '../../admin/own-page.ts';
import { problemResponse } from '../../admin/problems.ts';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { checkSource, checkToken, isAllowedOrigin, type Refusal } from './access-rules.ts';
import { healthAnswer, readinessAnswer } from './health-routes.ts';
import { errorAnswer, REFUSED_CODE } from './http-answers.ts';
import type { McpEndpoint } from './mcp-endpoint.ts';

/** The routes of the HTTP front. Host and origin are checked for all of them, the token for what tells or does more. */
export type HttpApp = Hono<{ Bindings: HttpBindings }>;

/** Builds the routes. */
export function createHttpApp(context: GatewayContext, endpoint: McpEndpoint, admin?: AdminMount): HttpApp {
  const { seawall, clock } = context;
  const startedAtMs = clock.monotonicMs();
  const app: HttpApp = new Hono();
  app.use(async (c, next) => {
    const origin = c.req.header('origin');
    const isForAdmin = admin !== undefined && isAdminPath(c.req.path);
    // A browser names the origin of the dashboard too, where it posts; its host is the one that is checked anyway.
    const isOwn = isForAdmin && isOwnPage(c.req.raw.headers, seawall.settings.listen);
    const source = { host: c.req.header('host'), origin: isOwn ? undefined : origin };
    const refusal = checkSource(source, seawall.settings);
    if (refusal !== undefined)
      return isForAdmin ? problemResponse('FORBIDDEN', { detail: refusal.message }) : refuse(refusal);
    // No page of another origin may read what it answers: what lets hosts in does not count for it.
    if (isForAdmin) {
      const { outgoing, incoming } = c.env;
      return admin.answer({ request: c.req.raw, outgoing, address: incoming.socket.remoteAddress ?? '' });
    }
    if (c.req.method === 'OPTIONS' && origin !== undefined)
      return preflightAnswer(origin, c.req.header('access-control-request-headers'));
    await next();
    if (origin !== undefined && isAllowedOrigin(origin, seawall.settings.listen)) allowOrigin(c.res.headers, origin);
    return undefined;
  });
  app.get('/healthz', () => healthAnswer(context, startedAtMs));
  app.get('/readyz', (c) =>
    readinessAnswer(context, {
      withDetails: checkToken(c.req.header('authorization'), seawall.settings) === undefined,
    }),
  );
  app.all('/mcp', (c) => {
    const refusal = checkToken(c.req.header('authorization'), seawall.settings);
    if (refusal !== undefined) return refuse(refusal);
    return endpoint.handle({ request: c.req.raw, incoming: c.env.incoming, outgoing: c.env.outgoing });
  });
  app.notFound(
    async (c) =>
      (await admin?.answerPage(c.req.raw)) ??
      errorAnswer({ status: 404, code: REFUSED_CODE, message: 'There is nothing here. MCP is served at /mcp.' }),
  );
  app.onError((error) => {
    context.logger.log('error', 'An HTTP request failed in a way that was not foreseen.', { reason: error.message });
    return errorAnswer({
      status: 500,
      code: INTERNAL_ERROR_CODE,
      message: 'The gateway failed; its log has the details.',
    });
  });
  return app;
}

const INTERNAL_ERROR_CODE = -32_603;

function refuse({ status, message }: Refusal): Response {
  return errorAnswer({
    status,
    code: REFUSED_CODE,
    message,
    ...(status === 401 ? { headers: { 'www-authenticate': 'Bearer' } } : {}),
  });
}

const ALLOWED_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
];
/** The headers that tools ask for can not be listed ahead; a browser takes no pattern. */
const PARAM_HEADER = /^mcp-param-[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const MAX_PARAM_HEADERS = 64;

function preflightAnswer(origin: string, requested: string | undefined): Response {
  const names = (requested ?? '').split(',').map((name) => name.trim().toLowerCase());
  const paramHeaders = names.filter((name) => PARAM_HEADER.test(name)).slice(0, MAX_PARAM_HEADERS);
  const headers = new Headers({
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': [...ALLOWED_HEADERS, ...paramHeaders].join(', '),
    'access-control-max-age': '600',
  });
  allowOrigin(headers, origin);
  return new Response(null, { status: 204, headers });
}

function allowOrigin(headers: Headers, origin: string): void {
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', 'mcp-session-id, retry-after, www-authenticate');
  headers.append('vary', 'origin');
}
