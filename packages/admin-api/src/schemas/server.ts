import { z } from 'zod';
import { errorBody, errorKind } from './error-body.ts';
import { atMs, count, durationMs } from './quantity.ts';

/** How a server or a tool does. */
const HEALTHS = ['healthy', 'degraded', 'unhealthy', 'connecting', 'auth-required', 'disabled', 'unknown'] as const;

const CONNECTION_STATES = [
  'idle',
  'connecting',
  'ready',
  'backoff',
  'auth-required',
  'misconfigured',
  'crash-loop',
  'stopped',
] as const;

const CIRCUIT_STATES = ['closed', 'open', 'half-open', 'forced-closed', 'isolated', 'forced-open'] as const;

const health = z.object({
  state: z.enum(HEALTHS),
  sinceMs: atMs,
  reason: z.string().describe('What is the matter, in words.'),
  advice: z.string().exactOptional().describe('What to do about it.'),
});

/** The latest error of a server or a tool. */
const lastError = z.object({
  atMs,
  kind: errorKind,
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
  target: z.string().exactOptional().describe('Absent for an error of the connection.'),
  group: z.string(),
});

/** Sums of a whole life: they never go down. */
const counters = z.object({
  calls: count,
  failures: count.describe('Calls whose caller got an error.'),
  recovered: count.describe('Calls that succeeded although something failed on the way.'),
  refused: count.describe('Calls that Seawall did not let through.'),
  errors: count.describe('Errors of attempts and connections, those that were recovered included.'),
});

/** What the last while came to. */
const windowCounts = z.object({
  calls: count,
  errors: count.describe('Errors that count against health.'),
  errorRatio: z.number().min(0).max(1),
});

const latency = z.object({ p50Ms: durationMs, p95Ms: durationMs, p99Ms: durationMs });

/** One circuit. */
export const circuitView = z
  .object({
    tool: z.string().exactOptional().describe('Absent for the circuit of the whole server.'),
    state: z.enum(CIRCUIT_STATES),
    sinceMs: atMs,
    nextProbeInMs: durationMs.exactOptional(),
    calls: count.describe('Calls in its window.'),
    failures: count.describe('Of them, those that count against it.'),
    reason: z.string().exactOptional(),
    changedBy: z.object({ actor: z.string(), reason: z.string() }).exactOptional(),
  })
  .meta({ id: 'Circuit', description: 'A circuit breaker: of a server, or of one of its tools.' });

/** One server in the list. */
export const serverView = z
  .object({
    name: z.string(),
    transport: z.enum(['stdio', 'http', 'sse', 'unknown']),
    health,
    connection: z.object({
      state: z.enum(CONNECTION_STATES),
      sinceMs: atMs.exactOptional(),
      retryInMs: durationMs.exactOptional().describe('When it is tried again by itself.'),
      protocolVersion: z.string().exactOptional(),
      software: z.string().exactOptional().describe('What the server calls itself, with its version.'),
    }),
    circuit: circuitView,
    isPaused: z.boolean().describe('Whether somebody paused it by hand.'),
    tools: count,
    toolsDown: z.array(z.string()).describe('Tools that get no calls now.'),
    inFlight: count,
    queued: count,
    window: windowCounts,
    lifetime: counters.describe('Since the gateway started.'),
    errorsByKind: z.partialRecord(errorKind, count),
    latency: latency.exactOptional().describe('Absent while nothing was called lately.'),
    lastSuccessMs: atMs.exactOptional(),
    lastError: lastError.exactOptional(),
  })
  .meta({ id: 'Server', description: 'One server and how it does.' });

/** One tool of a server. */
export const toolView = z
  .object({
    server: z.string(),
    name: z.string(),
    title: z.string().exactOptional(),
    description: z.string().exactOptional().describe("The server's words."),
    health,
    circuit: circuitView.exactOptional().describe('Absent where it never failed.'),
    safety: z.enum(['read', 'idempotent-write', 'write']),
    window: windowCounts,
    lifetime: counters,
    consecutiveFailures: count,
    latency: latency.exactOptional(),
    lastSuccessMs: atMs.exactOptional(),
    lastError: lastError.exactOptional(),
  })
  .meta({ id: 'Tool', description: 'One tool and how it does.' });

/** One server with everything that is known of it. */
export const serverDetail = serverView
  .extend({
    circuits: z.array(circuitView).describe('Of the server, then of its tools that failed lately.'),
    concurrencyLimit: z.number(),
    retryTokens: z.number().describe('Repetitions that the server may still be given.'),
    stderrTail: z.string().describe('The last lines that it wrote to stderr, without secrets.'),
    recentErrors: z
      .array(lastError.extend({ id: z.string(), callId: z.string().exactOptional() }))
      .describe('Newest first, at most 100.'),
  })
  .meta({ id: 'ServerDetail' });

/** The whole in one look. */
export const overview = z
  .object({
    headline: z.string().describe('One sentence for a person.'),
    servers: z.record(z.enum(HEALTHS), count).describe('How many servers are in each health.'),
    windowMs: durationMs,
    window: windowCounts,
    lifetime: counters,
    openCircuits: count,
    firingAlerts: count,
    newGroups: count.describe('Groups of errors that are new, escalating or regressed.'),
    parkedCalls: count,
    trouble: z
      .array(health.extend({ server: z.string() }))
      .describe('Servers that are not healthy, the gravest first.'),
    findings: z
      .array(z.string())
      .describe('Patterns over several servers or in time, and why no write can be parked, a sentence each.'),
    observing: z.object({
      store: z.enum(['file', 'memory']),
      waiting: count,
      dropped: count,
      unkeptErrors: count.describe(
        'Errors of which no record is kept, because one group had so many: they are counted only.',
      ),
      trouble: z.string().exactOptional(),
    }),
  })
  .meta({ id: 'Overview' });

/** The gateway itself. */
export const gatewayView = z
  .object({
    version: z.string(),
    state: z.enum(['starting', 'ready', 'draining']),
    startedAtMs: atMs,
    nowMs: atMs.describe('What time it is for the gateway.'),
    runtime: z.string().describe('What it runs on.'),
    pid: z.int(),
    configFile: z.string().exactOptional(),
    dataDir: z.string().exactOptional(),
    runningCalls: count,
    mcpUrl: z.string(),
  })
  .meta({ id: 'Gateway' });

/** The answer of a check by hand. */
export const checkView = z
  .object({
    server: z.string(),
    result: z.enum(['connected', 'not_connected', 'no_session', 'error']),
    elapsedMs: durationMs.exactOptional(),
    error: errorBody.exactOptional(),
  })
  .meta({ id: 'Check' });

export type CircuitView = z.output<typeof circuitView>;
export type ServerView = z.output<typeof serverView>;
export type ServerDetail = z.output<typeof serverDetail>;
export type ToolView = z.output<typeof toolView>;
export type Overview = z.output<typeof overview>;
export type GatewayView = z.output<typeof gatewayView>;
export type CheckView = z.output<typeof checkView>;
