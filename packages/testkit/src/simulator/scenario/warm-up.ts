import type { CallPlan, Scenario, ToolPlan } from './scenario.ts';

const PLAIN = { park: false, staleMs: 0, hedge: false, singleFlight: false, fallback: [] } as const;

const TOOLS: readonly ToolPlan[] = [
  { ...PLAIN, name: 'read_1', safety: 'read', staleMs: 600_000, fallback: [{ server: 'alder', tool: 'read_2' }] },
  { ...PLAIN, name: 'read_2', safety: 'read' },
  { ...PLAIN, name: 'write_3', safety: 'write', park: true },
];

/** A call every so often: before, while and after something is wrong. */
function callsOf(tool: string): readonly CallPlan[] {
  return Array.from({ length: 12 }, (_, index) => ({
    id: `${tool}-${index}`,
    atMs: 50 + index * 300,
    server: 'alder',
    target: { kind: 'tool', tool },
    principal: 'ada',
    key: 'k1',
    isRouted: false,
    wantsProgress: false,
  }));
}

/** A world in which all is done that loads something: answers and failures are diagnosed, and calls that failed rescued. */
export const WARM_UP: Scenario = {
  seed: 1,
  servers: [
    {
      name: 'alder',
      transport: 'http',
      era: 'legacy',
      latencyMs: [5, 20],
      isDeaf: false,
      isLeaky: false,
      tools: TOOLS,
      policies: {},
      timeoutMs: 30_000,
      totalTimeoutMs: 60_000,
      maxTotalTimeoutMs: 300_000,
      connectTimeoutMs: 10_000,
    },
  ],
  calls: TOOLS.flatMap(({ name }) => callsOf(name)),
  faults: [
    { kind: 'tool-outage', server: 'alder', fromMs: 500, toMs: 1000, probability: 1 },
    { kind: 'http-500', server: 'alder', fromMs: 1000, toMs: 1500, probability: 1 },
    { kind: 'refuse', server: 'alder', fromMs: 1500, toMs: 3000, probability: 1 },
  ],
  actions: [],
};
