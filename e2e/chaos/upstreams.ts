import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  createFaultControl,
  type FaultControl,
  type FaultTransport,
  faultyStdioServer,
  startFaultyHttpServer,
} from '@seawall/testkit';

/** The server that has the fault, and those that must not notice. */
export const FAULTY = 'faulty';
export const HEALTHY: readonly string[] = ['north', 'south'];

/** Three servers that one gateway has for itself. */
export interface Upstreams extends AsyncDisposable {
  readonly control: FaultControl;
  /** What stands under `mcpServers`. */
  readonly entries: Readonly<Record<string, object>>;
  /** What nobody may see in an answer: one that the gateway was given, and one that only the server knows. */
  readonly secrets: readonly string[];
}

/** Starts the servers over HTTP; those over stdio are started by the gateway. */
export async function startUpstreams(transport: FaultTransport, folder: string): Promise<Upstreams> {
  const given = randomBytes(18).toString('base64url');
  const own = randomBytes(18).toString('base64url');
  const started: AsyncDisposable[] = [];
  const entries: Record<string, object> = {};
  const controls = [FAULTY, ...HEALTHY].map((name) => ({ name, control: createFaultControl(join(folder, name)) }));
  for (const { name, control } of controls) {
    const options = { secret: `${given} password=${own}` };
    if (transport === 'stdio') {
      const entry = faultyStdioServer(control, options);
      entries[name] = { ...entry, env: { ...entry.env, API_TOKEN: given } };
    } else {
      const server = await startFaultyHttpServer(control, options);
      started.push(server);
      entries[name] = { url: server.url, headers: { Authorization: `Bearer ${given}` } };
    }
  }
  const [first] = controls;
  if (first === undefined) throw new Error('There are three servers.');
  return {
    control: first.control,
    entries,
    secrets: [given, own],
    [Symbol.asyncDispose]: async () => {
      for (const server of started) await server[Symbol.asyncDispose]();
    },
  };
}
