import { type StdioScenario, type StdioServerEntry, scriptedStdioServer } from '@seawall/testkit';

/** How many healthy servers stand behind a gateway that is measured. */
export const HEALTHY_SERVERS = 10;

/** The tool of the last healthy server, as hosts see it. */
export const LAST_TOOL: string = `server-${HEALTHY_SERVERS}__echo`;

/** Longer than a whole run: should the run be killed, its servers end by themselves. */
const MAX_LIFETIME_MS = 240_000;

/** A scripted server over stdio. */
export function stdioServer(scenario: StdioScenario = {}): StdioServerEntry {
  return scriptedStdioServer({ maxLifetimeMs: MAX_LIFETIME_MS, ...scenario });
}

/** `server-1` and so on, each with the tool `echo`. */
export function healthyServers(scenario: StdioScenario = {}): Record<string, StdioServerEntry> {
  return Object.fromEntries(
    Array.from({ length: HEALTHY_SERVERS }, (_, index) => [`server-${index + 1}`, stdioServer(scenario)]),
  );
}
