import { createSeawall } from '@seawall/client';
import {
  type AttemptEnd,
  type AttemptLimits,
  createEventBus,
  type Delivery,
  type ErrorCode,
  MCPError,
  type Outcome,
  PolicyCall,
  resolvePolicies,
  ServerPolicies,
  sleep,
  systemClock,
  systemRandom,
} from '@seawall/core';
import { scriptedStdioServer } from '@seawall/testkit';
import { type Contender, type End, type Guard, type GuardOptions, NotCounted, type Work } from './contender.ts';

const SERVER = 'jira';
const TOOL = 'search';

/** Ours: the policies of one server, and for a deaf one a real client with a real process. */
export const seawall: Contender = { name: 'Seawall', guard, guardOfDeaf };

/** The breaker is that of a tool, which like those of others stands around one function. */
function guard({ breaker = {}, bulkhead, retry, timeoutMs = 30_000 }: GuardOptions): Guard {
  const { breakMs, windowMs, minimumCalls, leaseMs } = breaker;
  const policies = new ServerPolicies({
    server: SERVER,
    transport: 'stdio',
    settings: resolvePolicies(
      {
        toolBreaker: {
          ...(breakMs === undefined ? {} : { openMs: breakMs, maxOpenMs: breakMs }),
          ...(windowMs === undefined ? {} : { windowMs }),
          ...(minimumCalls === undefined ? {} : { minimumCalls }),
          ...(leaseMs === undefined ? {} : { probeTimeoutMs: leaseMs }),
        },
        // Room for all that the scenarios start at once, unless they ask for a limit.
        bulkhead: { cancelGraceMs: GRACE_MS, ...(bulkhead ?? { concurrency: 10_000 }) },
        retry: retry === undefined ? { maxAttempts: 1 } : { initialDelayMs: retry.delayMs, maxDelayMs: retry.delayMs },
      },
      'stdio',
    ),
    clock: systemClock,
    // The longest wait before a repetition that there can be.
    random: retry === undefined ? systemRandom : () => 0.999,
    // Nobody listens.
    events: createEventBus({ onListenerError: () => undefined }),
    probe: async () => true,
  });
  return {
    call: async (work, signal) => endOf(await run(policies, { work, timeoutMs, signal })),
    isClosed: () => {
      const circuit = policies.snapshot().toolCircuits.find(({ tool }) => tool === TOOL);
      return (circuit?.state ?? 'closed') === 'closed';
    },
    close: () => policies.close(),
  };
}

async function guardOfDeaf(timeoutMs: number): Promise<Guard> {
  const entry = scriptedStdioServer({ tools: [{ name: TOOL, behaviour: { kind: 'silent' } }] });
  const client = await createSeawall({ mcpServers: { [SERVER]: { ...entry, seawall: { timeoutMs } } } });
  await client.connect();
  return {
    call: () =>
      client.callTool({ server: SERVER, name: TOOL, arguments: {} }).then(
        () => 'ok',
        () => 'failed',
      ),
    close: () => client.close(),
  };
}

/** How long a call that timed out keeps its place. */
const GRACE_MS = 400;

interface Run {
  readonly work: Work;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

let calls = 0;

function run(policies: ServerPolicies, { work, timeoutMs, signal }: Run): Promise<Outcome> {
  calls += 1;
  const call = new PolicyCall({
    info: {
      id: `call-${calls}`,
      principal: { id: 'anonymous' },
      server: SERVER,
      method: 'tools/call',
      target: TOOL,
      safety: 'read',
    },
    operation: `call_tool(${TOOL})`,
    safety: 'read',
    limits: { timeoutMs, totalTimeoutMs: 60_000, maxTotalTimeoutMs: 60_000 },
    nowMs: systemClock.monotonicMs(),
    durations: policies.durationsOf(TOOL),
    signal,
  });
  return policies.run(call, {
    prepare: () => undefined,
    send: (limits) => send(work, limits),
    abandon: () => undefined,
  });
}

/** What a connection does: tells how the attempt ended, and gives it up in time. */
async function send(work: Work, { timeoutMs }: AttemptLimits): Promise<AttemptEnd> {
  const isOver = new AbortController();
  const worked = work().then(
    (result): AttemptEnd => ({ kind: 'result', result }),
    (error: unknown) => failure(error instanceof NotCounted ? 'INVALID_ARGUMENTS' : 'SERVICE_UNAVAILABLE', 'answered'),
  );
  const timedOut = sleep(systemClock, timeoutMs, isOver.signal).then(() => failure('CALL_TIMEOUT', 'unknown'));
  const end = await Promise.race([worked, timedOut]);
  isOver.abort();
  return end;
}

function failure(code: ErrorCode, delivery: Delivery): AttemptEnd {
  return { kind: 'failure', error: new MCPError({ code, message: 'It failed.' }), delivery, effect: 'none' };
}

function endOf(outcome: Outcome): End {
  if (outcome.kind === 'result') return 'ok';
  return outcome.error.kind === 'circuit_open' || outcome.error.kind === 'overloaded' ? 'refused' : 'failed';
}
