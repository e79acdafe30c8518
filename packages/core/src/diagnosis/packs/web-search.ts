import type { PackArgument, PackFallback, PackFallbackStep } from './pack-fallback.ts';

/** The vendors that search the web, in the order in which they are asked in place of one another. */
type SearchVendor = 'tavily' | 'brave' | 'exa' | 'perplexity' | 'firecrawl';

/** How a vendor's tool for searching the web is asked. */
interface WebSearch {
  /** The first name of the tool. */
  readonly tool: string;
  /** How a query has to read.
   * @default anything but white space */
  readonly queryPattern?: RegExp;
  /** The argument for the number of results, and what it may be. */
  readonly count: { readonly name: string; readonly min: number; readonly max: number };
  /** The argument for how old results may be, and its words. */
  readonly recency?: { readonly name: string; readonly words: Readonly<Record<Period, string>> };
  /** The argument for the only sites to search, a list of domains. */
  readonly domains?: string;
}

type Period = 'day' | 'week' | 'month' | 'year';

const PLAIN_PERIODS = { day: 'day', week: 'week', month: 'month', year: 'year' } as const;

const WEB_SEARCHES: Readonly<Record<SearchVendor, WebSearch>> = {
  tavily: {
    tool: 'tavily_search',
    count: { name: 'max_results', min: 5, max: 20 },
    recency: { name: 'time_range', words: PLAIN_PERIODS },
    domains: 'include_domains',
  },
  brave: {
    tool: 'brave_web_search',
    // The API refuses more than 400 characters, and more than 50 words.
    queryPattern: /^(?=[\s\S]{1,400}$)\s*\S+(?:\s+\S+){0,49}\s*$/,
    count: { name: 'count', min: 1, max: 20 },
    recency: { name: 'freshness', words: { day: 'pd', week: 'pw', month: 'pm', year: 'py' } },
  },
  // Small plans refuse to give more than ten.
  exa: { tool: 'web_search_exa', count: { name: 'numResults', min: 1, max: 10 } },
  perplexity: {
    tool: 'perplexity_search',
    count: { name: 'max_results', min: 1, max: 20 },
    recency: { name: 'search_recency_filter', words: PLAIN_PERIODS },
    domains: 'search_domain_filter',
  },
  firecrawl: {
    tool: 'firecrawl_search',
    count: { name: 'limit', min: 1, max: 20 },
    recency: { name: 'tbs', words: { day: 'qdr:d', week: 'qdr:w', month: 'qdr:m', year: 'qdr:y' } },
  },
};

const VENDORS = ['tavily', 'brave', 'exa', 'perplexity', 'firecrawl'] as const satisfies readonly SearchVendor[];

/**
 * What a vendor's search of the web falls back to: first another server of the same vendor, then the other vendors.
 *
 * Tools that search something else, as the issues of a tracker, are none of them, whatever they are called.
 */
export function webSearchFallbacks(vendor: SearchVendor): readonly PackFallback[] {
  const own = WEB_SEARCHES[vendor];
  const others = VENDORS.filter((other) => other !== vendor);
  return [
    {
      tools: [own.tool],
      instead: [{ pack: vendor, tool: own.tool }, ...others.map((other) => toStep(own, other))],
      lastResort: {
        message:
          "Search functionality is currently unavailable. Response will be based on the model's training data which may not include recent information.",
        answer: { results: [] },
      },
    },
  ];
}

function toStep(own: WebSearch, vendor: SearchVendor): PackFallbackStep {
  const { tool, queryPattern, count, recency, domains } = WEB_SEARCHES[vendor];
  const values: Record<string, PackArgument> = {
    query: { from: 'query', isRequired: true, when: queryPattern ?? /\S/ },
    [count.name]: { from: own.count.name, min: count.min, max: count.max },
  };
  if (recency !== undefined && own.recency !== undefined)
    values[recency.name] = { from: own.recency.name, values: translate(own.recency.words, recency.words) };
  // A domain after a hyphen is one to leave out, which only Perplexity understands.
  if (domains !== undefined && own.domains !== undefined)
    values[domains] = { from: own.domains, as: 'list', when: /^[^-]/ };
  return { pack: vendor, tool, arguments: values };
}

function translate(
  from: Readonly<Record<Period, string>>,
  to: Readonly<Record<Period, string>>,
): Record<string, string> {
  const periods: readonly Period[] = ['day', 'week', 'month', 'year'];
  return Object.fromEntries(periods.map((period) => [from[period], to[period]]));
}
