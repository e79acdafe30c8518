import { createSeawall, type Seawall } from '@seawall/client';
import type { ErrorKind } from '@seawall/core';
import { createScriptedHttpServer, type HttpFault, type ScriptedHttpServer, type ScriptedTool } from '@seawall/testkit';

/** What must never reach a model, whatever a server says; built at run time, so that no scanner takes it for one. */
export const SECRET = ['sk', 'live', '4f9a8b7c6d5e4f3a2b1c0d9e'].join('-');

/** One way to fail, and what Seawall finds. */
export interface FailureCase {
  readonly kind: ErrorKind;
  readonly tool: ScriptedTool;
  readonly fault?: HttpFault;
  /** How long a call may take, in milliseconds: short only where nothing else ends it.
   * @default 60000 */
  readonly timeoutMs?: number;
}

const said = (text: string): ScriptedTool => ({
  name: 'fail',
  behaviour: { kind: 'tool-error', text: `${text} (api_key=${SECRET}) at Client.send (/srv/app/client.js:10:5)` },
});
const ECHO: ScriptedTool = { name: 'fail' };
const status = (code: number): HttpFault => ({ kind: 'status', status: code, methods: ['tools/call'] });

/** Every kind of failure that a server, or the way to it, can bring about. */
export const FAILURE_CASES: readonly FailureCase[] = [
  { kind: 'authentication', tool: said('Request failed with status code 401: Unauthorized') },
  { kind: 'permission', tool: said('Request failed with status code 403: Forbidden') },
  { kind: 'rate_limit', tool: said('API error: 429 Too Many Requests') },
  { kind: 'quota', tool: said('Request failed with status code 402: Payment Required') },
  { kind: 'not_found', tool: said('Request failed with status code 404: Not Found') },
  { kind: 'validation', tool: said('Request failed with status code 400: Bad Request') },
  { kind: 'conflict', tool: said('Request failed with status code 409: Conflict') },
  { kind: 'unavailable', tool: said('Request failed with status code 503: Service Unavailable') },
  { kind: 'server_error', tool: said('Request failed with status code 500: Internal Server Error') },
  { kind: 'configuration', tool: said('BASE_URL environment variable is not set') },
  {
    kind: 'tool_not_found',
    tool: { name: 'fail', behaviour: { kind: 'rpc-error', code: -32602, message: 'Tool fail not found' } },
  },
  { kind: 'timeout', tool: { name: 'fail', behaviour: { kind: 'silent' } }, timeoutMs: 300 },
  { kind: 'protocol', tool: ECHO, fault: { kind: 'not-json', methods: ['tools/call'] } },
  { kind: 'connection', tool: ECHO, fault: { kind: 'reset', methods: ['tools/call'] } },
  { kind: 'unavailable', tool: ECHO, fault: status(502) },
  { kind: 'authentication', tool: ECHO, fault: status(401) },
];

/** A server with a tool that fails and one that works, and a client of it. */
export interface FailingWorld extends AsyncDisposable {
  readonly server: ScriptedHttpServer;
  readonly seawall: Seawall;
}

/** Opens the world of a case: `fail` fails, and `echo` gives back what it is given. */
export async function openWorld(
  { tool, fault, timeoutMs = 60_000 }: Omit<FailureCase, 'kind'>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<FailingWorld> {
  const server = await createScriptedHttpServer({ tools: [tool, { name: 'echo' }] });
  const options = {
    timeoutMs,
    totalTimeoutMs: 2 * timeoutMs,
    tools: { fail: { safety: 'read', maxAttempts: 1 } },
    ...settings,
  };
  const seawall = await createSeawall({ mcpServers: { shop: { url: server.url, seawall: options } } });
  await seawall.connect();
  if (fault !== undefined) await server.setFault(fault);
  return {
    server,
    seawall,
    [Symbol.asyncDispose]: async () => {
      await seawall.close();
      await server.close();
    },
  };
}
