import type { PackAdvice } from '../pack.ts';

/** The first entry for a kind counts: what is about some tools stands before what is about all. */
export const JIRA_ADVICE: readonly PackAdvice[] = [
  {
    kind: 'authentication',
    status: 'auth_error',
    summary: 'Authentication failed: Jira did not accept the credentials of {server}.',
    advice: 'Check the Jira API token and the user that it belongs to in the environment of the server.',
  },
  {
    kind: 'permission',
    status: 'permission_denied',
    summary: 'Insufficient permissions: Jira does not let the account of {server} do {operation}.',
    advice: 'Ensure that the account has access to the project, and the right to do this in it.',
  },
  {
    kind: 'not_found',
    tools: [
      'jira_get_issue',
      'jira_update_issue',
      'jira_delete_issue',
      'jira_transition_issue',
      'jira_add_comment',
      'jira_assign_issue',
      'jira_add_worklog',
      'jira_get_transitions',
    ],
    status: 'not_found',
    summary: 'The requested issue was not found.',
    advice: 'Verify that the issue key is correct, and that the account of the server can see the project.',
  },
  {
    kind: 'not_found',
    status: 'not_found',
    summary: 'Jira found nothing of what {operation} asks for.',
    advice: 'Verify the keys and ids of the call, and that the account of the server can see the project.',
  },
  {
    kind: 'rate_limit',
    status: 'rate_limited',
    summary: 'Jira API rate limit exceeded in {operation}.',
    advice: 'Wait{wait} before the next call, and ask for less at a time.',
  },
  {
    kind: 'quota',
    status: 'quota',
    summary: 'The allowance of the Jira site or app is used up.',
    advice: 'Wait until it is renewed, or raise the plan of the site.',
  },
  {
    kind: 'validation',
    tools: ['jira_create_issue', 'jira_update_issue', 'jira_batch_create_issues'],
    status: 'validation_error',
    summary: 'Issue validation failed. Some required fields may be missing or invalid.',
    advice: 'Check the issue data and ensure that all required fields are given.',
  },
  {
    kind: 'validation',
    tools: ['jira_search', 'jira_get_board_issues', 'jira_get_backlog_issues', 'jira_search_issues_summary'],
    status: 'validation_error',
    summary: 'Jira can not run the query of {operation}.',
    advice: 'Correct the JQL: put values in quotes, and use fields and values that the site has.',
  },
  {
    kind: 'validation',
    status: 'validation_error',
    summary: 'Jira did not take the arguments of {operation}.',
    advice: 'Compare the arguments with the schema of the tool and with the fields of the project.',
  },
  {
    kind: 'conflict',
    tools: ['jira_transition_issue'],
    status: 'workflow_error',
    summary: 'Cannot transition the issue. The requested transition may be invalid for its current status.',
    advice: 'Check the available transitions for this issue first with get_transitions.',
  },
  {
    kind: 'timeout',
    status: 'timeout',
    summary: 'Jira did not answer {operation} in time.',
    advice:
      'Ask for less at a time, with a narrower query or a smaller limit; check with a read whether a change was made.',
  },
  {
    kind: ['connection', 'unavailable'],
    status: 'unavailable',
    summary: 'Jira could not be reached, or is out of service, for {operation}.',
    advice: 'Check the status of Jira and the network between the server and the site, then try again.',
  },
  {
    kind: 'tool_not_found',
    status: 'operation_failed',
    advice:
      'Check the name; READ_ONLY_MODE, ENABLED_TOOLS and TOOLSETS of the server hide tools as if they did not exist.',
  },
  {
    kind: ['configuration', 'cancelled'],
    status: 'operation_failed',
  },
  {
    kind: ['server_error', 'protocol', 'conflict'],
    status: 'operation_failed',
    summary: 'Jira operation {operation} failed.',
    advice: 'Check the arguments and the status of the Jira site; the log of the server may say more.',
  },
];
