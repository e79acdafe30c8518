import type { Pack } from '../pack.ts';
import { webSearchFallbacks } from '../web-search.ts';
import { TAVILY_ADVICE } from './advice.ts';
import { TAVILY_RULES } from './rules.ts';
import { TAVILY_TOOLS } from './tools.ts';

/** The remote server answers with the JSON of Tavily's API: nothing stands before its empty list but words and empty lists. */
const REMOTE_EMPTY =
  /^\s{0,20}\{(?:\s{0,20}"[^"\n]{1,60}"\s{0,5}:\s{0,5}(?:-?\d{1,15}|true|false|null|\[\s{0,20}\]|"(?:[^"\\\n]|\\.){0,600}")\s{0,5},){0,12}\s{0,20}"(?:results)"\s{0,5}:\s{0,5}\[\s{0,20}\]/;

const NOTHING_FOUND = 'No search results found. Try refining your query.';

/** Tavily, with all versions of its server and its remote one. */
export const TAVILY_PACK: Pack = {
  name: 'tavily',
  title: 'Tavily',
  servers: ['tavily'],
  tools: TAVILY_TOOLS,
  rules: TAVILY_RULES,
  disguises: [
    { tools: ['tavily_research'], text: /^Research Error: / },
    // Without a key, a used-up allowance comes as one sentence with what to do next below it; results never begin so.
    {
      text: /^(?!Detailed Results:|Answer: |Crawl Results:|Site Map Results:)[^\n]{1,1000}\n(?:Retry after: \d{1,9}s(?:\n|$)|Continuation options:\n- )/,
    },
  ],
  results: [
    { tools: ['tavily_search'], text: /^\s{0,20}Detailed Results:\s{0,20}$/, kind: 'empty', warning: NOTHING_FOUND },
    {
      text: /^\s{0,20}(?:Detailed Results:|(?:Crawl|Site Map) Results:\nBase URL: [^\n]{0,2000}\n\s{0,5}(?:Crawled|Mapped) Pages:)\s{0,20}$/,
      kind: 'empty',
      warning: 'Tavily found nothing at this address. Check the URL, or allow more depth.',
    },
    {
      tools: ['tavily_research'],
      text: /^\s{0,20}No research results available\s{0,20}$/,
      kind: 'empty',
      warning: 'The research came to no result. Ask a narrower question, or use tavily_search.',
    },
    { text: REMOTE_EMPTY, kind: 'empty', warning: NOTHING_FOUND },
    {
      text: /^\s{0,20}\{[\s\S]{0,20000}?"failed_results"\s{0,5}:\s{0,5}\[\s{0,20}\{/,
      kind: 'partial',
      warning: 'Not all pages could be read: see "failed_results".',
    },
  ],
  advice: TAVILY_ADVICE,
  fallbacks: webSearchFallbacks('tavily'),
};
