import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { listenLocally } from '../../support/listen-locally.ts';

const DIST = join(import.meta.dirname, '../../../packages/dashboard/dist');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.md': 'text/markdown',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** What stands in for the gateway for a while. */
export interface StandIn {
  readonly status: number;
  readonly body: string;
  /** Which requests it answers. @default all of the API */
  readonly path?: string;
}

/** The built page and the API of a gateway behind one address, as a reverse proxy has them. */
export interface ServedPage extends AsyncDisposable {
  /** Where the page lies, with a slash at the end. */
  readonly url: string;
  /** Has requests answered by something else than the gateway; `undefined` takes it back. */
  standIn(answer: StandIn | undefined): void;
}

/** Serves the page below `prefix`, under a strict content security policy, and passes `/api` on to the gateway. */
export async function servePage(gatewayUrl: string, prefix = '/'): Promise<ServedPage> {
  let standIn: StandIn | undefined;
  const server = await listenLocally((request, response) => {
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    if (!path.startsWith(prefix)) return void response.writeHead(404).end();
    const below = decodeURIComponent(path.slice(prefix.length));
    if (below.startsWith('api/')) {
      if (standIn !== undefined && `/${below}`.startsWith(standIn.path ?? '/api'))
        return void response.writeHead(standIn.status, { 'content-type': 'application/json' }).end(standIn.body);
      return passOn(gatewayUrl, (request.url ?? '').slice(prefix.length - 1), request, response);
    }
    const file = join(DIST, normalize(below));
    if (below !== '' && file.startsWith(DIST) && existsSync(file) && statSync(file).isFile())
      return void response
        .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/html' })
        .end(readFileSync(file));
    sendIndex(response, below);
  });
  return {
    url: `${server.url}${prefix}`,
    standIn: (answer) => {
      standIn = answer;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Every other address is a screen: the page itself finds out which. */
function sendIndex(response: ServerResponse, below: string): void {
  const nonce = randomBytes(12).toString('base64');
  const depth = below.split('/').length - 1;
  const html = readFileSync(join(DIST, 'index.html'), 'utf8')
    .replaceAll('seawall-nonce', nonce)
    .replace('<base href="./" />', `<base href="${depth === 0 ? './' : '../'.repeat(depth)}" />`);
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self'`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'self'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(html);
}

function passOn(gatewayUrl: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const passed = sendRequest(`${gatewayUrl}${path}`, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    // A browser that leaves ends the stream of events at the gateway too.
    response.on('close', () => answer.destroy());
  });
  passed.on('error', () => {
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
  request.pipe(passed);
}
