import {
  ADMIN_ROUTES,
  createOpenApi,
  EXPORT_FORMATS,
  type ExportFormat,
  exportColumns,
  type Route,
} from '@seawall/admin-api';
import { MCPError, type Page } from '@seawall/core/base';
import type { AuditAction } from '@seawall/telemetry';
import type { HonoRequest } from 'hono';
import type { AdminAccess, AdminActor, OpenedSession } from './admin-access.ts';
import { type AdminCodes, dashboardLink } from './admin-codes.ts';
import type { Asked } from './asked.ts';
import { describeAction } from './describe-action.ts';
import type { EventHub } from './event-hub.ts';
import { openEventStream } from './event-stream.ts';
import { type ExportPlaces, sendExport } from './exports.ts';
import type { AdminHandlers, OperationContext } from './operations.ts';
import { ProblemError } from './problems.ts';
import { type CheckedInput, checkInput, readJsonBody } from './read-request.ts';
import { show } from './show.ts';
import type { AdminContext } from './sources.ts';
import type { AdminTokens } from './tokens/admin-tokens.ts';

/** What the routes share. */
export interface RouteParts {
  readonly context: AdminContext;
  readonly access: AdminAccess;
  readonly codes: AdminCodes;
  readonly tokens: AdminTokens;
  readonly hub: EventHub;
  readonly handlers: AdminHandlers;
  readonly places: ExportPlaces;
}

type UncheckedHandler = (input: CheckedInput, context: OperationContext) => unknown;

/** Answers the requests of one route. */
export class RouteExchange {
  readonly #id: string;
  readonly #route: Route;
  readonly #parts: RouteParts;
  readonly #columns: readonly string[];

  constructor(id: string, route: Route, parts: RouteParts) {
    this.#id = id;
    this.#route = route;
    this.#parts = parts;
    this.#columns = exportColumns(route);
  }

  async answer(request: HonoRequest, asked: Asked): Promise<Response> {
    if (this.#route.method === 'GET') return this.#read(request, asked);
    const body = await readJsonBody(request.raw);
    const input = checkInput(this.#route, { parameters: request.param(), query: request.query(), body });
    if (this.#id === 'openSession') return this.#openSession(request, asked, input);
    const actor = admitted(asked);
    if (this.#route.changes) await this.#writeDown({ actor: actor.name, outcome: ACCEPTED }, input);
    try {
      return await this.#perform(request, actor, input);
    } catch (error) {
      if (this.#route.changes) await this.#noteFailure(actor, input, error);
      throw error;
    }
  }

  async #read(request: HonoRequest, asked: Asked): Promise<Response> {
    const { context, hub, places } = this.#parts;
    const actor = admitted(asked);
    const { format, ...filter } = request.query();
    const isExport = format !== undefined && this.#route.answers === 'list';
    const query = isExport ? filter : request.query();
    const input = checkInput(this.#route, { parameters: request.param(), query, body: {} });
    const operation = { actor, signal: request.raw.signal };
    const target = { outgoing: asked.outgoing, isHead: request.raw.method === 'HEAD' };
    if (isExport) {
      const options = { format: toFormat(format), columns: this.#columns };
      const name = `seawall-${this.#route.path.slice('/api/'.length).replaceAll('/', '-')}`;
      const read = (page: object): Promise<Page<object>> => this.#readPage(page, input, operation);
      return sendExport(read, options, { ...target, name, places, logger: context.logger });
    }
    if (this.#id === 'getEvents')
      return openEventStream(hub, { ...target, actor, lastId: request.header('last-event-id') });
    if (this.#id === 'getOpenApi') return json(createOpenApi(context.version));
    const answer = show(this.#route.answer, await this.#handle(input, operation));
    const isFile = this.#route.answers === 'file';
    return json(answer, isFile ? { 'content-disposition': 'attachment; filename="seawall-bundle.json"' } : {});
  }

  async #perform(request: HonoRequest, actor: AdminActor, input: CheckedInput): Promise<Response> {
    const { access, codes, context, hub, tokens } = this.#parts;
    switch (this.#id) {
      case 'closeSession': {
        const forget = access.close(request.header('cookie'));
        hub.dismiss();
        return json({}, { 'set-cookie': forget });
      }
      case 'createLink': {
        const code = codes.create(actor.isBacked);
        // What is asked for is a secret, so it is the one answer that is not redacted.
        return json({ url: dashboardLink(context.gateway().baseUrl, code), expiresAtMs: code.expiresAtMs });
      }
      case 'createToken': {
        const { name, expiresInMs } = ADMIN_ROUTES.createToken.body.parse(input.body);
        const until = expiresInMs === undefined ? {} : { expiresInMs };
        // The one time that it is told.
        return json(await tokens.create({ name, createdBy: actor.name, ...until }));
      }
      case 'revokeToken': {
        const answer = show(this.#route.answer, await this.#handle(input, { actor, signal: request.raw.signal }));
        hub.dismiss();
        return json(answer);
      }
      default:
        return json(show(this.#route.answer, await this.#handle(input, { actor, signal: request.raw.signal })));
    }
  }

  /** Who opens it is known afterwards only; a session that can't be written down is closed again. */
  async #openSession(request: HonoRequest, { address }: Asked, input: CheckedInput): Promise<Response> {
    const { access, context } = this.#parts;
    let opened: OpenedSession;
    try {
      const by = ADMIN_ROUTES.openSession.body.parse(input.body);
      opened = access.open({ by, address, isSecure: isSecure(request) });
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'UNAUTHENTICATED') await this.#noteGuess(error);
      throw error;
    }
    const { setCookie, expiresAtMs, actor } = opened;
    try {
      await this.#writeDown({ actor: actor.name, outcome: 'done' }, undefined);
    } catch (error) {
      access.close(setCookie);
      throw error;
    }
    context.logger.log('info', 'A session of the dashboard was opened.', { by: actor.name });
    return json({ expiresAtMs }, { 'set-cookie': setCookie });
  }

  async #readPage(page: object, input: CheckedInput, operation: OperationContext): Promise<Page<object>> {
    const isPaged = 'cursor' in this.#route.query.shape;
    const query = { ...Object(input.query), ...(isPaged ? page : {}) };
    const answer = show(this.#route.answer, await this.#handle({ ...input, query }, operation));
    return isPage(answer) ? answer : { items: [] };
  }

  async #handle(input: CheckedInput, operation: OperationContext): Promise<unknown> {
    // The schemas of this very route checked the input, which the compiler can't follow from the table to the handler.
    const handler: UncheckedHandler = Reflect.get(this.#parts.handlers, this.#id);
    return handler(input, operation);
  }

  /** What is done has to stand in the audit before it is done: what can't be written down does not happen. */
  async #writeDown(row: Pick<AuditAction, 'actor' | 'outcome'>, input: CheckedInput | undefined): Promise<void> {
    const about = input === undefined ? { action: this.#id } : describeAction(this.#id, input);
    try {
      await this.#parts.context.sources.audit.append({ ...row, ...about, decision: 'allowed' });
    } catch (cause) {
      throw new ProblemError('AUDIT_NOT_WRITABLE', {
        detail: 'Nothing was changed: the change could not be written into the audit.',
        hint: 'See whether the disk of the data folder is full or read-only.',
        cause,
      });
    }
  }

  async #noteFailure(actor: AdminActor, input: CheckedInput, error: unknown): Promise<void> {
    const code = MCPError.isInstance(error) || error instanceof ProblemError ? error.code : 'INTERNAL';
    await this.#append({
      actor: actor.name,
      decision: 'allowed',
      outcome: `failed: ${code}`,
      ...describeAction(this.#id, input),
    });
  }

  /** Bounded: after some of them nothing is looked at for a while. */
  async #noteGuess({ code }: ProblemError): Promise<void> {
    await this.#append({ actor: 'unknown', action: this.#id, decision: 'refused', outcome: code });
  }

  /** Writes a row about something that did not come about, so it is not held up where it can't be written. */
  async #append(row: AuditAction): Promise<void> {
    const { sources, logger } = this.#parts.context;
    try {
      await sources.audit.append(row);
    } catch (error) {
      logger.log('error', 'What became of a change could not be written into the audit.', { row, error });
    }
  }
}

/** The outcome of a change that was let through; a row of its own follows where it fails. */
const ACCEPTED = 'accepted';

function admitted({ actor }: Asked): AdminActor {
  if (actor !== undefined) return actor;
  throw new ProblemError('UNAUTHENTICATED', { detail: 'The admin API needs a token or a session.' });
}

function isPage(value: unknown): value is Page<object> {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}

function json(body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, {
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
  });
}

/** Whether the browser came over HTTPS, as the proxy in front of us or the browser itself says. */
function isSecure(request: HonoRequest): boolean {
  const protocol = request.header('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase();
  return protocol === 'https' || request.header('origin')?.startsWith('https://') === true;
}

function toFormat(text: string): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  const detail = `It has to be one of ${EXPORT_FORMATS.join(', ')}.`;
  throw new ProblemError('INVALID_REQUEST', {
    detail: `/query/format: ${detail}`,
    errors: [{ pointer: '/query/format', detail }],
  });
}
