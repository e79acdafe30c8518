import { describe, expect, it } from 'vitest';
import type { FailedCall, FallbackServer } from '../../../src/policies/fallback/failed-call.ts';
import { findFallbacks } from '../../../src/policies/fallback/fallback.ts';
import { errorOf, failedCall, outage, packOf, serverWith, settingsOf } from './failed-calls.ts';

const SITE = 'https://harbour.atlassian.net';
const JIRA = settingsOf({ JIRA_URL: SITE });
const WIKI = settingsOf({ CONFLUENCE_URL: `${SITE}/wiki` });

/** The tools with their arguments, as the servers list them: mcp-atlassian from PyPI and npm, mcp-jira-cloud, Atlassian's own. */
const remote = serverWith('atlassian', {
  searchJiraIssuesUsingJql: ['cloudId', 'jql', 'maxResults', 'fields', 'nextPageToken'],
  getJiraIssue: ['cloudId', 'issueIdOrKey', 'fields', 'expand'],
  getTransitionsForJiraIssue: ['cloudId', 'issueIdOrKey'],
  searchConfluenceUsingCql: ['cloudId', 'cql', 'limit'],
  getConfluencePage: ['cloudId', 'pageId', 'contentFormat'],
  getConfluencePageFooterComments: ['cloudId', 'pageId'],
  createJiraIssue: ['cloudId', 'projectKey', 'issueTypeName', 'summary'],
});
const local = (setting: FallbackServer['setting'], name = 'local'): FallbackServer => {
  const tools = {
    jira_search: ['jql', 'limit', 'fields', 'start_at', 'projects_filter'],
    jira_get_issue: ['issue_key', 'fields', 'expand'],
    confluence_search: ['query', 'limit', 'spaces_filter'],
    confluence_get_page: ['page_id', 'title', 'space_key'],
  };
  return serverWith(name, tools, setting === undefined ? {} : { setting });
};
const cloud = (setting: FallbackServer['setting']): FallbackServer => {
  const tools = {
    jira_search_issues: ['jql', 'maxResults', 'startAt', 'fields'],
    jira_get_issue: ['issueIdOrKey', 'fields'],
  };
  return serverWith('jira-cloud', tools, setting === undefined ? {} : { setting });
};

function find(failed: Partial<FailedCall>, servers: readonly FallbackServer[]) {
  const call = failedCall({ server: 'jira', error: outage('jira'), setting: JIRA, ...failed });
  return findFallbacks({ failed: call, configured: undefined, servers, findPack: packOf });
}

describe('a search in Jira', () => {
  const jql = 'project = SEA';

  it("goes to Atlassian's own server, which is told the site (A117, A197)", () => {
    const args = { jql, limit: 200, fields: 'summary, status', start_at: 0 };
    expect(find({ tool: 'jira_search', arguments: args }, [remote])).toEqual([
      {
        server: 'atlassian',
        tool: 'searchJiraIssuesUsingJql',
        arguments: { cloudId: 'harbour.atlassian.net', jql, maxResults: 100, fields: ['summary', 'status'] },
        leftOut: [],
      },
    ]);
  });

  it("goes from Atlassian's own server to one of the same site, in its words (A120)", () => {
    const args = { cloudId: 'harbour.atlassian.net', jql, maxResults: 10, fields: ['summary', 'status'] };
    const failed = { server: 'atlassian', tool: 'searchJiraIssuesUsingJql', arguments: args, setting: () => undefined };
    expect(find(failed, [local(JIRA), cloud(JIRA)])).toEqual([
      { server: 'local', tool: 'jira_search', arguments: { jql, limit: 10, fields: 'summary,status' }, leftOut: [] },
      {
        server: 'jira-cloud',
        tool: 'jira_search_issues',
        arguments: { jql, maxResults: 10, fields: ['summary', 'status'] },
        leftOut: [],
      },
    ]);
  });

  it.each([
    ['another site', settingsOf({ JIRA_URL: 'https://other.atlassian.net' })],
    ['a site that nobody knows', undefined],
    ['another path of the host', settingsOf({ JIRA_URL: `${SITE}/second` })],
  ])('never goes to a server of %s', (_, setting) => {
    expect(find({ tool: 'jira_search', arguments: { jql } }, [local(setting)])).toEqual([]);
  });

  it.each([
    ['an id that does not tell the site', { cloudId: '11111111-2222-3333-4444-555555555555' }],
    ['no site', {}],
  ])('that was told %s goes to no server with a site of its own', (_, args) => {
    const failed = { server: 'atlassian', tool: 'searchJiraIssuesUsingJql', setting: () => undefined };
    expect(find({ ...failed, arguments: { jql, ...args } }, [local(JIRA)])).toEqual([]);
  });

  it.each([
    ['a site in the house', settingsOf({ JIRA_URL: 'https://jira.example.org' })],
    ['no site', () => undefined],
  ])("of %s never goes to Atlassian's own server", (_, setting) => {
    expect(find({ tool: 'jira_search', arguments: { jql }, setting }, [remote])).toEqual([]);
  });

  it.each([
    ['goes on where another server stopped', { page_token: 'next' }],
    ['begins in the middle', { start_at: 50 }],
    ['is confined to projects', { projects_filter: 'SEA' }],
    ['has no JQL', { jql: '' }],
  ])('that %s is not asked of a server that can not tell', (_, args) => {
    expect(find({ tool: 'jira_search', arguments: { jql, ...args } }, [remote])).toEqual([]);
  });

  it('that was not permitted is not asked under another account', () => {
    const failed = {
      tool: 'jira_search',
      arguments: { jql },
      error: errorOf('permission'),
      delivery: 'answered',
    } as const;
    expect(find(failed, [remote])).toEqual([]);
  });
});

describe('an issue', () => {
  it('is read by the argument that a tool of the same name lists (A111)', () => {
    const failed = { tool: 'read_jira_issue', arguments: { issueKey: 'SEA-1', expand: 'changelog' } };
    expect(find(failed, [local(JIRA), cloud(JIRA), remote])).toEqual([
      { server: 'local', tool: 'jira_get_issue', arguments: { issue_key: 'SEA-1' }, leftOut: ['expand'] },
      { server: 'jira-cloud', tool: 'jira_get_issue', arguments: { issueIdOrKey: 'SEA-1' }, leftOut: ['expand'] },
      {
        server: 'atlassian',
        tool: 'getJiraIssue',
        arguments: { cloudId: 'harbour.atlassian.net', issueIdOrKey: 'SEA-1' },
        leftOut: ['expand'],
      },
    ]);
  });

  it('is never created elsewhere, though the other server could', () => {
    const args = { project_key: 'SEA', summary: 'Mend it', issue_type: 'Task' };
    expect(find({ tool: 'jira_create_issue', arguments: args, safety: 'write' }, [remote, local(JIRA)])).toEqual([]);
  });
});

describe('Confluence', () => {
  const confluence = { server: 'confluence', setting: WIKI, error: outage('confluence') };

  it.each([
    ['CQL', 'space = SEA and type = page', 'space = SEA and type = page'],
    ['words', 'tide tables', 'text ~ "tide tables"'],
  ])('is searched with %s on the other server (A114, A196)', (_, query, cql) => {
    const [step] = find({ ...confluence, tool: 'confluence_search', arguments: { query, limit: 5 } }, [remote]);
    expect(step).toMatchObject({
      tool: 'searchConfluenceUsingCql',
      arguments: { cloudId: 'harbour.atlassian.net', cql, limit: 5 },
    });
  });

  it.each(['say "hello', 'a\\b', ''])('is not searched where %j would become other CQL', (query) => {
    expect(find({ ...confluence, tool: 'confluence_search', arguments: { query } }, [remote])).toEqual([]);
  });

  it.each([
    [
      { page_id: '11', include_metadata: false },
      'getConfluencePage',
      { cloudId: 'harbour.atlassian.net', pageId: '11' },
    ],
    [{ page_id: 11 }, 'getConfluencePage', { cloudId: 'harbour.atlassian.net', pageId: 11 }],
  ])('gives the page of %j (A115)', (args, tool, expected) => {
    const steps = find({ ...confluence, tool: 'confluence_get_page', arguments: args }, [remote]);
    expect(steps).toEqual([{ server: 'atlassian', tool, arguments: expected, leftOut: [] }]);
  });

  it('gives a page by title and space where a server can find it so, and asks each tool once (A115)', () => {
    const byTitle = { title: 'Tide table', space_key: 'SEA' };
    const servers = [remote, local(WIKI)];
    const failed = { ...confluence, tool: 'confluence_get_page' };
    expect(find({ ...failed, arguments: byTitle }, servers)).toMatchObject([{ server: 'local', arguments: byTitle }]);
    const both = find({ ...failed, arguments: { ...byTitle, page_id: '11' } }, servers);
    expect(both.map(({ server }) => server)).toEqual(['local', 'atlassian']);
    expect(both[0]?.arguments).toEqual({ page_id: '11' });
  });
});
