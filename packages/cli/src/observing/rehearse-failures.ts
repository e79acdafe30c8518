import {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type Connector,
  openSeawall,
  readConfiguration,
} from '@seawall/client';
import {
  type Clock,
  type CreateId,
  createEventBus,
  MCPConnectionError,
  MCPTimeoutError,
  type Random,
} from '@seawall/core/base';
import { type ToolFailure, toToolFailure } from '@seawall/gateway';
import {
  createMemoryObservationStore,
  createMetrics,
  createPinoLogger,
  createTracker,
  logEvents,
} from '@seawall/telemetry';

/** What it takes: nothing of the gateway that runs. */
export interface RehearsalOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly createId: CreateId;
  readonly version: string;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/**
 * Lets calls fail once where nobody sees it, on a server that does not exist, with a log and a tracker of their own.
 *
 * What explains, redacts, counts and logs a failure runs for the first time then, and is compiled. Else the first real failure
 * would do that, and hold the calls of healthy servers up for 40 to 90 ms.
 *
 * @returns what a host would have been told, of the calls that came to their end
 */
export async function rehearseFailures(options: RehearsalOptions): Promise<ToolFailure[]> {
  const { clock, random, createId, version, signal } = options;
  const configuration = await readConfiguration({ object: CONFIGURATION, env: {}, folder: '/' });
  const logger = createPinoLogger({ clock, level: 'debug', destination: { write: () => undefined } });
  const seawall = openSeawall(configuration, { clock, random, createId, logger, createConnector: () => CONNECTOR });
  const events = createEventBus({ onListenerError: (error) => logger.log('error', 'A listener failed.', { error }) });
  const { subscribe } = events;
  const stopLog = logEvents(subscribe, logger);
  const store = createMemoryObservationStore({ clock });
  const servers = () => seawall.servers().map(({ name, status }) => ({ name, status, tools: [] }));
  const tracker = createTracker({ clock, createId, subscribe, servers, store });
  const metrics = createMetrics({ subscribe, tracker, store, version });
  const unsubscribe = seawall.subscribe(events.emit);
  const answers: ToolFailure[] = [];
  try {
    // The last ones meet a circuit that the others opened.
    for (const tool of [...Object.keys(ENDINGS), ...Array.from({ length: TIMEOUTS }, () => 'timed_out')]) {
      if (signal.aborted) break;
      const call = { server: SERVER, name: tool, arguments: { text: 'a rehearsal' } };
      const error: unknown = await seawall.callTool(call, { signal }).catch((error: unknown) => error);
      answers.push(toToolFailure(error, 'legacy'));
    }
  } finally {
    await seawall.close();
    unsubscribe();
    stopLog();
    metrics.close();
    await tracker.close();
    await store.close();
    await logger.close();
  }
  return answers;
}

const SERVER = 'rehearsal';
const TIMEOUTS = 5;

const CONFIGURATION = {
  mcpServers: { [SERVER]: { url: 'http://127.0.0.1:9/' } },
  seawall: { defaults: { tools: { unreachable: { safety: 'read' } } } },
};

/** How a call of each tool ends: with a result that tells of an error, or with a failure. */
const ENDINGS: Readonly<Record<string, () => object>> = {
  refused: () => ({ isError: true, content: [{ type: 'text', text: `Error: 500 Internal Server Error: ${SPOKEN}` }] }),
  timed_out: () =>
    new ConnectionFailure({
      delivery: 'unknown',
      effect: 'none',
      error: new MCPTimeoutError({
        code: 'CALL_TIMEOUT',
        message: 'Server "rehearsal" did not answer in time.',
        hint: 'Look at its log.',
        context: { server: SERVER },
      }),
    }),
  unreachable: () =>
    new ConnectionFailure({
      delivery: 'not-sent',
      effect: 'none',
      error: new MCPConnectionError({
        code: 'CONNECTION_LOST',
        message: `Server "rehearsal" at http://127.0.0.1:9/ closed the connection: ${SPOKEN}`,
        hint: 'Start it again.',
        context: { server: SERVER },
        cause: new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:9') }),
      }),
    }),
};

/** Has something for each rule of redaction to look at. */
const SPOKEN = [
  'status 503, GET https://user@api.example.com/v1/issues?key=none&page=2%20of%203',
  '{"error": {"message": "denied \\u0041", "token": "none"}}',
  'Authorization: none, run(password=none) tool --api-key none &amp; \u001B[31mstop\u001B[0m',
  'name    password',
  'someone none',
  Buffer.from('what somebody said to somebody else some time ago').toString('base64'),
].join('\n');

const INFO: ConnectionInfo = {
  era: 'legacy',
  transport: 'http',
  protocolVersion: '2025-11-25',
  serverInfo: { name: SERVER, version: '1' },
  capabilities: { tools: {} },
  instructions: undefined,
  pid: undefined,
};

const CONNECTION: Connection = {
  info: INFO,
  request: ({ method, params }) => answer(method, params?.name),
  notify: () => Promise.resolve(),
  subscribe: () => Promise.resolve(),
  unsubscribe: () => Promise.resolve(),
  ping: () => Promise.resolve(),
  closed: new Promise(() => undefined),
  close: () => Promise.resolve(),
};

const CONNECTOR: Connector = { stderrTail: '', connect: () => Promise.resolve(CONNECTION) };

function answer(method: string, tool: unknown): Promise<unknown> {
  if (method === 'tools/list') return Promise.resolve({ tools: Object.keys(ENDINGS).map(toDefinition) });
  const end = ENDINGS[String(tool)]?.() ?? {};
  return end instanceof ConnectionFailure ? Promise.reject(end) : Promise.resolve(end);
}

function toDefinition(name: string): object {
  return { name, description: 'Fails.', inputSchema: { type: 'object' } };
}
