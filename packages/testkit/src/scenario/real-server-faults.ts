import type { ToolBehaviour } from './scripted-tool.ts';
import type { StdioScenario } from './stdio-scenario.ts';

const UNTYPED = 'untyped';
const TOOL_NAMES = ['search', 'read', 'create', 'update', 'delete', 'list', 'move', UNTYPED, 'copy'];
const BANNER = 'MCP server 1.0.0 is running on stdio\nPress Ctrl-C to stop\n';
const COLOURS = '\u001b[32m[INFO]\u001b[39m 12:00:00 request handled in \u001b[33m3 ms\u001b[39m\n';
const JSON_LINES = '{"level":30,"time":1767225600000,"msg":"request handled"}\n{"status":"ready"}\n';

const FAULTS = {
  softErrorAsJson: searching({ kind: 'soft-error', text: '{"error":"unauthorized"}' }),
  softErrorAsText: searching({ kind: 'soft-error', text: 'Error: Request failed with status code 401' }),
  softErrorAsStatus: searching({
    kind: 'soft-error',
    text: '{"status":"error","message":"The service is temporarily unavailable"}',
  }),
  softErrorAsSentence: searching({ kind: 'soft-error', text: 'Failed to search: the access token has expired.' }),
  softErrorAsEmptyPage: searching({ kind: 'soft-error', text: '{"results":[],"total":0}' }),
  statusLostInMessage: searching({ kind: 'tool-error', text: 'Request failed' }),
  statusLostAsUndefined: searching({ kind: 'tool-error', text: 'Geocoding failed: undefined' }),
  statusLostInBody: searching({ kind: 'tool-error', text: 'Body is unusable: Body has already been read' }),
  rateLimitWithoutRetryAfter: searching({ kind: 'tool-error', text: 'API error: 429 Too Many Requests' }),
  hangsForever: searching({ kind: 'silent' }),
  retriesRateLimitByItself: searching({
    kind: 'delay',
    delayMs: 6300,
    next: { kind: 'tool-error', text: 'API error: 429 Too Many Requests' },
  }),
  retriesServerErrorByItself: searching({
    kind: 'delay',
    delayMs: 8400,
    next: { kind: 'tool-error', text: 'API error: 500 Internal Server Error' },
  }),
  unknownToolAsIsError: {
    unknownTool: { kind: 'tool-error', text: 'MCP error -32602: Tool {tool} not found' },
  },
  unknownToolAsInvalidParams: unknownTool(-32602, 'Tool {tool} not found'),
  unknownToolAsMethodNotFound: unknownTool(-32601, 'Unknown tool: {tool}'),
  unknownToolAsInternalError: unknownTool(-32603, 'Unknown tool: {tool}'),
  unknownToolAsInvalidRequest: unknownTool(-32600, 'Tool not found: {tool}'),
  schemaWithoutType: {
    tools: TOOL_NAMES.map((name) => ({ name, inputSchema: name === UNTYPED ? {} : { type: 'object' } })),
  },
  listFailsThoughCallsWork: {
    tools: [{ name: 'search' }],
    methodFaults: { 'tools/list': { kind: 'error', code: -32603, message: 'fetch failed' } },
  },
  diesAfterInitialize: {
    methodFaults: {
      initialize: { kind: 'exit', afterAnswer: true, stderr: 'Error: API_KEY environment variable is required' },
    },
  },
  diesSilentlyAfterInitialize: { methodFaults: { initialize: { kind: 'exit', afterAnswer: true } } },
  neverAnswersInitialize: { methodFaults: { '*': { kind: 'silent' } } },
  promptsAdvertisedOnly: { advertiseOnly: ['prompts'] },
  resourcesAdvertisedOnly: { advertiseOnly: ['resources'] },
  ignoresStdinEnd: { ignoreStdinEnd: true },
  ignoresSigterm: { ignoreStdinEnd: true, ignoreSigterm: true },
  leavesChildBehind: { start: { grandchild: { pidFile: '/dev/null', detached: true } } },
  stdoutBanner: noisy(BANNER),
  stdoutColours: noisy(COLOURS),
  stdoutJson: noisy(JSON_LINES),
} as const satisfies { readonly [name: string]: StdioScenario };

/** The name of a fault that real servers have. */
export type RealServerFault = keyof typeof FAULTS;

/**
 * A scenario for each fault that servers of the npm registry were seen to have.
 *
 * Each plays over stdio, and but for its start and end over HTTP as well. The tool that shows the
 * fault is called `search`; what an unknown tool answers shows with any other name.
 */
export const realServerFaults: { readonly [name in RealServerFault]: StdioScenario } = FAULTS;

function searching(behaviour: ToolBehaviour): StdioScenario {
  return { tools: [{ name: 'search', behaviour }] };
}

function unknownTool(code: number, message: string): StdioScenario {
  return { unknownTool: { kind: 'rpc-error', code, message } };
}

function noisy(text: string): StdioScenario {
  return {
    start: { stdout: text },
    tools: [{ name: 'search', behaviour: { kind: 'garbage', text: text.trimEnd(), next: { kind: 'echo' } } }],
  };
}
