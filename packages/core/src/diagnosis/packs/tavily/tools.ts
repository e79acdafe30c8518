import type { PackTool } from '../pack.ts';

/** A thorough report takes up to 15 minutes at Tavily; the server polls all that time and says nothing. */
const RESEARCH_TIMEOUT_MS = 16 * 60_000;

/**
 * Hyphens were the spelling until 0.2.12, underscores are since 0.2.13: names are compared alike in both.
 *
 * All of them only look, and may be called again. Research looks too, but starts a job that is billed: it counts as a write.
 */
export const TAVILY_TOOLS: readonly PackTool[] = [
  {
    names: ['tavily_search'],
    safety: 'read',
    returnsContent: true,
    parameters: [
      ...['query', 'search_depth', 'topic', 'days', 'time_range', 'start_date', 'end_date', 'max_results', 'country'],
      ...['include_images', 'include_image_descriptions', 'include_raw_content', 'include_favicon', 'exact_match'],
      ...['include_domains', 'exclude_domains'],
    ],
  },
  {
    names: ['tavily_extract'],
    safety: 'read',
    returnsContent: true,
    parameters: ['urls', 'extract_depth', 'include_images', 'format', 'include_favicon', 'query'],
  },
  {
    names: ['tavily_crawl'],
    safety: 'read',
    returnsContent: true,
    parameters: [
      ...['url', 'max_depth', 'max_breadth', 'limit', 'instructions', 'select_paths', 'select_domains'],
      ...['allow_external', 'extract_depth', 'format', 'include_favicon', 'categories'],
    ],
  },
  {
    names: ['tavily_map'],
    safety: 'read',
    returnsContent: true,
    parameters: [
      ...['url', 'max_depth', 'max_breadth', 'limit', 'instructions', 'select_paths', 'select_domains'],
      ...['allow_external', 'categories'],
    ],
  },
  {
    names: ['tavily_research'],
    safety: 'write',
    returnsContent: true,
    timeoutMs: RESEARCH_TIMEOUT_MS,
    parameters: ['input', 'model'],
  },
];
