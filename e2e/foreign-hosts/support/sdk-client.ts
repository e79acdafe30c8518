import type { CallOptions, ConnectedHost } from './foreign-host.ts';
import { texts } from './replies.ts';

/** What the clients of both versions of the official SDK have in common. */
interface SdkClient {
  listTools(): Promise<{
    readonly tools: readonly {
      readonly name: string;
      readonly description?: string | undefined;
      readonly inputSchema: unknown;
    }[];
  }>;
  listResources(): Promise<{ readonly resources: readonly { readonly uri: string }[] }>;
  listResourceTemplates(): Promise<{ readonly resourceTemplates: readonly { readonly uriTemplate: string }[] }>;
  readResource(params: { uri: string }): Promise<{ readonly contents: readonly unknown[] }>;
  listPrompts(): Promise<{ readonly prompts: readonly { readonly name: string }[] }>;
  getPrompt(params: { name: string; arguments: Record<string, string> }): Promise<{ messages: readonly unknown[] }>;
  complete(params: {
    ref: { type: 'ref/prompt'; name: string };
    argument: { name: string; value: string };
  }): Promise<{ readonly completion: { readonly values: readonly string[] } }>;
}

/** Lists and reads with a client of the official SDK. */
export function readWith(
  client: SdkClient,
): Pick<ConnectedHost, 'tools' | 'resources' | 'templates' | 'resource' | 'prompts' | 'prompt' | 'complete'> {
  return {
    tools: async () =>
      (await client.listTools()).tools.map(({ name, description, inputSchema }) => ({
        name,
        description,
        inputSchema,
      })),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    resource: async (uri) => texts((await client.readResource({ uri })).contents),
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    prompt: async (name, args) => texts((await client.getPrompt({ name, arguments: args })).messages),
    complete: async (prompt, argument, value) =>
      (await client.complete({ ref: { type: 'ref/prompt', name: prompt }, argument: { name: argument, value } }))
        .completion.values,
  };
}

/** The options of a call, as both versions take them. */
export function toRequestOptions({ signal, onProgress }: CallOptions) {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onprogress: ({ progress }: { progress: number }) => onProgress(progress) }),
  };
}
