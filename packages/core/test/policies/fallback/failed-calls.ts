import {
  findPack,
  MCPAuthenticationError,
  MCPConnectionError,
  MCPError,
  type MCPErrorOptions,
} from '../../../src/index.ts';
import type { FailedCall, FallbackServer, PackFinder } from '../../../src/policies/fallback/failed-call.ts';

/** As a client hands it in that has no packs of its user. */
export const packOf: PackFinder = (context) => findPack(context);

/** The error of a server that is down. */
export function outage(server = 'tavily'): MCPError {
  return new MCPConnectionError({
    serverName: server,
    message: `Server "${server}" could not be reached.`,
    hint: 'Start it again.',
  });
}

/** A failure of a kind, as any server may give it. */
export function errorOf(kind: NonNullable<MCPErrorOptions['kind']>): MCPError {
  if (kind === 'authentication') return new MCPAuthenticationError({ message: 'The key was refused.' });
  return new MCPError({ kind, code: 'UNEXPECTED_ERROR', message: `It failed: ${kind}.` });
}

/** A search with Tavily that could not be sent, with what a test changes of it. */
export function failedCall(changes: Partial<FailedCall> = {}): FailedCall {
  return {
    server: 'tavily',
    tool: 'tavily_search',
    arguments: { query: 'tide tables' },
    safety: 'read',
    error: outage(),
    delivery: 'not-sent',
    ...changes,
  };
}

/** A server with tools that take the arguments which are named. */
export function serverWith(
  name: string,
  tools: Readonly<Record<string, readonly string[]>>,
  changes: Partial<FallbackServer> = {},
): FallbackServer {
  const listed = Object.entries(tools).map(([tool, parameters]) => ({
    name: tool,
    inputSchema: { type: 'object', properties: Object.fromEntries(parameters.map((each) => [each, {}])) },
  }));
  return { name, tools: listed, ...changes };
}

/** A plain setting of a server, as a configuration gives it. */
export function settingsOf(values: Readonly<Record<string, string>>): (name: string) => string | undefined {
  return (name) => values[name];
}
