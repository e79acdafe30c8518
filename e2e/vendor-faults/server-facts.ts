/** How a server tells its client of a failure. */
export type Arrival = '`isError`' | 'a success' | 'JSON-RPC error -32603' | 'JSON-RPC error -32001' | 'no answer';

/** What a server does with the failures of its service, as a client without a gateway sees it. */
export interface ServerFacts {
  /** The package in `e2e/real-servers/package.json`; absent for one that is reached over HTTP. */
  readonly packageName?: string;
  /** How refusals with a status arrive. */
  readonly arrives: Arrival;
  readonly except?: readonly {
    readonly faults: readonly string[];
    /** @default all */
    readonly tools?: readonly string[];
    readonly arrives: Arrival;
  }[];
  /** Where it asks its service again by itself: for which faults, and how often in all. */
  readonly asksAgain?: { readonly faults: readonly string[]; readonly times: number };
}

/** What is known of every server, and held by the suite. */
const SERVER_FACTS: Readonly<Record<string, ServerFacts>> = {
  atlassian: {
    packageName: 'mcp-atlassian',
    arrives: 'a success',
    except: [
      { faults: ['500', '503'], arrives: '`isError`' },
      {
        faults: ['400', '401', '403', '404', '409', '422', '429', '432'],
        tools: ['search_jira_issues'],
        arrives: '`isError`',
      },
    ],
  },
  jira: {
    packageName: 'mcp-jira-cloud',
    arrives: 'a success',
    asksAgain: { faults: ['429', '500', '503'], times: 4 },
  },
  'jira-search': { packageName: '@answerai/jira-mcp', arrives: 'JSON-RPC error -32603' },
  confluence: { packageName: '@answerai/confluence-mcp', arrives: '`isError`' },
  backlog: { packageName: 'backlog-mcp-server', arrives: '`isError`' },
  github: { packageName: '@modelcontextprotocol/server-github', arrives: 'JSON-RPC error -32603' },
  gitlab: { packageName: '@modelcontextprotocol/server-gitlab', arrives: 'JSON-RPC error -32603' },
  'gitlab-large': { packageName: '@zereight/mcp-gitlab', arrives: 'JSON-RPC error -32603' },
  tavily: {
    packageName: 'tavily-mcp',
    arrives: '`isError`',
    except: [{ faults: ['401', '429'], tools: ['tavily_research'], arrives: 'JSON-RPC error -32603' }],
  },
  'tavily-before': {
    packageName: 'tavily-mcp-old',
    arrives: '`isError`',
    except: [{ faults: ['401', '429'], arrives: 'JSON-RPC error -32603' }],
  },
  brave: { packageName: '@modelcontextprotocol/server-brave-search', arrives: '`isError`' },
  exa: { packageName: 'exa-mcp-server', arrives: '`isError`', asksAgain: { faults: ['500', '503'], times: 3 } },
  perplexity: { packageName: '@perplexity-ai/mcp-server', arrives: '`isError`' },
  context7: { packageName: '@upstash/context7-mcp', arrives: 'a success' },
  slack: { packageName: '@modelcontextprotocol/server-slack', arrives: 'a success' },
  notion: { packageName: '@notionhq/notion-mcp-server', arrives: 'a success' },
  supabase: { packageName: '@supabase/mcp-server-supabase', arrives: '`isError`' },
  airtable: { packageName: 'airtable-mcp-server', arrives: '`isError`' },
  tides: { packageName: '@ivotoby/openapi-mcp-server', arrives: '`isError`' },
  remote: { arrives: 'no answer' },
  bridge: { packageName: 'mcp-remote', arrives: 'JSON-RPC error -32001' },
};

/** What is known of a server. */
export function factsOf(server: string): ServerFacts {
  const facts = SERVER_FACTS[server];
  if (facts === undefined) throw new Error(`Nothing is known of the server "${server}".`);
  return facts;
}

/** How a refusal of its service arrives from this tool. */
export function expectedArrival(server: string, tool: string, fault: string): Arrival {
  const { arrives, except = [] } = factsOf(server);
  const found = except.filter((each) => each.faults.includes(fault) && (each.tools ?? [tool]).includes(tool));
  // One that names its tools knows better.
  return (found.find(({ tools }) => tools !== undefined) ?? found[0])?.arrives ?? arrives;
}

/** How often a server asks its service for one call, where it is known to ask again. */
export function expectedRequests(server: string, fault: string): number | undefined {
  const { asksAgain } = factsOf(server);
  return asksAgain?.faults.includes(fault) === true ? asksAgain.times : undefined;
}
