import { CLOUD_ID } from '../atlassian/cloud-id.ts';
import type { PackArgument, PackFallback } from '../pack-fallback.ts';

const JQL: PackArgument = { from: ['jql', 'searchString'], isRequired: true, when: /\S/ };
const ISSUE: PackArgument = { from: ['issue_key', 'issueKey', 'issueIdOrKey', 'issueId'], isRequired: true };
const MOVED_ISSUE: PackArgument = { from: ['issue_key', 'issueKey', 'issueIdOrKey'], isRequired: true };
const LIMIT = ['limit', 'maxResults'];
const START: PackArgument = { from: ['start_at', 'startAt'], min: 0 };
/** Where another server stopped, only that server knows. */
const TOKENS = ['page_token', 'nextPageToken'];
/** A search in all projects is another question. */
const NARROWED = [...TOKENS, 'projects_filter'];
const NOT_FROM_THE_START = [...NARROWED, 'start_at', 'startAt'];
const FIELD_LIST: PackArgument = { from: 'fields', as: 'list' };
const FIELD_TEXT: PackArgument = { from: 'fields', as: 'text' };

/**
 * The same question in the spellings of the other servers for Jira: mcp-atlassian, Atlassian's own, and those from npm.
 *
 * Of what changes something nothing is here: whether the failed call ran is one doubt too many.
 */
export const JIRA_FALLBACKS: readonly PackFallback[] = [
  {
    tools: ['jira_search'],
    instead: [
      {
        pack: 'jira',
        tool: 'jira_search',
        arguments: {
          jql: JQL,
          limit: { from: LIMIT, min: 1, max: 50 },
          start_at: START,
          fields: FIELD_TEXT,
          projects_filter: { from: 'projects_filter' },
        },
        unless: TOKENS,
      },
      {
        pack: 'jira',
        tool: 'searchJiraIssuesUsingJql',
        arguments: { cloudId: CLOUD_ID, jql: JQL, maxResults: { from: LIMIT, min: 1, max: 100 }, fields: FIELD_LIST },
        unless: NOT_FROM_THE_START,
      },
      {
        pack: 'jira',
        tool: 'jira_search_issues',
        arguments: { jql: JQL, maxResults: { from: LIMIT, min: 1, max: 200 }, startAt: START, fields: FIELD_LIST },
        unless: NARROWED,
      },
      {
        pack: 'jira',
        tool: 'search_jira_issues',
        arguments: { jql: JQL, maxResults: { from: LIMIT, min: 1, max: 100 }, startAt: START, fields: FIELD_TEXT },
        unless: NARROWED,
      },
      { pack: 'jira', tool: 'search_issues', arguments: { searchString: JQL }, unless: NOT_FROM_THE_START },
    ],
    lastResort: {
      message:
        'Jira search is currently unavailable. You can manually execute this search in Jira with JQL: {jql|searchString}',
      answer: { issues: [] },
    },
  },
  {
    tools: ['jira_get_issue'],
    instead: [
      // Two servers call it the same, and only what the tool lists tells which one it is.
      { pack: 'jira', tool: 'jira_get_issue', arguments: { issue_key: ISSUE, fields: FIELD_TEXT } },
      { pack: 'jira', tool: 'jira_get_issue', arguments: { issueIdOrKey: ISSUE, fields: FIELD_LIST } },
      {
        pack: 'jira',
        tool: 'getJiraIssue',
        arguments: { cloudId: CLOUD_ID, issueIdOrKey: ISSUE, fields: FIELD_LIST },
      },
      { pack: 'jira', tool: 'read_jira_issue', arguments: { issueKey: ISSUE } },
      { pack: 'jira', tool: 'get_issue', arguments: { issueId: ISSUE } },
    ],
  },
  {
    tools: ['jira_get_transitions'],
    instead: [
      { pack: 'jira', tool: 'jira_get_transitions', arguments: { issue_key: MOVED_ISSUE } },
      { pack: 'jira', tool: 'jira_get_transitions', arguments: { issueIdOrKey: MOVED_ISSUE } },
      { pack: 'jira', tool: 'getTransitionsForJiraIssue', arguments: { cloudId: CLOUD_ID, issueIdOrKey: MOVED_ISSUE } },
      { pack: 'jira', tool: 'get_transitions', arguments: { issueKey: MOVED_ISSUE } },
    ],
  },
  {
    tools: ['jira_create_issue'],
    lastResort: {
      message:
        "Jira issue creation is currently unavailable. Create an issue manually in the {project_key|projectKey} project with summary: '{summary}'",
      argumentsAs: 'manual_issue_data',
    },
  },
  {
    lastResort: {
      message: 'Jira {operation} is currently unavailable. Try again later or perform this operation manually in Jira.',
    },
  },
];
