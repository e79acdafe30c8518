import type { PackAdvice } from '../pack.ts';

/** The first entry for a kind counts. */
export const TAVILY_ADVICE: readonly PackAdvice[] = [
  {
    kind: 'authentication',
    status: 'auth_error',
    summary: 'Authentication failed: Tavily did not accept the API key of {server}.',
    advice: 'Check the Tavily API key (TAVILY_API_KEY), or use another source of information.',
  },
  {
    kind: 'permission',
    status: 'permission_denied',
    summary: 'Tavily does not allow {operation} with this API key.',
    advice: 'Check what the plan and the key allow on the dashboard of Tavily.',
  },
  {
    kind: 'rate_limit',
    status: 'rate_limited',
    summary: 'Search rate limit exceeded: Tavily blocks {operation} for a while.',
    advice: 'Wait{wait}, then try again with fewer search requests at a time; higher Tavily plans allow more.',
  },
  {
    kind: 'quota',
    status: 'quota',
    summary: 'The allowance of the Tavily account is used up.',
    advice: 'Upgrade the Tavily plan, or wait until its allowance is renewed.',
  },
  {
    kind: 'timeout',
    status: 'timeout',
    summary: 'Search timed out: {operation} got no answer of Tavily in time.',
    advice: 'Simplify the query, or ask for fewer results or pages; or try again later.',
  },
  {
    kind: ['connection', 'unavailable'],
    status: 'unavailable',
    summary: 'Tavily could not be reached, or is out of service, for {operation}.',
    advice: 'Try again later, or use another source of information.',
  },
  {
    kind: 'validation',
    status: 'validation_error',
    summary: 'Tavily did not take the arguments of {operation}.',
    advice: 'Check the query and the options; DEFAULT_PARAMETERS of the server overrides what the call says.',
  },
  {
    kind: 'not_found',
    status: 'not_found',
    summary: 'Tavily found nothing under the address of {operation}.',
    advice: 'Check the URL of the call, and the version of the server.',
  },
  {
    kind: 'tool_not_found',
    status: 'operation_failed',
    advice: 'Ask for the list of tools: since 0.2.13 they are spelled tavily_search, before that tavily-search.',
  },
  {
    kind: ['configuration', 'cancelled'],
    status: 'operation_failed',
  },
  {
    kind: ['server_error', 'protocol', 'conflict'],
    status: 'operation_failed',
    summary: 'Search failed: Tavily could not do {operation}.',
    advice: 'Check the syntax of the query, or try a different search.',
  },
];
