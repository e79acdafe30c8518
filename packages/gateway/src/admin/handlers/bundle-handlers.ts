import { toTimestamp } from '@seawall/core/base';
import type { AdminHandlers, OperationContext } from '../operations.ts';
import type { AdminContext } from '../sources.ts';

/** The operations that a bundle is made of. */
type Parts = Pick<
  AdminHandlers,
  | 'getGateway'
  | 'getOverview'
  | 'listServers'
  | 'getServer'
  | 'listGroups'
  | 'listErrors'
  | 'listCalls'
  | 'listAlerts'
  | 'listRules'
  | 'listSilences'
  | 'listSinks'
  | 'listDeliveries'
  | 'listHealthChanges'
  | 'listParked'
  | 'getConfiguration'
>;

/** The diagnostics bundle: what the other operations tell, in one file. */
export function createBundleHandlers(
  { sources, clock }: AdminContext,
  parts: Parts,
): Pick<AdminHandlers, 'getDiagnosticsBundle'> {
  return {
    getDiagnosticsBundle: async (_input, operation) => ({
      madeAt: toTimestamp(clock.now()),
      platform: { node: process.version, system: process.platform, architecture: process.arch },
      memory: process.memoryUsage(),
      store: sources.store.status,
      tracker: sources.tracker.status,
      findings: sources.tracker.findings(),
      metrics: await sources.metrics.scrape(),
      ...(await collect(parts, operation)),
    }),
  };
}

const NOTHING = { parameters: {}, query: {}, body: {} } as const;
const MANY = { parameters: {}, query: { limit: 200 }, body: {} } as const;

async function collect(parts: Parts, operation: OperationContext): Promise<Readonly<Record<string, unknown>>> {
  const { items: servers } = await parts.listServers(NOTHING, operation);
  return {
    gateway: await parts.getGateway(NOTHING, operation),
    overview: await parts.getOverview(NOTHING, operation),
    servers: await Promise.all(
      servers
        .slice(0, MAX_SERVERS)
        .map(({ name }) => parts.getServer({ ...NOTHING, parameters: { server: name } }, operation)),
    ),
    configuration: await parts.getConfiguration(NOTHING, operation),
    groups: await parts.listGroups(MANY, operation),
    errors: await parts.listErrors({ ...MANY, query: { limit: 200, order: 'newest-first' } }, operation),
    calls: await parts.listCalls(MANY, operation),
    alerts: await parts.listAlerts(MANY, operation),
    rules: await parts.listRules(NOTHING, operation),
    silences: await parts.listSilences(NOTHING, operation),
    sinks: await parts.listSinks(NOTHING, operation),
    deliveries: await parts.listDeliveries(MANY, operation),
    health: await parts.listHealthChanges(MANY, operation),
    parked: await parts.listParked(MANY, operation),
  };
}

const MAX_SERVERS = 100;
