import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A host that does no more than HTTP needs: the SDK's costs more than either of the programs that are compared. */
export interface LeanHttpHost extends AsyncDisposable {
  /** Calls a tool once; whether it answered well. */
  call(tool: string): Promise<boolean>;
}

const PROTOCOL_VERSION = '2025-11-25';

/** Initializes a session. */
export async function connectLeanHttpHost(url: string): Promise<LeanHttpHost> {
  const agent = new Agent({ keepAlive: true });
  let session: Readonly<Record<string, string>> = {};
  let lastId = 0;
  const post = async (message: object): Promise<string> => {
    const incoming = await send({ url, agent, headers: session, body: JSON.stringify({ jsonrpc: '2.0', ...message }) });
    const id = incoming.headers['mcp-session-id'];
    if (typeof id === 'string') session = { 'mcp-session-id': id, 'mcp-protocol-version': PROTOCOL_VERSION };
    return text(incoming);
  };
  const nextId = (): number => {
    lastId += 1;
    return lastId;
  };
  const clientInfo = { name: 'bench-host', version: '1.0.0' };
  const params = { protocolVersion: PROTOCOL_VERSION, capabilities: {}, clientInfo };
  await post({ id: nextId(), method: 'initialize', params });
  await post({ method: 'notifications/initialized' });
  return {
    call: async (tool) => {
      const answer = await post({
        id: nextId(),
        method: 'tools/call',
        params: { name: tool, arguments: { text: 'hello' } },
      });
      return answer.includes('"content"') && !answer.includes('"isError":true');
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

interface Sending {
  readonly url: string;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function send({ url, agent, headers, body }: Sending): Promise<IncomingMessage> {
  const all = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers: all }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
