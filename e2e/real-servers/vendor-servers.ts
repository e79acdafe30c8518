import { type Place, packageEntry, type RealServer } from './place.ts';

/** Servers in front of a service on the internet; a stand-in on this machine takes its place. */
export function vendorServers(place: Place): readonly RealServer[] {
  return [...trackers(place), ...codeHosts(place), ...searchers(place), ...others(place)];
}

const EMAIL = 'keeper@example.com';

function trackers(place: Place): readonly RealServer[] {
  const url = `${place.standInUrl}/atlassian`;
  return [
    {
      name: 'atlassian',
      entry: packageEntry(place, 'atlassian', 'mcp-atlassian', {
        env: { ATLASSIAN_BASE_URL: url, ATLASSIAN_EMAIL: EMAIL, ATLASSIAN_API_TOKEN: place.key() },
      }),
      call: { tool: 'get_jira_current_user', answers: /Harbour Keeper/ },
    },
    {
      name: 'jira',
      entry: packageEntry(place, 'jira', 'mcp-jira-cloud', {
        env: { JIRA_BASE_URL: url, JIRA_EMAIL: EMAIL, JIRA_API_TOKEN: place.key() },
      }),
      call: { tool: 'jira_get_issue', args: { issueIdOrKey: 'SEA-1' }, answers: /Mend the seawall/ },
    },
    {
      name: 'jira-search',
      entry: packageEntry(place, 'jira-search', '@answerai/jira-mcp', {
        env: { JIRA_BASE_URL: url, JIRA_USER_EMAIL: EMAIL, JIRA_API_TOKEN: place.key() },
      }),
      call: { tool: 'search_issues', args: { searchString: 'project = SEA' }, answers: /Mend the seawall/ },
    },
    {
      name: 'confluence',
      entry: packageEntry(place, 'confluence', '@answerai/confluence-mcp', {
        env: { CONFLUENCE_BASE_URL: `${url}/wiki`, CONFLUENCE_USER_EMAIL: EMAIL, CONFLUENCE_API_TOKEN: place.key() },
      }),
      call: { tool: 'get_page', args: { pageId: '11' }, answers: /Tide table/ },
    },
    {
      name: 'backlog',
      entry: packageEntry(place, 'backlog', 'backlog-mcp-server', {
        env: { BACKLOG_DOMAIN: 'seawall.backlog.com', BACKLOG_API_KEY: place.key() },
        redirected: true,
      }),
      call: { tool: 'get_space', answers: /Harbour space/ },
    },
  ];
}

function codeHosts(place: Place): readonly RealServer[] {
  const gitlabUrl = `${place.standInUrl}/gitlab/api/v4`;
  return [
    {
      name: 'github',
      entry: packageEntry(place, 'github', '@modelcontextprotocol/server-github', {
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: place.key() },
        redirected: true,
      }),
      call: { tool: 'search_repositories', args: { query: 'seawall' }, answers: /harbour\/on-github/ },
    },
    {
      name: 'gitlab',
      entry: packageEntry(place, 'gitlab', '@modelcontextprotocol/server-gitlab', {
        env: { GITLAB_API_URL: gitlabUrl, GITLAB_PERSONAL_ACCESS_TOKEN: place.key() },
      }),
      call: { tool: 'search_repositories', args: { search: 'seawall' }, answers: /harbour\/on-gitlab/ },
    },
    {
      name: 'gitlab-large',
      entry: packageEntry(place, 'gitlab-large', '@zereight/mcp-gitlab', {
        env: { GITLAB_API_URL: gitlabUrl, GITLAB_PERSONAL_ACCESS_TOKEN: place.key() },
      }),
      call: { tool: 'get_project', args: { project_id: '7' }, answers: /harbour\/on-gitlab/ },
    },
  ];
}

function searchers(place: Place): readonly RealServer[] {
  const args = { query: 'seawall' };
  const env = (): Record<string, string> => ({ TAVILY_API_KEY: place.key('tvly-') });
  return [
    {
      name: 'tavily',
      entry: packageEntry(place, 'tavily', 'tavily-mcp', { env: env(), redirected: true }),
      call: { tool: 'tavily_search', args, answers: /Found by Tavily/ },
    },
    {
      name: 'tavily-before',
      entry: packageEntry(place, 'tavily-before', 'tavily-mcp-old', { env: env(), redirected: true }),
      call: { tool: 'tavily-search', args, answers: /Found by Tavily/ },
    },
    {
      name: 'brave',
      entry: packageEntry(place, 'brave', '@modelcontextprotocol/server-brave-search', {
        env: { BRAVE_API_KEY: place.key() },
        redirected: true,
      }),
      call: { tool: 'brave_web_search', args, answers: /Found by Brave/ },
    },
    {
      name: 'exa',
      entry: packageEntry(place, 'exa', 'exa-mcp-server', { env: { EXA_API_KEY: place.key() }, redirected: true }),
      call: { tool: 'web_search_exa', args, answers: /Found by Exa/ },
    },
    {
      name: 'perplexity',
      entry: packageEntry(place, 'perplexity', '@perplexity-ai/mcp-server', {
        env: { PERPLEXITY_BASE_URL: `${place.standInUrl}/perplexity`, PERPLEXITY_API_KEY: place.key('pplx-') },
      }),
      call: { tool: 'perplexity_search', args, answers: /Found by Perplexity/ },
    },
    {
      name: 'context7',
      entry: packageEntry(place, 'context7', '@upstash/context7-mcp', {
        env: { CONTEXT7_API_URL: `${place.standInUrl}/context7`, CONTEXT7_API_KEY: place.key('ctx7sk') },
      }),
      call: {
        tool: 'resolve-library-id',
        args: { query: 'How is a seawall built?', libraryName: 'seawall' },
        answers: /\/harbour\/docs/,
      },
    },
  ];
}

function others(place: Place): readonly RealServer[] {
  return [
    {
      name: 'slack',
      entry: packageEntry(place, 'slack', '@modelcontextprotocol/server-slack', {
        env: { SLACK_BOT_TOKEN: place.key('xoxb-'), SLACK_TEAM_ID: 'T0000001' },
        redirected: true,
      }),
      call: { tool: 'slack_list_channels', answers: /harbour-talk/ },
    },
    {
      name: 'notion',
      entry: packageEntry(place, 'notion', '@notionhq/notion-mcp-server', {
        env: { BASE_URL: `${place.standInUrl}/notion`, NOTION_TOKEN: place.key('ntn_') },
      }),
      call: { tool: 'API-get-self', answers: /Harbour bot/ },
    },
    {
      name: 'supabase',
      entry: packageEntry(place, 'supabase', '@supabase/mcp-server-supabase', {
        args: ['--api-url', `${place.standInUrl}/supabase`],
        env: {
          SUPABASE_ACCESS_TOKEN: place.key('sbp_'),
          SUPABASE_CONTENT_API_URL: `${place.standInUrl}/supabase/content`,
        },
      }),
      call: { tool: 'list_organizations', answers: /Harbour works/ },
    },
    {
      name: 'airtable',
      entry: packageEntry(place, 'airtable', 'airtable-mcp-server', {
        env: { AIRTABLE_API_KEY: `${place.key('pat')}.${place.key()}` },
        redirected: true,
      }),
      call: { tool: 'list_bases', answers: /Harbour base/ },
    },
    {
      name: 'tides',
      entry: packageEntry(place, 'tides', '@ivotoby/openapi-mcp-server', {
        env: {
          API_BASE_URL: `${place.standInUrl.replace('//', `//keeper:${place.key()}@`)}/tides`,
          API_HEADERS: `x-api-key:${place.key()}`,
          OPENAPI_SPEC_INLINE: JSON.stringify(TIDES),
        },
      }),
      call: { tool: 'next-tide', args: { harbour: 'den-helder' }, answers: /High water at 06:12/ },
    },
  ];
}

/** A REST service of our own, as an OpenAPI document. */
const TIDES = {
  openapi: '3.0.0',
  info: { title: 'Tides', version: '1.0.0' },
  paths: {
    '/next/{harbour}': {
      get: {
        operationId: 'next-tide',
        summary: 'The next high water of a harbour.',
        parameters: [{ name: 'harbour', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'The time.' } },
      },
    },
  },
} as const;
