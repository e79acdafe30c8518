import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { member } from './host.ts';

/** Somebody who is told. The key of a notice is the same for all its tries, also by the next gateway. */
export interface Pager {
  readonly url: string;
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Starts it; it answers each notice after a while. */
export async function startPager(answerAfterMs: number): Promise<Pager> {
  const told = { firing: new Set<string>(), resolved: new Set<string>() };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const status = member(JSON.parse(body), 'status');
      const keys = status === 'firing' ? told.firing : told.resolved;
      keys.add(String(request.headers['idempotency-key']));
      setTimeout(() => response.writeHead(200).end(), answerAfterMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address of this shape while it listens.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    ...told,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
