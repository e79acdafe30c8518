import { scriptedStdioServer } from '@seawall/testkit';

/**
 * Jira, Confluence and two web searches as they are on a bad day: Confluence refuses the token, and Tavily is overloaded, so that
 * DuckDuckGo answers in its place.
 */
export function demoConfiguration(): object {
  const query = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] } as const;
  const issues = '[{"key":"SHOP-12","summary":"Checkout hangs","status":"Open"}]';
  return {
    mcpServers: {
      jira: scriptedStdioServer({
        tools: [
          {
            name: 'jira_search',
            description: 'Searches issues.',
            inputSchema: query,
            behaviour: { kind: 'text', text: issues },
          },
        ],
      }),
      confluence: scriptedStdioServer({
        tools: [
          {
            name: 'confluence_search',
            description: 'Searches pages.',
            inputSchema: query,
            behaviour: { kind: 'tool-error', text: 'Error: Request failed with status code 401' },
          },
        ],
      }),
      tavily: {
        ...scriptedStdioServer({
          tools: [
            {
              name: 'tavily_search',
              description: 'Searches the web.',
              inputSchema: query,
              behaviour: { kind: 'tool-error', text: 'Tavily API error: 503 Service Unavailable' },
            },
          ],
        }),
        seawall: {
          tools: {
            tavily_search: {
              maxAttempts: 1,
              fallback: [{ server: 'duckduckgo', tool: 'search', arguments: { query: '$query' } }],
            },
          },
        },
      },
      duckduckgo: scriptedStdioServer({
        tools: [
          {
            name: 'search',
            description: 'Searches the web.',
            inputSchema: query,
            behaviour: { kind: 'text', text: 'Payment providers report slow answers since 09:00.' },
          },
        ],
      }),
    },
  };
}
