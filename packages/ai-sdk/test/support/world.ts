import { createSeawall, type Seawall } from '@seawall/client';
import { type StdioScenario, scriptedStdioServer } from '@seawall/testkit';

/** A client with one server, "tracker", that is a process and plays a scenario. */
export async function openTracker(scenario: StdioScenario, settings: object = {}): Promise<Seawall> {
  const tracker = { ...scriptedStdioServer(scenario), seawall: settings };
  const seawall = await createSeawall({ mcpServers: { tracker }, seawall: { prefix: 'on-conflict' } });
  await seawall.connect();
  return seawall;
}
