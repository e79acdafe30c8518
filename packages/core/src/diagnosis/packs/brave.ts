import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';
import { webSearchFallbacks } from './web-search.ts';

/** Brave Search: the official server and the former reference server. */
export const BRAVE_PACK: Pack = {
  name: 'brave',
  title: 'Brave Search',
  servers: ['brave'],
  tools: [
    ...toolTable('read', 'brave_web_search', {
      returnsContent: true,
      parameters: [
        ...['query', 'count', 'offset', 'freshness', 'country', 'search_lang', 'ui_lang', 'safesearch', 'spellcheck'],
        ...['text_decorations', 'result_filter', 'goggles', 'units', 'extra_snippets', 'summary'],
      ],
    }),
    ...toolTable(
      'read',
      'brave_local_search brave_image_search brave_video_search brave_news_search brave_llm_context brave_place_search',
      { returnsContent: true },
    ),
    // It asks again and again until the summary is written.
    ...toolTable('read', 'brave_summarizer', { returnsContent: true, timeoutMs: 60_000 }),
  ],
  rules: [
    {
      // The status is 422, as for any argument that is wrong.
      when: { vendorCode: 'SUBSCRIPTION_TOKEN_INVALID' },
      then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
    },
    {
      when: { text: /\bx-subscription-token\b/i },
      then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
    },
    {
      when: { vendorCode: ['OPTION_NOT_IN_PLAN', 'RESOURCE_NOT_ALLOWED'] },
      then: {
        kind: 'quota',
        code: 'BRAVE_PLAN_REQUIRED',
        summary: 'The plan of the key of {server} does not have what {tool} asks for.',
        advice: 'Leave the option out, use brave_web_search instead, or subscribe the key to a plan that has it.',
      },
    },
    {
      when: { vendorCode: ['QUOTA_LIMITED', 'USAGE_LIMIT_EXCEEDED'] },
      then: {
        kind: 'quota',
        code: 'QUOTA_EXCEEDED',
        advice: 'The queries of the month are used up: wait for the next month, or change the plan of the key.',
      },
    },
    { when: { vendorCode: 'RATE_LIMITED' }, then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true } },
    {
      when: {
        tools: ['brave_summarizer'],
        text: /\b(?:summarizer )?summary\b.{0,40}\bretrieve|\bretrieve\b.{0,40}\bsummary\b/i,
      },
      then: {
        kind: 'server_error',
        code: 'SERVER_ERROR',
        retryable: false,
        advice: 'Search with summary: true first and pass the key of that answer; summaries need a plan that has them.',
      },
    },
  ],
  advice: [
    {
      kind: 'rate_limit',
      advice: 'Wait{wait}, then search one at a time: the free plan of Brave allows one query a second.',
    },
    {
      kind: 'authentication',
      advice: 'Check BRAVE_API_KEY of {server}; each key belongs to one plan of the Brave Search API.',
    },
  ],
  fallbacks: webSearchFallbacks('brave'),
};
