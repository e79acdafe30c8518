import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';
import { webSearchFallbacks } from './web-search.ts';

const CONTENT = { returnsContent: true } as const;

/** Exa: its server puts `TOOL error (STATUS): …` before what the API said. */
export const EXA_PACK: Pack = {
  name: 'exa',
  title: 'Exa',
  servers: ['exa'],
  tools: [
    ...toolTable('read', 'web_search_exa|web_search|search', { ...CONTENT, parameters: ['query', 'numResults'] }),
    ...toolTable(
      'read',
      `web_search_advanced_exa company_research_exa linkedin_search_exa people_search_exa
      get_code_context_exa research_paper_search_exa competitor_finder_exa wikipedia_search_exa github_search_exa twitter_search_exa`,
      CONTENT,
    ),
    ...toolTable('read', 'web_fetch_exa|crawling_exa|fetch', { ...CONTENT, timeoutMs: 60_000 }),
    ...toolTable('read', 'deep_search_exa', { ...CONTENT, timeoutMs: 120_000 }),
    ...toolTable('read', 'deep_researcher_check agent_get_run_output', CONTENT),
    ...toolTable('read', 'agent_wait_for_run', { ...CONTENT, timeoutMs: 600_000 }),
    // Each call starts a job that is paid for.
    ...toolTable('write', 'deep_researcher_start', { timeoutMs: 60_000 }),
    ...toolTable('write', 'agent_run agent_create_run', { ...CONTENT, timeoutMs: 600_000 }),
    ...toolTable('idempotent-write', 'agent_cancel_run'),
  ],
  rules: [
    {
      when: { text: /\bfree (?:MCP )?(?:tier )?rate limit\b|\bcreate your own Exa API key\b/i },
      then: {
        kind: 'rate_limit',
        code: 'EXA_FREE_LIMIT',
        summary: '{tool} on {server} was refused: the shared allowance for calls without a key is used up for now.',
        retryable: true,
        advice: 'Set EXA_API_KEY of {server}: without a key all users share one small allowance.',
      },
    },
    {
      when: {
        text: /\b(?:NO_MORE_CREDITS|API_KEY_BUDGET_EXCEEDED|TEAM_BUDGET_EXCEEDED)\b|\bexceeded your credits limit\b/i,
      },
      then: {
        kind: 'quota',
        code: 'QUOTA_EXCEEDED',
        advice: 'Add credits or raise the budget of the key in the dashboard of Exa.',
      },
    },
    {
      when: { text: /\bNUM_RESULTS_EXCEEDED\b/ },
      then: {
        kind: 'quota',
        code: 'PAYMENT_REQUIRED',
        advice: 'Ask for fewer results, as many as the plan of the key allows.',
      },
    },
    {
      when: { text: /\b(?:FEATURE_DISABLED|ACCESS_DENIED)\b|\bnot enabled for your (?:team|plan|account)\b/i },
      then: {
        kind: 'permission',
        code: 'PERMISSION_DENIED',
        advice: 'Let the team of the key have this feature enabled, or use web_search_exa.',
      },
    },
    {
      when: { text: /\b(?:ROBOTS_FILTER_FAILED|PROHIBITED_CONTENT|SOURCE_NOT_AVAILABLE)\b/ },
      then: { kind: 'permission', code: 'PERMISSION_DENIED', advice: 'Use another source: this page may not be read.' },
    },
    {
      when: { text: /\b(?:CRAWL_NOT_FOUND|NO_CONTENT_FOUND)\b/ },
      then: { kind: 'not_found', code: 'ITEM_NOT_FOUND', advice: 'Correct the URL, or search for the page.' },
    },
    { when: { text: /\bCRAWL_(?:LIVECRAWL_)?TIMEOUT\b/ }, then: { kind: 'timeout', code: 'UPSTREAM_TIMEOUT' } },
    {
      when: { text: /\blive stream ended before\b|\binterrupted before a run ID\b/i },
      then: {
        kind: 'connection',
        code: 'RESPONSE_LOST',
        advice: 'Look in the dashboard of Exa whether the run exists before starting another one.',
      },
    },
  ],
  results: [
    {
      text: /^\s{0,8}No (?:search results|content|company information|code snippets or documentation|LinkedIn content|people|research papers)[^\n]{0,120}\bfound\b/i,
      kind: 'empty',
      warning: 'Exa found nothing: use other words, or leave filters out.',
    },
  ],
  advice: [
    { kind: 'rate_limit', advice: 'Wait{wait}, then search one at a time.' },
    { kind: 'authentication', advice: 'Check EXA_API_KEY of {server}.' },
    { kind: 'quota', advice: 'Add credits in the dashboard of Exa.' },
  ],
  fallbacks: webSearchFallbacks('exa'),
};
