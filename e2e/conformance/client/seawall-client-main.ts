// Our own client, as the conformance suites start it: one server, and a host that stays and can be asked.
import {
  type Caller,
  createSeawall,
  type HostCapabilities,
  type HostOptions,
  type ServerRequest,
} from '@seawall/client';
import type { ClientNeeds, ConformanceClient } from './conformance-client.ts';
import { playScenario } from './play-scenario.ts';

const SERVER = 'server';

await playScenario(connect);

/** Which era the server speaks is for the client to find out. */
async function connect(url: string, needs: ClientNeeds): Promise<ConformanceClient> {
  const seawall = await createSeawall({ mcpServers: { [SERVER]: { url } } }, { singleHost: true });
  try {
    const host = seawall.addHost(hostOf(needs));
    const caller: Caller = { ...hostOf(needs), host };
    await seawall.connect();
    const [status] = seawall.servers().map((server) => server.status);
    if (status?.state !== 'ready') throw new Error(`It could not connect: ${JSON.stringify(status)}`);
    const request = (method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> =>
      seawall.request(SERVER, { method, params }, { caller });
    return {
      tools: async () =>
        seawall.listTools().map(({ definition }) => ({ name: definition.name, inputSchema: definition.inputSchema })),
      call: (name, args = {}) => seawall.callTool({ server: SERVER, name, arguments: args }, { caller }),
      resources: async () => seawall.catalog(SERVER).resources.map(({ uri }) => uri),
      read: (uri) => request('resources/read', { uri }),
      prompts: async () => seawall.catalog(SERVER).prompts.map(({ name }) => name),
      prompt: (name) => request('prompts/get', { name, arguments: {} }),
      [Symbol.asyncDispose]: () => seawall.close(),
    };
  } catch (error) {
    await seawall.close();
    throw error;
  }
}

function hostOf(needs: ClientNeeds): HostOptions {
  return {
    capabilities: toCapabilities(needs),
    onRequest: async (request) => answer(request, needs),
    onNotification: () => undefined,
  };
}

function toCapabilities({ capabilities }: ClientNeeds): HostCapabilities {
  return {
    ...(capabilities.includes('elicitation') ? { elicitation: { form: {} } } : {}),
    ...(capabilities.includes('sampling') ? { sampling: {} } : {}),
    ...(capabilities.includes('roots') ? { roots: { listChanged: true } } : {}),
  };
}

/** A form is filled in by whoever shows it, which is the host: also with what the server proposes. */
function answer({ method, params }: ServerRequest, { formContent }: ClientNeeds): Record<string, unknown> {
  if (method !== 'elicitation/create') throw new Error(`The scenario did not say how "${method}" is answered.`);
  return { action: 'accept', content: { ...proposalsOf(params?.requestedSchema), ...formContent } };
}

function proposalsOf(schema: unknown): Record<string, unknown> {
  const properties = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]) =>
      isRecord(field) && field.default !== undefined ? [[name, field.default]] : [],
    ),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
