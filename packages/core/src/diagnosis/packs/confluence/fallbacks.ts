import { CLOUD_ID } from '../atlassian/cloud-id.ts';
import type { PackArgument, PackFallback, PackFallbackStep } from '../pack-fallback.ts';

const PAGE_ID: PackArgument = { from: ['page_id', 'pageId'], isRequired: true };
const TITLE: PackArgument = { from: 'title', isRequired: true, when: /\S/ };
const SPACE: PackArgument = { from: ['space_key', 'spaceKey'], isRequired: true, when: /\S/ };
const QUERIES = ['cql', 'query'];
/** mcp-atlassian takes words as well as CQL, the others CQL only. */
const CQL: readonly PackArgument[] = [
  { from: QUERIES, isRequired: true, when: /[=~<>]|\bcurrentUser\(/ },
  { from: QUERIES, when: /^[^"\\=~<>()]*[^"\\=~<>()\s][^"\\=~<>()]*$/, wrap: ['text ~ "', '"'] },
];
const limitOf = (max: number): PackArgument => ({ from: 'limit', min: 1, max });

const SEARCHES: readonly PackFallbackStep[] = [
  {
    pack: 'confluence',
    tool: 'confluence_search',
    arguments: {
      query: { from: QUERIES, isRequired: true, when: /\S/ },
      limit: limitOf(50),
      spaces_filter: { from: 'spaces_filter' },
    },
    unless: ['start'],
  },
  {
    pack: 'confluence',
    tool: 'searchConfluenceUsingCql',
    arguments: { cloudId: CLOUD_ID, cql: CQL, limit: limitOf(100) },
    unless: ['start', 'spaces_filter'],
  },
  {
    pack: 'confluence',
    tool: 'search_confluence_pages',
    arguments: { cql: CQL, limit: limitOf(100), start: { from: 'start', min: 0 } },
    unless: ['spaces_filter'],
  },
];

const PAGES: readonly PackFallbackStep[] = [
  { pack: 'confluence', tool: 'confluence_get_page', arguments: { page_id: PAGE_ID } },
  { pack: 'confluence', tool: 'confluence_get_page', arguments: { title: TITLE, space_key: SPACE } },
  { pack: 'confluence', tool: 'getConfluencePage', arguments: { cloudId: CLOUD_ID, pageId: PAGE_ID } },
  { pack: 'confluence', tool: 'read_confluence_page', arguments: { pageId: PAGE_ID } },
  { pack: 'confluence', tool: 'read_confluence_page', arguments: { title: TITLE, spaceKey: SPACE } },
  { pack: 'confluence', tool: 'get_page', arguments: { pageId: PAGE_ID } },
];

const COMMENTS: readonly PackFallbackStep[] = [
  { pack: 'confluence', tool: 'confluence_get_comments', arguments: { page_id: PAGE_ID } },
  { pack: 'confluence', tool: 'getConfluencePageFooterComments', arguments: { cloudId: CLOUD_ID, pageId: PAGE_ID } },
  { pack: 'confluence', tool: 'get_comments', arguments: { pageId: PAGE_ID } },
];

/** The same question in the spellings of the other servers for Confluence; of what changes something nothing is here. */
export const CONFLUENCE_FALLBACKS: readonly PackFallback[] = [
  {
    tools: ['confluence_search'],
    instead: SEARCHES,
    lastResort: {
      message: 'Confluence search is currently unavailable. Check Confluence manually at {spaces_filter}.',
      answer: { results: [] },
    },
  },
  {
    tools: ['confluence_search'],
    lastResort: {
      message: 'Confluence search is currently unavailable. Check Confluence manually at your Confluence space.',
      answer: { results: [] },
    },
  },
  {
    tools: ['confluence_get_page'],
    instead: PAGES,
    lastResort: {
      message:
        "Confluence page retrieval is currently unavailable. You can manually access this page by searching for '{title}' in the '{space_key|spaceKey}' space.",
      answer: { content: '' },
    },
  },
  { tools: ['confluence_get_comments'], instead: COMMENTS },
  {
    lastResort: {
      message:
        'Confluence {operation} is currently unavailable. Try again later or perform this operation manually in Confluence.',
    },
  },
];
