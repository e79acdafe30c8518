import { Agent, type IncomingMessage, request } from 'node:http';

/** A host that does no more than HTTP needs, so that what is measured is the gateway. */
export interface ChaosHost extends Disposable {
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The answer to `tools/list`. */
  list(): Promise<Answer>;
}

/** What came back for one request. */
export type Answer =
  | { readonly kind: 'result'; readonly text: string; readonly isError: boolean; readonly result: unknown }
  | { readonly kind: 'error'; readonly text: string }
  /** The gateway itself could not be reached, or broke off. */
  | { readonly kind: 'broken'; readonly text: string }
  /** Nothing came before the host gave up. */
  | { readonly kind: 'hung'; readonly text: string };

/** Longer than any deadline: whoever takes as long has not answered. */
const GIVE_UP_MS = 6000;
/** Of longer answers the beginning and the end are kept, in bytes: they are not to cost the host time. */
const KEPT_BYTES = 262_144;
const PROTOCOL_VERSION = '2025-11-25';

/** Initializes a session. @throws Error when there is no gateway. */
export async function connectChaosHost(url: string): Promise<ChaosHost> {
  const agent = new Agent({ keepAlive: true });
  let session: Readonly<Record<string, string>> = {};
  let lastId = 0;
  const post = async (message: object): Promise<string> => {
    const response = await send({ url, agent, headers: session, body: JSON.stringify({ jsonrpc: '2.0', ...message }) });
    const id = response.headers['mcp-session-id'];
    if (typeof id === 'string') session = { 'mcp-session-id': id, 'mcp-protocol-version': PROTOCOL_VERSION };
    return readText(response);
  };
  const ask = async (method: string, params: object): Promise<Answer> => {
    lastId += 1;
    try {
      return toAnswer(await post({ id: lastId, method, params }));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { kind: text === GAVE_UP ? 'hung' : 'broken', text };
    }
  };
  const clientInfo = { name: 'chaos-host', version: '1.0.0' };
  await post({
    id: 0,
    method: 'initialize',
    params: { protocolVersion: PROTOCOL_VERSION, capabilities: {}, clientInfo },
  });
  await post({ method: 'notifications/initialized' });
  return {
    call: (tool, args) => ask('tools/call', { name: tool, arguments: args }),
    list: () => ask('tools/list', {}),
    [Symbol.dispose]: () => agent.destroy(),
  };
}

const GAVE_UP = 'gave up';

interface Sending {
  readonly url: string;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function send({ url, agent, headers, body }: Sending): Promise<IncomingMessage> {
  const all = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers: all }, (response) => {
      // Whoever reads it is told then.
      response.once('close', () => clearTimeout(patience));
      resolve(response);
    });
    const patience = setTimeout(() => outgoing.destroy(new Error(GAVE_UP)), GIVE_UP_MS);
    outgoing.once('error', (error) => {
      clearTimeout(patience);
      reject(error);
    });
    outgoing.end(body);
  });
}

/** The whole text, or the beginning and the end of one that is very long. */
async function readText(response: IncomingMessage): Promise<string> {
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of response) {
    // Without an encoding the stream gives buffers.
    const piece: Buffer = chunk;
    bytes += piece.length;
    if (headBytes < KEPT_BYTES) {
      head.push(piece);
      headBytes += piece.length;
    } else tail = Buffer.concat([tail.subarray(-KEPT_BYTES), piece]);
  }
  const text = Buffer.concat(head).toString('utf8');
  return bytes === headBytes ? text : `${text}${CUT}${tail.toString('utf8')}`;
}

/** Stands where the middle of a long answer was. */
const CUT = ' […] ';

function toAnswer(text: string): Answer {
  if (text.includes(CUT)) {
    const isError = text.includes('"isError":true');
    return { kind: 'result', text, isError, result: undefined };
  }
  const body = text
    .split('\n')
    .map((line) => (line.startsWith('data:') ? line.slice('data:'.length) : line))
    .findLast((line) => line.trim().startsWith('{'));
  if (body === undefined) return { kind: 'error', text };
  const message: unknown = JSON.parse(body);
  const result = member(message, 'result');
  // Ids of events and requests say nothing.
  const told = JSON.stringify(result ?? member(message, 'error'));
  if (result === undefined) return { kind: 'error', text: told };
  return { kind: 'result', text: told, isError: member(result, 'isError') === true, result };
}

/** What stands in an object under a name. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
