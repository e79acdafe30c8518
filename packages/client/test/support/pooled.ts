import type { FakeConnection } from './fake-connector.ts';
import { ELICITATION, fakeCaller, startCall } from './fake-host.ts';
import type { FakeSeawall } from './fake-seawall.ts';
import { rejectionOf } from './supervised.ts';

/** The server `jira` with a connection for each host. */
export const PER_HOST = { entry: { seawall: { session: 'per-host' } } };

/** Over which connections tools were called, from the first: the shared one is 0. */
export function calledOver(fake: FakeSeawall, tool: string): readonly number[] {
  return connections(fake).flatMap(({ requests }, index) =>
    requests.some(({ method, params }) => method === 'tools/call' && params?.name === tool) ? [index] : [],
  );
}

/** All connections that were ever opened, the shared one first. */
export function connections(fake: FakeSeawall): readonly FakeConnection[] {
  return fake.connectors('jira').flatMap((connector) => connector.connections);
}

/** Those that are open. */
export function openOnes(fake: FakeSeawall): readonly FakeConnection[] {
  return connections(fake).filter(({ isClosed }) => !isClosed);
}

/** Makes a connection of its own necessary, by a question that could belong to two hosts. */
export async function separate(fake: FakeSeawall, finish: (tool: string) => void): Promise<void> {
  const calls = [
    await startCall(fake, 'x', { caller: fakeCaller() }),
    await startCall(fake, 'y', { caller: fakeCaller() }),
  ];
  await rejectionOf(fake.connector('jira').last.ask(ELICITATION));
  for (const tool of ['x', 'y']) finish(tool);
  await Promise.all(calls.map(({ outcome }) => outcome));
}
