import { createAgentTools, describeOutages, findOutages, type Seawall } from '@seawall/client';
import type { ToolSet } from 'ai';
import { checkOptions } from './check-options.ts';
import { LiveTools } from './live-tools.ts';
import type { SeawallTools, SeawallToolsOptions } from './seawall-tools.ts';

/**
 * Gives agents of the AI SDK the tools of all servers of a client.
 *
 * Nothing is captured: a call goes over the connection that its server has then, and a server that is down keeps its last
 * known tools, whose calls fail at once and say why. A failed call never ends a run.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`.
 *
 * @example
 * const { tools, prepareStep } = createSeawallTools(seawall);
 * const { text } = await generateText({ model, tools, prepareStep, stopWhen: stepCountIs(20), prompt });
 */
export function createSeawallTools<OWN extends ToolSet = ToolSet>(
  seawall: Seawall,
  options: SeawallToolsOptions<OWN> = {},
): SeawallTools<OWN> {
  checkOptions(options);
  const offered = createAgentTools(seawall, { ...options, reserved: Object.keys(options.ownTools ?? {}) });
  const live = new LiveTools(offered, options);
  live.refresh();
  return {
    // The tools of servers are dynamic ones: the framework expects those whatever the type of the set says.
    tools: live.tools as OWN,
    prepareStep: () => {
      live.refresh();
      return undefined;
    },
    describeOutages: () => describeOutages(findOutages(seawall, offered.list())),
  };
}
