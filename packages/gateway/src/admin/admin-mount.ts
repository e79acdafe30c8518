import type { ServerResponse } from 'node:http';
import { CSRF_HEADER } from '@seawall/admin-api/wire';
import type { Seawall } from '@seawall/client';
import type { Clock, CreateId, Logger } from '@seawall/core/base';
import { checkToken } from '../front/http/access-rules.ts';
import { isLoopback } from '../front/http/listen-address.ts';
import { AdminAccess, type AdminActor } from './admin-access.ts';
import type { AdminCodes } from './admin-codes.ts';
import type { AdminServer } from './admin-server.ts';
import { MomentLog } from './moment-log.ts';
import { isOwnPage } from './own-page.ts';
import type { DashboardPage } from './page/dashboard-page.ts';
import { knownProblem, ProblemError, problemResponse } from './problems.ts';
import type { AdminSources, GatewayFacts } from './sources.ts';
import { AdminTokens } from './tokens/admin-tokens.ts';

/** How the admin API of a gateway is reached, and what it is made of. */
export interface AdminOptions {
  /** What everybody needs, also on this machine. Asked at each request: a reload may change it. */
  readonly token: () => string;
  /** Those of the links that open the dashboard. */
  readonly codes: AdminCodes;
  /** Where the digests of tokens are kept that people make; without it none can be made. */
  readonly tokenFile?: string;
  /** Called at the first request that is let in; where it rejects, that request fails and the next one tries again. */
  open(): Promise<AdminSources>;
  /** Where the built dashboard lies, asked when somebody opens it; without it `/` has no page. May throw where it is not installed. */
  readonly pageFolder?: () => string;
}

/** The admin API behind the HTTP front. Little is loaded before somebody with access asks for something. */
export interface AdminMount {
  answer(exchange: AdminExchange): Promise<Response>;
  /** The dashboard, for everybody: it is nothing but files. `undefined` where it has no such address. */
  answerPage(request: Request): Promise<Response | undefined>;
  /** Ends the streams. May be called twice. */
  close(): Promise<void>;
}

/** One request for the admin API; the front has checked its host. */
export interface AdminExchange {
  readonly request: Request;
  readonly outgoing: ServerResponse;
  /** From where it comes. */
  readonly address: string;
}

/** What the mount needs of the gateway. */
export interface AdminSurroundings {
  readonly seawall: Seawall;
  readonly version: string;
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly logger: Logger;
  readonly gateway: () => GatewayFacts;
}

/** Whether a path belongs to the admin API. */
export function isAdminPath(path: string): boolean {
  return path === METRICS_PATH || path === '/api' || path.startsWith('/api/');
}

const METRICS_PATH = '/metrics';
const SESSION_PATH = '/api/session';

/** Builds the admin side of a front. */
export function createAdminMount(surroundings: AdminSurroundings, options: AdminOptions): AdminMount {
  return new LazyAdmin(surroundings, options);
}

class LazyAdmin implements AdminMount {
  readonly #surroundings: AdminSurroundings;
  readonly #options: AdminOptions;
  readonly #access: AdminAccess;
  readonly #tokens: AdminTokens;
  /** Listens from the start: what happens while nobody looks is told to whoever looks later. */
  readonly #moments: MomentLog;
  #server: Promise<AdminServer> | undefined;
  #page: DashboardPage | undefined;
  #isClosed = false;

  constructor(surroundings: AdminSurroundings, options: AdminOptions) {
    const { token, codes, tokenFile: file } = options;
    const { clock, createId, logger } = surroundings;
    this.#surroundings = surroundings;
    this.#options = options;
    this.#tokens = new AdminTokens({ file, clock, createId, logger });
    this.#moments = new MomentLog((listener) => surroundings.seawall.subscribe(listener));
    this.#access = new AdminAccess({ clock, token, codes, tokens: this.#tokens });
  }

  async answer({ request, outgoing, address }: AdminExchange): Promise<Response> {
    try {
      const url = new URL(request.url);
      if (url.pathname === METRICS_PATH) return await this.#answerMetrics(request, address);
      if (!isOwnPage(request.headers, this.#surroundings.seawall.settings.listen)) throw FOREIGN_PAGE;
      const actor = await this.#admit(request, { path: url.pathname, address });
      const server = await this.#load();
      return await server.answer(request, { outgoing, address, actor });
    } catch (error) {
      return knownProblem(error) ?? this.#unforeseen(error);
    }
  }

  async answerPage(request: Request): Promise<Response | undefined> {
    const { pageFolder } = this.#options;
    if (pageFolder === undefined) return undefined;
    const { DashboardPage } = await import('./page/dashboard-page.ts');
    this.#page ??= new DashboardPage(pageFolder);
    return this.#page.answer(request);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#moments.close();
    // One that could not be opened has nothing to close, and whoever asked for it was told.
    const server = await this.#server?.catch(() => undefined);
    await server?.close();
  }

  /** Who asks; nobody yet where a session is to be opened. */
  async #admit(
    request: Request,
    { path, address }: { readonly path: string; readonly address: string },
  ): Promise<AdminActor | undefined> {
    await this.#tokens.load();
    if (path === SESSION_PATH && request.method === 'POST') return undefined;
    const { method, headers } = request;
    const text = (name: string): string | undefined => headers.get(name) ?? undefined;
    try {
      return this.#access.check({
        method,
        authorization: text('authorization'),
        cookie: text('cookie'),
        csrf: text(CSRF_HEADER),
        address,
      });
    } catch (error) {
      if (isGuess(error, request)) await this.#noteGuess(`${method} ${path}`, error);
      throw error;
    }
  }

  async #answerMetrics(request: Request, address: string): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problemResponse('METHOD_NOT_ALLOWED', { detail: 'Metrics are read with GET.', headers: { allow: 'GET' } });
    const { settings } = this.#surroundings.seawall;
    const authorization = request.headers.get('authorization') ?? undefined;
    // On this machine everybody may read them, as a scraper there has no token; beyond it whoever may call tools or administer.
    const isOpen = isLoopback(settings.listen.host) || checkToken(authorization, settings) === undefined;
    if (!isOpen) await this.#admit(request, { path: METRICS_PATH, address });
    const { metrics } = (await this.#load()).sources;
    const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
    return new Response(await metrics.scrape(), { headers });
  }

  async #noteGuess(action: string, error: ProblemError): Promise<void> {
    const { logger } = this.#surroundings;
    logger.log('warn', 'Somebody asked for a change through the admin API with a wrong token or session.', { action });
    try {
      const { sources } = await this.#load();
      await sources.audit.append({ actor: 'unknown', action, decision: 'refused', outcome: error.code });
    } catch (cause) {
      // Whoever guessed is refused all the same.
      logger.log('error', 'A refused attempt could not be written into the audit.', { error: cause });
    }
  }

  #load(): Promise<AdminServer> {
    if (this.#isClosed) throw new ProblemError('UNAVAILABLE', { detail: 'The gateway is being closed.' });
    this.#server ??= this.#open();
    return this.#server;
  }

  async #open(): Promise<AdminServer> {
    try {
      const [{ createAdminServer }, sources] = await Promise.all([import('./admin-server.ts'), this.#options.open()]);
      const { codes } = this.#options;
      const context = { ...this.#surroundings, sources };
      const own = { access: this.#access, tokens: this.#tokens, moments: this.#moments };
      return createAdminServer({ context, codes, ...own });
    } catch (error) {
      // What stood in the way may be gone at the next request.
      this.#server = undefined;
      throw error;
    }
  }

  #unforeseen(error: unknown): Response {
    this.#surroundings.logger.log('error', 'A request of the admin API failed in a way that was not foreseen.', {
      error,
    });
    return problemResponse('INTERNAL', { detail: 'The gateway failed; its log has the details.' });
  }
}

const FOREIGN_PAGE = new ProblemError('FORBIDDEN', {
  detail: 'The request comes from the page of another site.',
  hint: 'Add its host name to seawall.listen.allowedOrigins if it is meant.',
});

/** A change with a token or session that is wrong. Bounded: after some of them nothing is looked at for a while. */
function isGuess(error: unknown, request: Request): error is ProblemError {
  const hasCredentials = request.headers.has('authorization') || request.headers.has('cookie');
  return (
    error instanceof ProblemError && error.code === 'UNAUTHENTICATED' && hasCredentials && request.method !== 'GET'
  );
}
