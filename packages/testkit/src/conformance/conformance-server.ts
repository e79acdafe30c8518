import {
  CLIENT_CAPABILITIES_META_KEY,
  isSpecType,
  type McpRequestContext,
  McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { ASKING_TOOLS } from './asking-tools.ts';
import { ARGUMENT_VALUES, registerPrompts } from './conformance-prompts.ts';
import { registerResources, TEMPLATE_IDS } from './conformance-resources.ts';
import { type ClientAbilities, type ConformanceTool, textResult } from './conformance-tool.ts';
import type { ConformanceWorld } from './conformance-world.ts';
import { CONTENT_TOOLS } from './content-tools.ts';
import { INPUT_REQUIRED_TOOLS } from './input-required-tools.ts';
import { REPORTING_TOOLS } from './reporting-tools.ts';

/** One connection's server. */
export interface ConformanceServer {
  readonly mcp: McpServer;
  /** Tells this connection about changes from now on; @returns what ends that. */
  followChanges(): () => void;
}

const TOOLS: readonly ConformanceTool[] = [
  ...CONTENT_TOOLS,
  ...REPORTING_TOOLS,
  ...ASKING_TOOLS,
  ...INPUT_REQUIRED_TOOLS,
];

/** Builds a server with everything that the conformance suites ask for. */
export function createConformanceServer(era: McpRequestContext['era'], world: ConformanceWorld): ConformanceServer {
  const mcp = new McpServer(
    { name: 'seawall-conformance-server', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        logging: {},
        completions: {},
      },
      instructions: 'Every feature of the protocol, for tests.',
      requestState: { verify: world.flowStates.verify },
    },
  );
  for (const tool of TOOLS) registerTool(mcp, tool, world);
  registerResources(mcp);
  registerPrompts(mcp);
  answerCompletions(mcp);
  const subscriptions = keepSubscriptions(mcp);
  const extraTool = mcp.registerTool('test_extra_tool', { description: 'Comes and goes.' }, () =>
    textResult('Still here.'),
  );
  const extraPrompt = mcp.registerPrompt('test_extra_prompt', { description: 'Comes and goes.' }, () => ({
    messages: [{ role: 'user', content: { type: 'text', text: 'Still here.' } }],
  }));
  if (!world.extras.tool) extraTool.disable();
  if (!world.extras.prompt) extraPrompt.disable();
  return {
    mcp,
    followChanges: () =>
      world.onChange((change) => {
        if (change.kind === 'tools') extraTool.update({ enabled: world.extras.tool });
        else if (change.kind === 'prompts') extraPrompt.update({ enabled: world.extras.prompt });
        // A modern client says with each stream what it wants to hear, and the SDK keeps to that.
        else if (era === 'modern' || subscriptions.has(change.uri))
          // A client that has just gone misses nothing.
          mcp.server.sendResourceUpdated({ uri: change.uri }).catch(() => undefined);
      }),
  };
}

function registerTool(mcp: McpServer, tool: ConformanceTool, world: ConformanceWorld): void {
  const { name, description, inputSchema } = tool;
  mcp.registerTool(name, { description, inputSchema }, (args, context) =>
    tool.call({ args, context, world, client: abilitiesOf(mcp, context) }),
  );
}

/** A modern client says with each request what it can do, an older one when it initializes. */
function abilitiesOf(mcp: McpServer, { mcpReq }: ServerContext): ClientAbilities {
  const declared: unknown = mcpReq.envelope && Reflect.get(mcpReq.envelope, CLIENT_CAPABILITIES_META_KEY);
  if (isSpecType.ClientCapabilities(declared)) return declared;
  return mcp.server.getClientCapabilities() ?? {};
}

function keepSubscriptions(mcp: McpServer): ReadonlySet<string> {
  const uris = new Set<string>();
  mcp.server.setRequestHandler('resources/subscribe', ({ params }) => {
    if (uris.size < MAX_SUBSCRIPTIONS) uris.add(params.uri);
    return {};
  });
  mcp.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    uris.delete(params.uri);
    return {};
  });
  return uris;
}

const MAX_SUBSCRIPTIONS = 1000;

function answerCompletions(mcp: McpServer): void {
  mcp.server.setRequestHandler('completion/complete', ({ params }) => {
    const { ref, argument } = params;
    const known = ref.type === 'ref/resource' ? TEMPLATE_IDS : (ARGUMENT_VALUES[argument.name] ?? []);
    const values = known.filter((value) => value.startsWith(argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
}
