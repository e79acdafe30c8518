import type { PackAdvice } from '../pack.ts';

/** The first entry for a kind counts: what is about some tools stands before what is about all. */
export const CONFLUENCE_ADVICE: readonly PackAdvice[] = [
  {
    kind: 'authentication',
    status: 'auth_error',
    summary: 'Authentication failed: Confluence did not accept the credentials of {server}.',
    advice: 'Check the Confluence API token and the user that it belongs to in the environment of the server.',
  },
  {
    kind: 'permission',
    status: 'permission_denied',
    summary: 'Insufficient permissions: Confluence does not let the account of {server} do {operation}.',
    advice: 'Ensure that the account has access to the space and the page, and the right to do this there.',
  },
  {
    kind: 'not_found',
    tools: ['confluence_get_page'],
    status: 'not_found',
    summary: 'The requested page was not found.',
    advice: 'Verify that the page ID or title is correct.',
  },
  {
    kind: 'not_found',
    status: 'not_found',
    summary: 'Resource not found during {operation}.',
    advice: 'Verify all arguments, and that the account of the server can see what they name.',
  },
  {
    kind: 'rate_limit',
    status: 'rate_limited',
    summary: 'Confluence API rate limit exceeded in {operation}.',
    advice: 'Wait{wait} before the next call, or make fewer of them.',
  },
  {
    kind: 'quota',
    status: 'quota',
    summary: 'The allowance of the Confluence site or app is used up.',
    advice: 'Wait until it is renewed, or raise the plan of the site.',
  },
  {
    kind: 'validation',
    tools: ['confluence_search'],
    status: 'validation_error',
    summary: 'Confluence can not run the query of {operation}.',
    advice: 'Correct the CQL: for words alone write text ~ "words"; put values in quotes.',
  },
  {
    kind: 'validation',
    status: 'validation_error',
    summary: 'Confluence did not take the arguments of {operation}.',
    advice: 'Compare the arguments with the schema of the tool.',
  },
  {
    kind: 'timeout',
    status: 'timeout',
    summary: 'Confluence did not answer {operation} in time.',
    advice: 'Ask for less at a time; check with a read whether a change was made.',
  },
  {
    kind: ['connection', 'unavailable'],
    status: 'unavailable',
    summary: 'Confluence could not be reached, or is out of service, for {operation}.',
    advice: 'Check the status of Confluence and the network between the server and the site, then try again.',
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
    summary: 'Confluence operation {operation} failed.',
    advice: 'Check the arguments and the status of the Confluence site; the log of the server may say more.',
  },
];
