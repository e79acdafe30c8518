import { type Clock, redactText, systemClock } from '@seawall/core/base';
import type { Seawall } from '../seawall/seawall.ts';
import type { AgentTool } from './agent-tool.ts';
import { describeServer, type ServerReport } from './describe-server.ts';

/** Tools that can't be used now, and why. */
export interface Outage {
  readonly server: string;
  /** By the names that the model knows; empty where nothing is known of the server. */
  readonly tools: readonly string[];
  readonly report: ServerReport;
}

/** What a note of outages holds at most. */
const NOTE_LIMITS = { outages: 10, tools: 20, reasonLength: 300 } as const;

/**
 * What of these tools can't be used now, and the servers of which nothing is known because they are down.
 *
 * A server that was never started, or that somebody disabled, is no outage.
 */
export function findOutages(
  seawall: Seawall,
  tools: readonly AgentTool[],
  clock: Pick<Clock, 'now'> = systemClock,
): readonly Outage[] {
  const nowMs = clock.now();
  return seawall.servers().flatMap((status): readonly Outage[] => {
    const { name } = status;
    const report = describeServer(status, seawall.catalog(name), nowMs, seawall.policies(name));
    const own = tools.filter(({ server }) => server === name);
    if (!report.isUp && DOWN_STATES.has(report.state)) {
      // Tools of a server that is not among those of this agent are none of its business.
      const isOther = own.length === 0 && report.tools > 0;
      return isOther ? [] : [{ server: name, tools: own.map((tool) => tool.name), report }];
    }
    const down = new Set(report.toolsDown);
    const affected = own.filter(({ tool }) => down.has(tool)).map((tool) => tool.name);
    return affected.length === 0 ? [] : [{ server: name, tools: affected, report }];
  });
}

/** A server that is connecting for the first time may be up before the model has answered. */
const DOWN_STATES: ReadonlySet<ServerReport['state']> = new Set([
  'ready', // Connected, with an open circuit.
  'backoff',
  'crash-loop',
  'auth-required',
  'misconfigured',
]);

/** What a model should know of outages before it chooses its tools; `undefined` where there is none. */
export function describeOutages(outages: readonly Outage[]): string | undefined {
  if (outages.length === 0) return undefined;
  const shown = outages.slice(0, NOTE_LIMITS.outages).map(describeOutage);
  const more = outages.length - shown.length;
  const lines = more === 0 ? shown : [...shown, `- ${more} more servers are down.`];
  return redactText(
    [
      'Some tools can not be used now. Go on without them, or tell the user what is missing; do not make up what they would have answered.',
      ...lines,
    ].join('\n'),
  );
}

function describeOutage({ server, tools, report }: Outage): string {
  const named = tools.slice(0, NOTE_LIMITS.tools).join(', ');
  const more = tools.length > NOTE_LIMITS.tools ? ` and ${tools.length - NOTE_LIMITS.tools} more` : '';
  const reason = report.reason?.slice(0, NOTE_LIMITS.reasonLength);
  const why = reason ?? (report.isUp ? 'They failed again and again and get no calls for a while.' : 'It is down.');
  const when =
    report.retryInMs === undefined ? '' : ` It is tried again in ${Math.max(1, Math.ceil(report.retryInMs / 1000))} s.`;
  return `- ${tools.length === 0 ? 'All tools' : `${named}${more}`} (server "${server}"): ${why}${when}`;
}
