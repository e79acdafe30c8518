import { createSeawall, type Seawall } from '@seawall/client';
import { type StdioServerEntry, scriptedStdioServer } from '@seawall/testkit';
import { ENDLESS_TOOL, type FaultCase, SECRET, SERVER, TOOL } from './fault-cases.ts';

/** The server of a case, as any host starts it. */
export function serverOf({ scenario }: FaultCase): StdioServerEntry {
  const entry = scriptedStdioServer(scenario);
  return { ...entry, env: { ...entry.env, TRACKER_TOKEN: SECRET } };
}

/** A client whose one server is about to fail as the case says. */
export async function openFaulty(fault: FaultCase): Promise<Seawall> {
  const tools = { [TOOL]: { safety: 'read', maxAttempts: 1, ...fault.tool } };
  const seawall = await createSeawall({
    seawall: { prefix: 'on-conflict' },
    mcpServers: { [SERVER]: { ...serverOf(fault), seawall: { ...fault.server, tools } } },
  });
  await seawall.connect();
  if (fault.before === 'isolate') {
    seawall.changeCircuit({ server: SERVER, action: 'isolate', by: { actor: 'Kim', reason: 'it is being moved' } });
  }
  if (fault.before === 'occupy') await occupy(seawall);
  return seawall;
}

/** Gives the server a call that never ends, and waits until it has it. */
async function occupy(seawall: Seawall): Promise<void> {
  await new Promise<void>((resolve) => {
    const unsubscribe = seawall.subscribe(({ kind }) => {
      if (kind !== 'attemptStarted') return;
      unsubscribe();
      resolve();
    });
    // Ends with the client, and nobody has to hear of it.
    seawall.callTool({ server: SERVER, name: ENDLESS_TOOL }).catch(() => undefined);
  });
}
