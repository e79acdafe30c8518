import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { listenLocally } from '../../support/listen-locally.ts';

/** Puts what is at an origin below a path of another one, as a reverse proxy that takes the path away does. */
export async function startReverseProxy(
  origin: string,
  prefix: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await listenLocally((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith(prefix)) passOn(`${origin}/${path.slice(prefix.length)}`, request, response);
    else response.writeHead(404).end();
  });
  return { url: `${server.url}${prefix}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function passOn(url: string, request: IncomingMessage, response: ServerResponse): void {
  const passed = sendRequest(url, { method: request.method, headers: request.headers }, (answer) => {
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
