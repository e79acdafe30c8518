import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';
import { webSearchFallbacks } from './web-search.ts';

const CONTENT = { returnsContent: true } as const;

/** Firecrawl: most of its failures are failures of the page that was asked for. */
export const FIRECRAWL_PACK: Pack = {
  name: 'firecrawl',
  title: 'Firecrawl',
  servers: ['firecrawl', 'mendable', 'mendableai'],
  tools: [
    ...toolTable('read', 'firecrawl_search|search', {
      ...CONTENT,
      timeoutMs: 120_000,
      parameters: ['query', 'limit', 'tbs', 'filter', 'location', 'sources', 'scrapeOptions'],
    }),
    ...toolTable(
      'read',
      `firecrawl_scrape|scrape firecrawl_batch_scrape firecrawl_developer_search firecrawl_parse
      firecrawl_research_inspect_paper firecrawl_research_read_paper firecrawl_research_related_papers
      firecrawl_research_search_github firecrawl_research_search_papers`,
      { ...CONTENT, timeoutMs: 120_000 },
    ),
    ...toolTable('read', 'firecrawl_map|map', { timeoutMs: 90_000 }),
    ...toolTable(
      'read',
      `firecrawl_check_crawl_status|check_crawl_status firecrawl_check_batch_status firecrawl_agent_status
      firecrawl_monitor_check firecrawl_monitor_checks firecrawl_monitor_get firecrawl_monitor_list`,
      CONTENT,
    ),
    // They start jobs that are paid for each time.
    ...toolTable('write', 'firecrawl_crawl|crawl', {
      ...CONTENT,
      timeoutMs: 300_000,
      verifyWith: 'firecrawl_check_crawl_status',
    }),
    ...toolTable('write', 'firecrawl_extract|extract firecrawl_deep_research firecrawl_generate_llmstxt', {
      ...CONTENT,
      timeoutMs: 300_000,
    }),
    ...toolTable('write', 'firecrawl_agent', { ...CONTENT, timeoutMs: 300_000, verifyWith: 'firecrawl_agent_status' }),
    ...toolTable('write', 'firecrawl_interact firecrawl_interact_stop', { ...CONTENT, timeoutMs: 120_000 }),
    ...toolTable(
      'write',
      'firecrawl_monitor_create firecrawl_monitor_update firecrawl_monitor_delete firecrawl_monitor_run',
      {
        verifyWith: 'firecrawl_monitor_list',
      },
    ),
    ...toolTable('write', 'firecrawl_feedback firecrawl_search_feedback'),
  ],
  rules: [
    {
      when: { text: /\bwebsite is (?:no longer|not (?:currently )?) ?supported\b|\bdo not support this site\b/i },
      then: {
        kind: 'permission',
        code: 'FIRECRAWL_SITE_NOT_SUPPORTED',
        summary: 'Firecrawl does not scrape the site that {tool} on {server} asks for.',
        advice: 'Use another source: Firecrawl does not scrape this site for this account.',
      },
    },
    {
      when: { text: /\bDNS resolution failed\b|\bSCRAPE_DNS_RESOLUTION_ERROR\b/i },
      then: {
        kind: 'not_found',
        code: 'ITEM_NOT_FOUND',
        advice: 'Correct the host name in the URL: it does not exist.',
      },
    },
    {
      when: { text: /\bscrap(?:e|ing)(?: operation)? timed out\b|\bSCRAPE_TIMEOUT\b|\bMAP_TIMEOUT\b/i },
      then: {
        kind: 'timeout',
        code: 'UPSTREAM_TIMEOUT',
        advice: 'Raise the argument timeout, or ask for onlyMainContent and fewer formats.',
      },
    },
    {
      when: { text: /\bSCRAPE_SSL_ERROR\b|\bSSL (?:error|certificate)\b.{0,80}\bskipTlsVerification\b/is },
      then: {
        kind: 'configuration',
        code: 'TLS_FAILED',
        advice: 'Check the certificate of the page; skipTlsVerification: true reads it all the same.',
      },
    },
    {
      when: { text: /\bCRAWL_DENIAL\b|\bSCRAPE_PDF_ANTIBOT_ERROR\b|\bblocked by robots\b/i },
      then: {
        kind: 'permission',
        code: 'PERMISSION_DENIED',
        advice: 'Use another source: this site does not let robots read it.',
      },
    },
    {
      when: { text: /\bSCRAPE_(?:UNSUPPORTED_FILE|ACTION)_ERROR\b/ },
      then: {
        kind: 'validation',
        code: 'REQUEST_REJECTED',
        advice: 'Correct the actions, or ask for a page of a kind that Firecrawl reads.',
      },
    },
    {
      when: { text: /\bAll scraping engines failed\b|\bSCRAPE_ALL_ENGINES_FAILED\b/i },
      then: {
        kind: 'server_error',
        code: 'FIRECRAWL_ENGINES_FAILED',
        summary: 'No engine of Firecrawl could read the page for {tool} on {server}.',
        retryable: true,
        advice:
          'Check the URL in a browser; try once more, with waitFor or another proxy setting, then use another source.',
      },
    },
    {
      when: {
        tools: ['firecrawl_check_crawl_status', 'firecrawl_check_batch_status', 'firecrawl_agent_status'],
        kind: 'not_found',
      },
      then: {
        kind: 'not_found',
        code: 'ITEM_NOT_FOUND',
        advice: 'Check the id; Firecrawl keeps the results of a job for a day, then start it again.',
      },
    },
  ],
  advice: [
    { kind: 'quota', advice: 'Ask for fewer pages, or add credits to the account of FIRECRAWL_API_KEY.' },
    { kind: 'rate_limit', advice: 'Wait{wait}, then scrape fewer pages at the same time.' },
    {
      kind: 'authentication',
      advice: 'Check FIRECRAWL_API_KEY of {server}, and FIRECRAWL_API_URL for a server of your own.',
    },
  ],
  fallbacks: webSearchFallbacks('firecrawl'),
};
