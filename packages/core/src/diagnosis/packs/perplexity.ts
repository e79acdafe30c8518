import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';
import { webSearchFallbacks } from './web-search.ts';

const CONTENT = { returnsContent: true } as const;

/** Perplexity: a used-up balance comes with the status 401. */
export const PERPLEXITY_PACK: Pack = {
  name: 'perplexity',
  title: 'Perplexity',
  servers: ['perplexity', 'perplexity ai', 'ppl ai'],
  tools: [
    ...toolTable('read', 'perplexity_search|search_web|search', {
      ...CONTENT,
      timeoutMs: 60_000,
      parameters: [
        ...['query', 'max_results', 'max_tokens_per_page', 'country', 'search_recency_filter', 'search_domain_filter'],
      ],
    }),
    ...toolTable('read', 'perplexity_ask|ask_perplexity', { ...CONTENT, timeoutMs: 120_000 }),
    // The server itself waits five minutes.
    ...toolTable('read', 'perplexity_reason perplexity_research|deep_research', { ...CONTENT, timeoutMs: 320_000 }),
  ],
  rules: [
    {
      when: { text: /\bexceeded your current quota\b|\binsufficient_quota\b/i },
      then: { kind: 'quota', code: 'QUOTA_EXCEEDED' },
    },
    {
      when: { text: /\bConsider increasing PERPLEXITY_TIMEOUT_MS\b/ },
      then: {
        kind: 'timeout',
        code: 'UPSTREAM_TIMEOUT',
        advice: 'Raise PERPLEXITY_TIMEOUT_MS of {server}, or ask for less at a time.',
      },
    },
    {
      when: {
        text: /\bstream ended without a completed response\b|\bPerplexity (?:Search |Agent )?API: TypeError: terminated\b|\bPerplexity\b.{0,80}\b(?:terminated|aborted)$/i,
      },
      then: { kind: 'connection', code: 'RESPONSE_LOST', retryable: true },
    },
    {
      when: { text: /\bInvalid response from Perplexity\b|\bFailed to parse JSON response from Perplexity\b/ },
      then: {
        kind: 'protocol',
        code: 'RESPONSE_MALFORMED',
        advice: 'Check PERPLEXITY_BASE_URL and the proxy of {server}: what answers is not the API.',
      },
    },
  ],
  advice: [
    {
      kind: 'quota',
      advice: 'Add credits in the API settings of Perplexity; a subscription to the app does not count for the API.',
    },
    { kind: 'rate_limit', advice: 'Wait{wait}, then ask one at a time; limits grow with the money spent so far.' },
    {
      kind: 'authentication',
      advice: 'Check PERPLEXITY_API_KEY of {server}, and that the account has credits: without any, keys are refused.',
    },
  ],
  fallbacks: webSearchFallbacks('perplexity'),
};
