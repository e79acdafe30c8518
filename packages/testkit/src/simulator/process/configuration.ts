import { type Configuration, SERVER_OPTION_DEFAULTS, SETTINGS_DEFAULTS, type UsableServer } from '@seawall/client';
import { checkPolicies, resolvePolicies } from '@seawall/core/base';
import type { ServerPlan, ToolPlan } from '../scenario/scenario.ts';

/** A server of a scenario as it stands in a configuration. */
export interface ConfiguredPlan {
  readonly plan: ServerPlan;
  /** Counts the changes of its entry. */
  readonly revision: number;
  readonly secret: string;
}

/**
 * The configuration of these servers, as if it had been read from a file.
 *
 * @throws RangeError for policies that no file could have.
 */
export function configurationOf(servers: readonly ConfiguredPlan[]): Configuration {
  return {
    folder: '/simulated',
    servers: servers.map(toEntry),
    settings: SETTINGS_DEFAULTS,
    warnings: [],
    // What never comes out needs not to be looked for: that costs time.
    secrets: servers.some(({ plan }) => plan.isLeaky) ? servers.map(({ secret }) => secret) : [],
  };
}

function toEntry({ plan, revision, secret }: ConfiguredPlan): UsableServer {
  const { name, transport, policies, timeoutMs, totalTimeoutMs, maxTotalTimeoutMs, connectTimeoutMs } = plan;
  const faults = checkPolicies(policies, transport, 'policies');
  if (faults[0] !== undefined) throw new RangeError(`${faults[0].path}: ${faults[0].message}`);
  return {
    kind: 'usable',
    name,
    launch:
      transport === 'stdio'
        ? { transport, command: name, args: [], env: { TOKEN: secret }, cwd: '/simulated' }
        : { transport, url: `http://${name}.invalid/mcp`, headers: { authorization: secret } },
    options: {
      ...SERVER_OPTION_DEFAULTS,
      timeoutMs,
      totalTimeoutMs,
      maxTotalTimeoutMs,
      connectTimeoutMs,
      hasOwnTimeLimits: true,
      tls: {},
      policies: resolvePolicies(policies, transport),
      tools: plan.tools.map((tool) => ({ pattern: tool.name, options: toOptions(tool) })),
    },
    fingerprint: `${name}#${revision}`,
  };
}

function toOptions({ safety, park, staleMs, hedge, singleFlight, fallback }: ToolPlan) {
  return {
    safety,
    park,
    staleMs,
    hedge,
    singleFlight,
    fallback:
      fallback.length === 0 ? (false as const) : fallback.map((step) => ({ ...step, arguments: { key: '$key' } })),
  };
}
