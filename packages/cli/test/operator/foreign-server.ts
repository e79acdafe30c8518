import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in the place of a gateway. */
export interface Foreign extends AsyncDisposable {
  readonly url: string;
  readonly authorizations: (string | undefined)[];
}

/** A program that is no gateway. */
export async function foreignServer(listener: RequestListener): Promise<Foreign> {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return {
    url: `http://127.0.0.1:${port}`,
    authorizations,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
