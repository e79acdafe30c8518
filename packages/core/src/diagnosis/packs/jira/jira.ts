import { ATLASSIAN_DISGUISES } from '../atlassian/atlassian-rules.ts';
import { emptyLists } from '../atlassian/empty-lists.ts';
import type { Pack } from '../pack.ts';
import { JIRA_ADVICE } from './advice.ts';
import { JIRA_FALLBACKS } from './fallbacks.ts';
import { jiraLinks } from './links.ts';
import { JIRA_OTHER_TOOLS } from './other-tools.ts';
import { JIRA_READ_TOOLS } from './read-tools.ts';
import { JIRA_RULES } from './rules.ts';
import { JIRA_WRITE_TOOLS } from './write-tools.ts';

const TOOLS = [...JIRA_READ_TOOLS, ...JIRA_WRITE_TOOLS, ...JIRA_OTHER_TOOLS];

/** Jira, with mcp-atlassian in all its versions, Atlassian's own server, and the servers from npm. */
export const JIRA_PACK: Pack = {
  name: 'jira',
  title: 'Jira',
  servers: ['jira', 'atlassian'],
  tools: TOOLS,
  rules: JIRA_RULES,
  disguises: [
    ...ATLASSIAN_DISGUISES,
    // mcp-jira-cloud reads an answer that is no JSON, such as a login page, as an issue without anything in it.
    { tools: ['jira_get_issue'], text: /^\s{0,20}\{\s{0,20}"key"\s{0,5}:\s{0,5}""\s{0,20}\}\s{0,20}$/ },
    {
      tools: ['jira_create_issue'],
      text: /^\s{0,20}\{\s{0,20}"success"\s{0,5}:\s{0,5}true,\s{0,20}"id"\s{0,5}:\s{0,5}"",\s{0,20}"key"\s{0,5}:\s{0,5}""/,
    },
  ],
  results: [
    ...emptyLists(
      'Jira',
      TOOLS,
      'No issues found. Try a wider query, or check that the account of the server can see the project.',
    ),
    {
      tools: ['jira_batch_create_issues', 'jira_batch_create_versions'],
      text: /"success"\s{0,5}:\s{0,5}false\b/,
      kind: 'partial',
      warning: 'Not all items were created: see the error of each, and repeat only those.',
    },
    {
      tools: ['jira_download_attachments', 'jira_get_issue_images'],
      text: /^\s{0,20}\{\s{0,20}"success"\s{0,5}:\s{0,5}true\b[\s\S]{0,20000}?"failed"\s{0,5}:\s{0,5}\[\s{0,20}\{/,
      kind: 'partial',
      warning: 'Not all attachments could be downloaded: see "failed".',
    },
  ],
  advice: JIRA_ADVICE,
  fallbacks: JIRA_FALLBACKS,
  baseUrlSettings: ['JIRA_URL', 'JIRA_BASE_URL', 'ATLASSIAN_BASE_URL', 'ATLASSIAN_URL'],
  siteArguments: ['cloudId'],
  links: jiraLinks,
};
