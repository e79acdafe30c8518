import { Client, ProtocolError, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { homeEnvironment } from '../support/gateway-process.ts';
import type { ToldText } from '../support/secret-scan.ts';
import type { Subject, SubjectCall } from './subjects.ts';

/** What came of a call, in the words of evidence. */
export interface Delivered {
  readonly shape: 'tool_result' | 'jsonrpc_error' | 'exception';
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A way to call the tools of servers. */
export interface Leg extends AsyncDisposable {
  call(server: string, call: SubjectCall, timeoutMs?: number): Promise<Delivered>;
}

const INFO = { name: 'vendor-faults', version: '1.0.0' };
/** Longer than anything that is waited for: what ends a call is the server or the gateway. */
const CALL_LIMIT_MS = 120_000;

/** Starts a server and calls it with nothing in between. */
export async function bareLeg({ entry }: Subject): Promise<Leg> {
  return legOver(
    entry.url === undefined
      ? new StdioClientTransport({
          command: entry.command ?? '',
          args: [...(entry.args ?? [])],
          env: { ...homeEnvironment(entry.cwd ?? ''), ...entry.env },
          // What is printed there is looked at by nobody, and a full pipe would stop the server.
          stderr: 'ignore',
          ...(entry.cwd === undefined ? {} : { cwd: entry.cwd }),
        })
      : new StreamableHTTPClientTransport(new URL(entry.url), { requestInit: { headers: { ...entry.headers } } }),
    (_server, tool) => tool,
  );
}

/**
 * Calls through a gateway; everything that comes from it is kept in `told`.
 *
 * Its own tools are those of the server without a name.
 */
export async function gatewayLeg(url: string, told: ToldText[]): Promise<Leg> {
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch: recordingFetch(told) });
  return legOver(transport, (server, tool) => (server === '' ? tool : `${server}__${tool}`));
}

async function legOver(transport: Transport, toName: (server: string, tool: string) => string): Promise<Leg> {
  const client = new Client(INFO);
  await client.connect(transport);
  return {
    call: async (server, { tool, args = {} }, timeoutMs = CALL_LIMIT_MS) => {
      try {
        const payload = await client.callTool({ name: toName(server, tool), arguments: args }, { timeout: timeoutMs });
        return { shape: 'tool_result', payload };
      } catch (error) {
        return fromThrown(error);
      }
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function fromThrown(error: unknown): Delivered {
  if (!(error instanceof Error)) return { shape: 'exception', payload: { message: String(error) } };
  const { name, message } = error;
  const [code, data, cause] = ['code', 'data', 'cause'].map((field) => Reflect.get(error, field));
  const details = { message, ...(code === undefined ? {} : { code }), ...(data === undefined ? {} : { data }) };
  if (error instanceof ProtocolError) return { shape: 'jsonrpc_error', payload: details };
  return {
    shape: 'exception',
    payload: { name, ...details, ...(cause instanceof Error ? { cause: fromThrown(cause).payload } : {}) },
  };
}

/** A fetch that keeps what is answered, while it is answered. */
function recordingFetch(told: ToldText[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    told.push({ where: 'the headers of a reply', text: JSON.stringify([...response.headers]) });
    const decoder = new TextDecoder();
    const kept: string[] = [];
    const keep = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        kept.push(decoder.decode(chunk, { stream: true }));
        controller.enqueue(chunk);
      },
      flush: () => {
        told.push({ where: 'a reply', text: kept.join('') });
      },
    });
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(keep), { status, statusText, headers });
  };
}
