import { isInitializeRequest, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { createConformanceServer } from './conformance-server.ts';
import type { ConformanceWorld } from './conformance-world.ts';
import { createEventLog } from './event-log.ts';

/** The sessions of clients of the older era. */
export interface LegacySessions {
  /** Answers within a session, or opens one. `body` is the parsed body of a POST. */
  handle(request: Request, body: unknown): Promise<Response>;
  close(): Promise<void>;
}

/** What a client is told to wait before it comes back for the rest of a stream, in milliseconds. */
const RETRY_MS = 200;
/** With more sessions the oldest ends. */
const MAX_SESSIONS = 1000;

/** Builds the register of sessions. */
export function createLegacySessions(world: ConformanceWorld): LegacySessions {
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();

  const open = async (): Promise<WebStandardStreamableHTTPServerTransport> => {
    const [oldest] = sessions.values();
    if (sessions.size >= MAX_SESSIONS) await oldest?.close();
    const server = createConformanceServer('legacy', world);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: world.createId,
      eventStore: createEventLog(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    const stopFollowing = server.followChanges();
    server.mcp.server.onclose = () => {
      stopFollowing();
      if (transport.sessionId !== undefined) sessions.delete(transport.sessionId);
    };
    await server.mcp.connect(transport);
    return transport;
  };

  return {
    handle: async (request, body) => {
      const parsed = body === undefined ? {} : { parsedBody: body };
      const sessionId = request.headers.get('mcp-session-id');
      if (sessionId !== null) {
        const known = sessions.get(sessionId);
        return known?.handleRequest(request, parsed) ?? refuse(404, -32_001, 'Session not found');
      }
      if (!isInitializeRequest(body)) return refuse(400, -32_000, 'Mcp-Session-Id is missing');
      const transport = await open();
      const response = await transport.handleRequest(request, parsed);
      // An initialization that was refused leaves no session behind.
      if (transport.sessionId === undefined) await transport.close();
      return response;
    },
    close: async () => {
      await Promise.all([...sessions.values()].map((transport) => transport.close()));
    },
  };
}

function refuse(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status });
}
