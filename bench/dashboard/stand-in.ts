import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RouteAnswer, RouteId } from '@seawall/admin-api';
import { callAt, errorAt, eventAt, groupAt, NOW_MS, overviewAt, serverAt } from './records.ts';

const DIST = join(import.meta.dirname, '../../packages/dashboard/dist');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** How much there is behind the page. */
export interface Scale {
  readonly servers: number;
  readonly errors: number;
}

/** The built page and an admin API in front of made-up records, of which there can be many. */
export interface StandIn extends AsyncDisposable {
  readonly url: string;
  /** Whether a page follows the stream of events. */
  readonly isFollowed: boolean;
  /** Sends the next events to every page, and resolves when they are on their way. */
  tell(count: number): Promise<void>;
}

/** Starts it on a free port. */
export async function startStandIn(scale: Scale): Promise<StandIn> {
  const streams = new Set<ServerResponse>();
  const answers = createAnswers(scale);
  let told = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    if (pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 2000\n\n');
      streams.add(response);
      response.once('close', () => streams.delete(response));
      return;
    }
    const answer = answers(pathname, searchParams);
    if (answer !== undefined) sendText(request, response, { type: 'application/json', text: JSON.stringify(answer) });
    else if (pathname.startsWith('/api/')) response.writeHead(404).end('{}');
    else sendFile(request, response, pathname);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    get isFollowed() {
      return streams.size > 0;
    },
    tell: async (count) => {
      let text = '';
      for (let index = 0; index < count; index += 1, told += 1) {
        const event = eventAt(told, scale.servers);
        text += `event: ${event.kind}\nid: ${NOW_MS + told}\ndata: ${JSON.stringify(event)}\n\n`;
      }
      await Promise.all([...streams].map((stream) => new Promise((resolve) => stream.write(text, resolve))));
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answers = (path: string, query: URLSearchParams) => object | undefined;

function createAnswers(scale: Scale): Answers {
  const servers = Array.from({ length: scale.servers }, (_none, index) => serverAt(index));
  const groups = Array.from({ length: 1000 }, (_none, index) => groupAt(index));
  const errors = Array.from({ length: scale.errors }, (_none, index) => errorAt(index));
  const calls = Array.from({ length: scale.errors }, (_none, index) => callAt(index));
  const plain: Readonly<Record<string, object>> = {
    '/api/overview': overviewAt(servers) satisfies RouteAnswer<'getOverview'>,
    '/api/servers': { items: servers } satisfies RouteAnswer<'listServers'>,
    '/api/alerts': { items: [] } satisfies RouteAnswer<'listAlerts'>,
    '/api/health': { items: [] } satisfies RouteAnswer<'listHealthChanges'>,
    '/api/error-counts': {
      items: servers.slice(0, 8).map(({ name }, index) => ({ value: name, count: 100 - index })),
    } satisfies RouteAnswer<'countErrors'>,
  };
  return (path, query) => {
    if (path === '/api/errors') return pageOf<'listErrors'>(errors, query);
    if (path === '/api/groups') return pageOf<'listGroups'>(groups, query);
    if (path === '/api/calls') return pageOf<'listCalls'>(calls, query);
    if (path === '/api/series') return seriesOf(query);
    const call = /^\/api\/calls\/call-(\d+)$/.exec(path)?.[1];
    if (call !== undefined)
      return { call: callAt(Number(call)), errors: [errorAt(Number(call))] } satisfies RouteAnswer<'getCall'>;
    return plain[path];
  };
}

/** A page of what has the words that are asked for, as the gateway answers it. */
function pageOf<Id extends RouteId>(
  items: readonly object[],
  query: URLSearchParams,
): { readonly items: readonly object[]; readonly of?: Id } {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 100);
  const text = query.get('text');
  const found = text === null ? items : items.filter((item) => JSON.stringify(item).includes(text));
  const next = from + limit < found.length ? { next: String(from + limit) } : {};
  return { items: found.slice(from, from + limit), ...next };
}

function seriesOf(query: URLSearchParams): RouteAnswer<'getSeries'> {
  const [from, to, stepMs] = ['from', 'to', 'stepMs'].map((name) => Number(query.get(name))) as [
    number,
    number,
    number,
  ];
  const steps = Math.max(1, Math.min(120, Math.floor((to - from) / stepMs)));
  return {
    boundsMs: [10, 100, 1000],
    points: Array.from({ length: steps }, (_none, index) => ({
      atMs: from + index * stepMs,
      calls: 100 + index,
      failures: index % 7,
      recovered: 1,
      attempts: 110,
      totalDurationMs: 9000,
      durations: [50, 40, 9, 1],
    })),
  };
}

function sendFile(request: IncomingMessage, response: ServerResponse, path: string): void {
  const file = join(DIST, normalize(path));
  const isFile = path !== '/' && existsSync(file) && statSync(file).isFile();
  const content = readFileSync(isFile ? file : join(DIST, 'index.html'));
  const type = isFile ? (TYPES[extname(file)] ?? 'application/octet-stream') : 'text/html';
  // As the gateway does it: the name of an asset changes with what is in it.
  response.setHeader('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
  if (type.startsWith('font/')) response.writeHead(200, { 'content-type': type }).end(content);
  else sendText(request, response, { type, text: content });
}

/** As the gateway does it: compressed, because the limits are those of what goes over the wire. */
function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  { type, text }: { readonly type: string; readonly text: string | Buffer },
): void {
  const isGzip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  response.writeHead(200, { 'content-type': type, ...(isGzip ? { 'content-encoding': 'gzip' } : {}) });
  response.end(isGzip ? gzipSync(text) : text);
}
