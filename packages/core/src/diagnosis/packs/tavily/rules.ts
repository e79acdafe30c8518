import type { PackRule } from '../pack.ts';

const TOOLS = ['tavily_search', 'tavily_extract', 'tavily_crawl', 'tavily_map', 'tavily_research'] as const;

/** The key. */
const KEY_RULES: readonly PackRule[] = [
  {
    when: { tools: TOOLS, text: /\bTAVILY_API_KEY environment variable is required\b/i },
    then: {
      kind: 'authentication',
      reason: 'missing',
      summary: 'Authentication failed: {server} has no Tavily API key.',
      advice: 'Set TAVILY_API_KEY in the environment of the server, or tavilyApiKey in the URL of Tavily.',
    },
  },
  {
    // Up to 0.2.12 the server ends at once, and this line of its log is all that is left.
    when: { text: /\bTAVILY_API_KEY environment variable is required\b/i },
    then: {
      kind: 'configuration',
      summary: '{server} does not start without a Tavily API key.',
      advice: 'Set TAVILY_API_KEY in the environment of the server.',
    },
  },
  {
    when: { text: /^(?:.{0,80}: )?Invalid API key\b|\bUnauthorized: missing or invalid API key\b/im },
    then: { kind: 'authentication', reason: 'invalid' },
  },
];

/** What is used up, and for how long. New versions hand the sentence of Tavily on without its status, old ones only the status. */
const LIMIT_RULES: readonly PackRule[] = [
  {
    when: { text: /^Continuation options:|\bkeyless\b[^\n]{0,120}\blimit\b|\blimit\b[^\n]{0,120}\bkeyless\b/im },
    then: {
      kind: 'quota',
      code: 'TAVILY_KEYLESS_LIMIT',
      retryable: true,
      status: 'quota',
      summary: 'The allowance for calls without a Tavily API key is used up.',
      advice: 'Set TAVILY_API_KEY in the environment of the server, or wait{wait} until the allowance is renewed.',
    },
  },
  {
    when: { text: /\bpay[- ]as[- ]you[- ]go limit\b|\bstatus code 433\b/i },
    then: {
      kind: 'quota',
      code: 'TAVILY_PAYGO_LIMIT',
      retryable: false,
      status: 'quota',
      summary: 'The pay-as-you-go limit of the Tavily account is reached.',
      advice: 'Raise the limit on the dashboard of Tavily; the same call fails until then.',
    },
  },
  {
    when: { text: /\bplan(?:'|’)?s? set usage limit\b|\bexceeds your plan\b|\bstatus code 432\b/i },
    then: {
      kind: 'quota',
      code: 'TAVILY_PLAN_LIMIT',
      retryable: false,
      status: 'quota',
      summary: 'The usage limit of the Tavily plan is used up.',
      advice: 'Upgrade the Tavily plan, or wait until its allowance is renewed; the same call fails until then.',
    },
  },
  {
    // For a 429 the servers have a sentence of their own, which sounds like more than a throttle.
    when: { text: /^(?:.{0,80}: )?Usage limit exceeded\b|\bblocked due to excessive requests\b/im },
    then: { kind: 'rate_limit', retryable: true },
  },
];

/** Research fails in sentences of the server; what they tell is how far it came. */
const RESEARCH_RULES: readonly PackRule[] = [
  {
    when: { tools: ['tavily_research'], text: /\bNo request_id returned\b|\bcompleted without content\b/i },
    then: {
      kind: 'protocol',
      summary: 'Tavily answered the research call with something else than its API does.',
      advice:
        'Try tavily_search meanwhile; the research may have been billed, so look at the dashboard before you repeat it.',
    },
  },
  {
    when: { tools: ['tavily_research'], text: /\bResearch task not found\b/i },
    then: {
      kind: 'not_found',
      summary: 'Tavily does not know the research any more that it started.',
      advice: 'Start a new research; the first one may have been billed.',
    },
  },
  {
    when: {
      tools: ['tavily_research'],
      text: /\bResearch (?:task|stream) timed out\b|\bstream received no data for\b|\bno response after \d/i,
    },
    then: {
      kind: 'timeout',
      summary: 'The research did not come to an end in time; it may have been billed.',
      advice: 'Ask a narrower question, or use the model "mini"; look at the dashboard before you repeat it.',
    },
  },
  {
    when: {
      tools: ['tavily_research'],
      text: /\bstream (?:ended|closed) before completion\b|\bstream connection error\b/i,
    },
    then: {
      kind: 'connection',
      summary: 'The connection to Tavily broke in the middle of the research; it may have been billed.',
      advice: 'Look at the dashboard of Tavily before you repeat it.',
    },
  },
  {
    when: { tools: ['tavily_research'], text: /\bResearch task failed\b/i },
    then: {
      kind: 'server_error',
      code: 'TAVILY_RESEARCH_FAILED',
      retryable: false,
      summary: 'Tavily gave the research up; it may have been billed.',
      advice: 'Ask a narrower question, or use tavily_search and tavily_extract instead.',
    },
  },
];

/** What Tavily does not take, and what the servers make of answers that they do not expect. */
const CALL_RULES: readonly PackRule[] = [
  {
    when: { text: /\bURL is not supported\b/i },
    then: {
      kind: 'permission',
      code: 'TAVILY_URL_NOT_SUPPORTED',
      summary: 'Tavily does not serve this URL.',
      advice: 'Use another page about the same, or a tool that fetches pages itself.',
    },
  },
  {
    when: { text: /\bAll URLs failed validation\b|\bInvalid URL format\b/i },
    then: {
      kind: 'validation',
      summary: 'No URL of the call is one that Tavily can read.',
      advice: 'Give urls as a list of absolute addresses, not as a list written into a text.',
    },
  },
  {
    when: { text: /\bQuery is too long\b/i },
    then: {
      kind: 'validation',
      summary: 'The query is too long for Tavily.',
      advice: 'Shorten the query to at most 400 characters: it is a search, not a prompt.',
    },
  },
  {
    when: { text: /\bCannot read propert(?:y|ies) of undefined \(reading '(?:forEach|map|length)'\)/ },
    then: {
      kind: 'protocol',
      summary: 'Tavily answered {operation} without results, and {server} did not expect that.',
      advice: 'Try again later; check that no proxy stands between the server and Tavily.',
    },
  },
];

/** In this order: the key, the limits, research, the call. */
export const TAVILY_RULES: readonly PackRule[] = [...KEY_RULES, ...LIMIT_RULES, ...RESEARCH_RULES, ...CALL_RULES];
