import type { PolicyOptions, Safety } from '@seawall/core/base';
import type { Chance } from '../chance.ts';
import type { ServerPlan, ToolPlan } from './scenario.ts';

const NAMES = ['alder', 'birch', 'cedar', 'dogwood'] as const;

/** What tools of a scenario may be set to. */
interface Features {
  readonly parks: boolean;
  readonly stale: boolean;
  readonly hedges: boolean;
  readonly shares: boolean;
  readonly fallsBack: boolean;
}

/** Draws the servers of a scenario, and how each is configured. */
export function drawServers(chance: Chance, parks: boolean): readonly ServerPlan[] {
  const features: Features = {
    parks: chance.happens(parks ? 1 : 0.2),
    stale: chance.happens(0.35),
    hedges: chance.happens(0.25),
    shares: chance.happens(0.35),
    fallsBack: chance.happens(0.3),
  };
  const count = chance.pick([1, 1, 2, 2, 3, 4]);
  const servers = NAMES.slice(0, count).map((name) => drawServer(chance, name, features));
  return features.fallsBack ? withFallbacks(chance, servers) : servers;
}

function drawServer(chance: Chance, name: string, features: Features): ServerPlan {
  const transport = chance.pick(['stdio', 'http', 'http'] as const);
  const fastestMs = chance.magnitude(1, 100);
  const slowestMs = fastestMs * chance.between(1, 8);
  // Enough for a call to which nothing happens.
  const leastMs = 4 * slowestMs + 300;
  const timeoutMs = chance.happens(0.6) ? 30_000 : Math.round(chance.magnitude(leastMs, 20_000));
  const totalTimeoutMs = chance.happens(0.6)
    ? Math.max(60_000, timeoutMs)
    : Math.round(Math.max(leastMs, timeoutMs * chance.between(0.5, 4)));
  const maxTotalTimeoutMs = Math.max(timeoutMs, totalTimeoutMs, chance.happens(0.5) ? 300_000 : 0);
  return {
    name,
    transport,
    era: chance.pick(['legacy', 'modern']),
    latencyMs: [fastestMs, slowestMs],
    isDeaf: chance.happens(0.5),
    isLeaky: chance.happens(0.08),
    tools: drawTools(chance, features, transport),
    policies: drawPolicies(chance, transport),
    timeoutMs,
    totalTimeoutMs,
    maxTotalTimeoutMs,
    connectTimeoutMs: transport === 'stdio' ? 30_000 : 10_000,
  };
}

function drawTools(chance: Chance, features: Features, transport: 'stdio' | 'http'): readonly ToolPlan[] {
  const others = Array.from({ length: chance.whole(0, 3) }, () => drawSafety(chance));
  const safeties: readonly Safety[] = features.parks ? ['read', 'write', 'write', ...others] : ['read', ...others];
  return safeties.map((safety, index) => {
    const isRead = safety === 'read';
    return {
      name: `${safety.replace('-', '_')}_${index + 1}`,
      safety,
      park: features.parks && !isRead && chance.happens(0.8),
      staleMs: features.stale && isRead && chance.happens(0.6) ? 600_000 : 0,
      hedge: features.hedges && isRead && transport === 'http' && chance.happens(0.6),
      singleFlight: features.shares && isRead && chance.happens(0.6),
      fallback: [],
    };
  });
}

function drawSafety(chance: Chance): Safety {
  return chance.pick(['read', 'write', 'write', 'idempotent-write']);
}

function withFallbacks(chance: Chance, servers: readonly ServerPlan[]): readonly ServerPlan[] {
  const reads = servers.flatMap(({ name: server, tools }) =>
    tools.filter(({ safety }) => safety === 'read').map(({ name: tool }) => ({ server, tool })),
  );
  return servers.map((server) => ({
    ...server,
    tools: server.tools.map((tool) => {
      if (tool.safety !== 'read' || chance.happens(0.5)) return tool;
      const others = reads.filter((step) => step.server !== server.name || step.tool !== tool.name);
      return { ...tool, fallback: chance.some(others, 0.6).slice(0, 3) };
    }),
  }));
}

function drawPolicies(chance: Chance, transport: 'stdio' | 'http'): PolicyOptions {
  const sometimes = <T>(probability: number, value: () => T): T | undefined =>
    chance.happens(probability) ? value() : undefined;
  const drawn = {
    retry: sometimes(0.3, () => ({
      maxAttempts: chance.whole(1, 5),
      maxTransparentAttempts: chance.whole(0, 4),
      initialDelayMs: chance.whole(1, 500),
      idempotentWithinMs: chance.pick([0, 500, 60_000]),
    })),
    retryBudget: sometimes(0.3, () => ({
      capacity: chance.pick([0, 1, 3, 100]),
      perCall: chance.pick([0, 0.1, 0.5]),
      refillMs: chance.pick([500, 10_000, 600_000]),
    })),
    breaker: sometimes(0.35, () => ({
      enabled: chance.happens(0.9),
      minimumCalls: chance.whole(1, 8),
      failureRatio: chance.between(0.1, 1),
      consecutiveFailures: chance.whole(0, 4),
      consecutive: chance.pick(['hard', 'any'] as const),
      successesToClose: chance.whole(1, 4),
      prober: chance.happens(0.7),
      openMs: chance.whole(200, 3000),
      maxOpenMs: chance.whole(3000, 20_000),
      windowMs: chance.pick([1000, 5000, 30_000]),
    })),
    toolBreaker: sometimes(0.35, () => ({
      enabled: chance.happens(0.9),
      minimumCalls: chance.whole(1, 8),
      failureRatio: chance.between(0.1, 1),
      consecutiveFailures: chance.whole(0, 4),
      openMs: chance.whole(200, 5000),
      maxOpenMs: chance.whole(5000, 30_000),
      probeTimeoutMs: chance.pick([2000, 30_000]),
    })),
    bulkhead: sometimes(0.4, () => ({
      ...(transport === 'stdio' || chance.happens(0.5) ? { concurrency: chance.whole(1, 6), isAdaptive: false } : {}),
      queue: chance.pick([0, 2, 32]),
      maxQueueWaitMs: chance.pick([10, 500, 5000]),
    })),
    silence: sometimes(0.3, () => ({ enabled: chance.happens(0.5), minSilenceMs: chance.pick([200, 1000, 5000]) })),
    rateGate: sometimes(0.15, () => ({ enabled: chance.happens(0.5) })),
    hedge: sometimes(0.5, () => ({ minDelayMs: chance.whole(1, 200), minSamples: 5, maxExtraLoad: 0.5 })),
  };
  return Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined));
}
