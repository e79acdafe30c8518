import { createMCPClient, ElicitationRequestSchema, type MCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { generateText, stepCountIs, type ToolSet } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import type { Front } from '../../support/hosts.ts';
import {
  ANSWERS,
  type CallOptions,
  type ConnectedHost,
  type ForeignHost,
  TOOLS_ONLY,
} from '../support/foreign-host.ts';
import { texts, toReply } from '../support/replies.ts';

/** The AI SDK with its own MCP client and a model that calls what it is told to. */
export const AI_SDK: ForeignHost = {
  name: 'AI SDK',
  fronts: ['http', 'stdio'],
  unable: {
    // A call that is aborted is dropped without a word to the server; over HTTP its connection is cut as well.
    cancelling: 'stdio',
    progress: 'always',
    'list changes': 'always',
    'unknown tools': 'always',
    'log messages': 'always',
    subscriptions: 'always',
    sampling: 'always',
    roots: 'always',
  },
  connect: (front) => connectAiSdk(front),
};

async function connectAiSdk(front: Front): Promise<ConnectedHost> {
  const client = await createMCPClient({
    capabilities: { elicitation: {} },
    transport:
      front.kind === 'http'
        ? { type: 'http', url: front.url }
        : new StdioMCPTransport({
            ...front.start,
            args: [...front.start.args],
            env: { ...front.start.env },
            stderr: 'ignore',
          }),
  });
  client.onElicitationRequest(ElicitationRequestSchema, () => ANSWERS.elicitation);
  let tools = await loadTools(client);
  const call = async (name: string, args: Record<string, unknown> = {}, { signal }: CallOptions = {}) => {
    const { steps } = await generateText({
      model: modelThatCalls(name, args),
      tools,
      prompt: 'Call the tool.',
      stopWhen: stepCountIs(2),
      maxRetries: 0,
      ...(signal === undefined ? {} : { abortSignal: signal }),
    });
    const parts = steps.flatMap(({ content }) => content);
    const failed = parts.find((part) => part.type === 'tool-error');
    if (failed?.type === 'tool-error') throw new Error('The call failed.', { cause: failed.error });
    const result = parts.find((part) => part.type === 'tool-result');
    return toReply(result?.type === 'tool-result' ? result.output : undefined);
  };
  return {
    ...TOOLS_ONLY,
    tools: async () => {
      tools = await loadTools(client);
      return (await client.listTools()).tools.map(({ name, description, inputSchema }) => ({
        name,
        description,
        inputSchema,
      }));
    },
    call,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    resource: async (uri) => texts((await client.readResource({ uri })).contents),
    prompts: async () => (await client.experimental_listPrompts()).prompts.map(({ name }) => name),
    prompt: async (name, args) => texts((await client.experimental_getPrompt({ name, arguments: args })).messages),
    complete: async (prompt, argument, value) =>
      (await client.complete({ ref: { type: 'ref/prompt', name: prompt }, argument: { name: argument, value } }))
        .completion.values,
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function loadTools(client: MCPClient): Promise<ToolSet> {
  // The SDK's own tools are not assignable to its own set of tools under exactOptionalPropertyTypes.
  return (await client.tools()) as ToolSet;
}

/** A model that calls one tool and then is content. */
function modelThatCalls(toolName: string, args: Record<string, unknown>): MockLanguageModelV3 {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  };
  const input = JSON.stringify(args);
  return new MockLanguageModelV3({
    doGenerate: [
      {
        content: [{ type: 'tool-call', toolCallId: 'call-1', toolName, input }],
        finishReason: { unified: 'tool-calls', raw: undefined },
        usage,
        warnings: [],
      },
      {
        content: [{ type: 'text', text: 'Done.' }],
        finishReason: { unified: 'stop', raw: undefined },
        usage,
        warnings: [],
      },
    ],
  });
}
