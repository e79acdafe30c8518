import type { IncomingMessage } from 'node:http';

/** What came as the body of a request. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' }
  /** The host went away before it had sent all of it. */
  | { readonly kind: 'broken' };

/** Reads the body of a request; one that is or gets too large is given up at once, and never kept as a whole. */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Body> {
  if (Number(incoming.headers['content-length']) > maxBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let length = 0;
    const finish = (body: Body): void => {
      incoming.off('data', onData);
      incoming.off('end', onEnd);
      incoming.off('close', onBroken);
      incoming.off('error', onBroken);
      chunks = [];
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > maxBytes) finish({ kind: 'too-large' });
    };
    const onEnd = (): void => finish({ kind: 'text', text: Buffer.concat(chunks, length).toString('utf8') });
    const onBroken = (): void => finish({ kind: 'broken' });
    incoming.on('data', onData);
    incoming.on('end', onEnd);
    incoming.on('close', onBroken);
    incoming.on('error', onBroken);
    if (incoming.destroyed) onBroken();
  });
}
