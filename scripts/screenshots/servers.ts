import { createScriptedHttpServer, type ScriptedTool, scriptedStdioServer } from '@seawall/testkit';

/** An example of what stands behind a gateway: some servers that do well, and one of each usual trouble. */
export interface ExampleServers extends AsyncDisposable {
  readonly mcpServers: Readonly<Record<string, object>>;
}

/** Starts it. */
export async function startExampleServers(): Promise<ExampleServers> {
  // The token of the entry is not the one that the server wants.
  const jira = await createScriptedHttpServer({ bearerToken: ['a', 'newer', 'token'].join('-') });
  return {
    mcpServers: {
      files: readOnly([{ name: 'read_file' }, { name: 'list_directory' }]),
      memory: readOnly([{ name: 'read_graph' }, { name: 'search_nodes' }]),
      jira: { url: jira.url },
      tavily: readOnly([
        { name: 'search', behaviour: { kind: 'tool-error', text: 'Request failed with status code 503' } },
        { name: 'extract' },
      ]),
      wiki: readOnly([
        {
          name: 'find_page',
          behaviour: {
            kind: 'sequence',
            steps: [
              { kind: 'tool-error', text: 'Request failed with status code 502: Bad Gateway' },
              { kind: 'delay', delayMs: 120 },
            ],
          },
        },
      ]),
      browser: { command: 'playwright-mcp-server' },
    },
    [Symbol.asyncDispose]: () => jira[Symbol.asyncDispose](),
  };
}

function readOnly(tools: readonly ScriptedTool[]): object {
  const reads = Object.fromEntries(tools.map(({ name }) => [name, { safety: 'read' }]));
  return { ...scriptedStdioServer({ tools }), seawall: { tools: reads } };
}
