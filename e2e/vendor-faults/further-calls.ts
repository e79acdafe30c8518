import type { RealServer } from '../real-servers/place.ts';

/** A call of a server beside its harmless one. */
export type FurtherCall = Pick<RealServer['call'], 'tool' | 'args'>;

const REPOSITORY = { owner: 'harbour', repo: 'on-github' };
const MESSAGES = [{ role: 'user', content: 'When is high water?' }];

/**
 * Further tools of servers whose tools fail in different ways: reads of one thing, searches, and writes.
 *
 * They are called under faults only, so that nobody has to answer them well.
 */
export const FURTHER_CALLS: Readonly<Record<string, readonly FurtherCall[]>> = {
  atlassian: [
    { tool: 'search_jira_issues', args: { jql: 'project = SEA' } },
    { tool: 'read_confluence_page', args: { pageId: '11' } },
    { tool: 'create_jira_issue', args: { projectKey: 'SEA', issueType: 'Task', summary: 'Mend the seawall' } },
  ],
  jira: [{ tool: 'jira_create_issue', args: { projectKey: 'SEA', issueType: 'Task', summary: 'Mend the seawall' } }],
  'jira-search': [
    { tool: 'get_issue', args: { issueId: 'SEA-1' } },
    { tool: 'create_issue', args: { projectKey: 'SEA', issueType: 'Task', summary: 'Mend the seawall' } },
  ],
  confluence: [
    { tool: 'search_pages', args: { query: 'tide' } },
    { tool: 'update_page', args: { pageId: '11', title: 'Tide table', content: '<p>Low.</p>', version: 2 } },
  ],
  backlog: [
    { tool: 'get_issue', args: { issueKey: 'SEA-1' } },
    { tool: 'add_issue_comment', args: { issueKey: 'SEA-1', content: 'Mended.' } },
  ],
  github: [
    { tool: 'get_issue', args: { ...REPOSITORY, issue_number: 1 } },
    { tool: 'get_file_contents', args: { ...REPOSITORY, path: 'README.md' } },
    { tool: 'create_issue', args: { ...REPOSITORY, title: 'Leak' } },
  ],
  gitlab: [
    { tool: 'get_file_contents', args: { project_id: '7', file_path: 'README.md', ref: 'main' } },
    { tool: 'create_issue', args: { project_id: '7', title: 'Leak' } },
  ],
  'gitlab-large': [
    { tool: 'get_issue', args: { project_id: '7', issue_iid: '1' } },
    { tool: 'create_issue', args: { project_id: '7', title: 'Leak' } },
  ],
  tavily: [
    { tool: 'tavily_extract', args: { urls: ['https://example.com/seawall'] } },
    { tool: 'tavily_map', args: { url: 'https://example.com' } },
    { tool: 'tavily_research', args: { input: 'seawalls', model: 'mini' } },
  ],
  'tavily-before': [{ tool: 'tavily-extract', args: { urls: ['https://example.com/seawall'] } }],
  brave: [{ tool: 'brave_local_search', args: { query: 'harbour' } }],
  exa: [{ tool: 'web_fetch_exa', args: { urls: ['https://example.com/seawall'] } }],
  perplexity: [{ tool: 'perplexity_ask', args: { messages: MESSAGES } }],
  context7: [{ tool: 'query-docs', args: { libraryId: '/harbour/docs', query: 'How is a seawall built?' } }],
  slack: [{ tool: 'slack_post_message', args: { channel_id: 'C1', text: 'High water.' } }, { tool: 'slack_get_users' }],
  notion: [
    { tool: 'API-post-search', args: { query: 'tide' } },
    { tool: 'API-retrieve-a-page', args: { page_id: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' } },
  ],
  supabase: [{ tool: 'list_projects' }, { tool: 'execute_sql', args: { project_id: 'harbour', query: 'select 1' } }],
  airtable: [
    { tool: 'list_records', args: { baseId: 'app1', tableId: 'tbl1' } },
    { tool: 'create_record', args: { baseId: 'app1', tableId: 'tbl1', fields: { Name: 'Tide' } } },
  ],
};
