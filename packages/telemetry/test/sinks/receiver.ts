import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a receiver got. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver answers. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A receiver of notices on loopback. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
}

/** Starts a receiver that answers as `answer` says; `undefined` lets the sender wait. */
export async function startReceiver(
  answer: (request: ReceivedRequest, count: number) => ReceiverAnswer | undefined = () => ({ status: 200, body: 'ok' }),
): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      requests.push(received);
      const reply = answer(received, requests.length);
      if (reply !== undefined) response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address of this shape while it listens.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What Slack documents of messages, and what it refuses without documenting it; `undefined` for a message it takes. */
export function slackRefusal(body: string): string | undefined {
  const message: unknown = JSON.parse(body);
  const { text, blocks } = fields(message);
  if (typeof text !== 'string' || text === '') return 'no_text';
  if (!Array.isArray(blocks) || blocks.length > 50) return 'invalid_blocks';
  const texts = blocks.flatMap((block) => textsOf(block));
  if (texts.some((each) => each.length > 3000)) return 'invalid_blocks';
  if (texts.reduce((sum, each) => sum + each.length, text.length) > 13_000) return 'msg_blocks_too_long';
  for (const block of blocks) {
    for (const element of listOf(fields(block).elements)) {
      const { type, url, text: label } = fields(element);
      if (type === 'button' && (String(fields(label).text).length > 75 || String(url).length > 3000))
        return 'invalid_blocks';
    }
  }
  return undefined;
}

/** What PagerDuty documents of events; `undefined` for one that it takes. */
export function pagerDutyRefusal(body: string): string | undefined {
  const { routing_key, event_action, dedup_key, payload } = fields(JSON.parse(body));
  if (typeof routing_key !== 'string' || routing_key === '') return 'routing_key';
  if (!['trigger', 'acknowledge', 'resolve'].includes(String(event_action))) return 'event_action';
  if (typeof dedup_key !== 'string' || dedup_key.length > 255) return 'dedup_key';
  const { summary, source, severity } = fields(payload);
  if (typeof summary !== 'string' || summary === '' || summary.length > 1024) return 'summary';
  if (typeof source !== 'string' || source === '') return 'source';
  if (!['critical', 'error', 'warning', 'info'].includes(String(severity))) return 'severity';
  return body.length > 512_000 ? 'too large' : undefined;
}

/** The fields of a value that came over the wire. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(block: unknown): readonly string[] {
  const { text, elements } = fields(block);
  const own = typeof text === 'string' ? text : fields(text).text;
  return [...(typeof own === 'string' ? [own] : []), ...listOf(elements).flatMap(textsOf)];
}
