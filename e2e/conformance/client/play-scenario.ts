import type { ClientNeeds, ConformanceClient, ConnectClient, ListedTool } from './conformance-client.ts';

interface ClientScenario {
  readonly needs?: Partial<ClientNeeds>;
  /** What the client does between connecting and closing. */
  steps(client: ConformanceClient): Promise<void>;
}

/**
 * Plays the scenario that the suite names in the environment, against the server it names as the last argument.
 *
 * @throws Error when the scenario is not known, or the client can't follow the steps.
 */
export async function playScenario(connect: ConnectClient): Promise<void> {
  const name = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
  const url = process.argv.at(-1) ?? '';
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`There are no steps for the scenario "${name}".`);
  const era = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION === '2026-07-28' ? 'modern' : 'legacy';
  await using client = await connect(url, { era, capabilities: [], formContent: {}, ...scenario.needs });
  await scenario.steps(client);
}

const SCENARIOS: Readonly<Record<string, ClientScenario>> = {
  initialize: { steps: listTools },
  tools_call: { steps: (client) => callListed(client, 'add_numbers', { a: 5, b: 3 }) },
  'elicitation-sep1034-client-defaults': {
    needs: { capabilities: ['elicitation'] },
    steps: (client) => callListed(client, 'test_client_elicitation_defaults', {}),
  },
  'sse-retry': { steps: (client) => callListed(client, 'test_reconnection', {}) },
  // Connecting is all there is to see.
  'request-metadata': {
    needs: { capabilities: ['elicitation', 'sampling', 'roots'] },
    steps: () => Promise.resolve(),
  },
  'sep-2322-client-request-state': {
    needs: { capabilities: ['elicitation'], formContent: { confirmed: true } },
    steps: answerInRounds,
  },
  'http-standard-headers': { steps: useEverythingOnce },
  'http-custom-headers': { steps: callAsTold },
  'http-invalid-tool-headers': { steps: callAllListed },
  'json-schema-ref-no-deref': { steps: listTools },
  'json-schema-2020-12-preservation': { steps: echoSchema },
};

async function listTools(client: ConformanceClient): Promise<void> {
  await client.tools();
}

async function callListed(client: ConformanceClient, name: string, args: Record<string, unknown>): Promise<void> {
  await findTool(client, name);
  await client.call(name, args);
}

async function answerInRounds(client: ConformanceClient): Promise<void> {
  await client.tools();
  await client.call('test_mrtr_echo_state');
  await client.call('test_mrtr_no_state');
  await client.call('test_mrtr_unrelated');
  // The answer has no type: a client may refuse it, and must not ask again.
  await client.call('test_mrtr_no_result_type').catch(() => undefined);
}

async function useEverythingOnce(client: ConformanceClient): Promise<void> {
  const [tool] = await client.tools();
  if (tool !== undefined) await client.call(tool.name);
  const [uri] = await client.resources();
  if (uri !== undefined) await client.read(uri);
  const [prompt] = await client.prompts();
  if (prompt !== undefined) await client.prompt(prompt);
}

async function callAsTold(client: ConformanceClient): Promise<void> {
  await client.tools();
  for (const { name, args } of toldCalls()) await client.call(name, args);
}

async function callAllListed(client: ConformanceClient): Promise<void> {
  // A tool that is listed although it should not be may fail; the suite sees that it was called.
  for (const { name } of await client.tools()) await client.call(name, { region: 'us-west1' }).catch(() => undefined);
}

async function echoSchema(client: ConformanceClient): Promise<void> {
  const { inputSchema } = await findTool(client, 'json_schema_2020_12_tool');
  await client.call('json_schema_echo', { schema: inputSchema });
}

async function findTool(client: ConformanceClient, name: string): Promise<ListedTool> {
  const found = (await client.tools()).find((tool) => tool.name === name);
  if (found === undefined) throw new Error(`The server does not list the tool "${name}".`);
  return found;
}

/** The calls that the suite asks for in the environment. */
function toldCalls(): readonly { readonly name: string; readonly args: Record<string, unknown> }[] {
  const context: unknown = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
  const calls = isRecord(context) ? context.toolCalls : undefined;
  if (!Array.isArray(calls)) throw new Error('The suite named no calls in MCP_CONFORMANCE_CONTEXT.');
  return calls.map((call: unknown) => {
    if (!isRecord(call) || typeof call.name !== 'string') throw new Error('A call that the suite named has no name.');
    return { name: call.name, args: isRecord(call.arguments) ? call.arguments : {} };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
