import { describe, expect, it } from 'vitest';
import { BUILT_IN_PACKS } from '../../../src/index.ts';
import { findFallbacks } from '../../../src/policies/fallback/fallback.ts';
import { failedCall, outage, packOf, serverWith } from './failed-calls.ts';

/** What the tools take, as their servers list them: tavily-mcp 0.2.22, exa-mcp-server 3.4.1, Perplexity's 1.2.1, and the docs of the others. */
const TAVILY = ['query', 'max_results', 'time_range', 'include_domains', 'exclude_domains', 'topic', 'search_depth'];
const servers = [
  serverWith('firecrawl', { firecrawl_search: ['query', 'limit', 'tbs', 'sources'] }),
  serverWith('perplexity', {
    perplexity_search: ['query', 'max_results', 'search_recency_filter', 'search_domain_filter', 'country'],
  }),
  serverWith('exa', { web_search_exa: ['query', 'numResults'] }),
  serverWith('brave', { brave_web_search: ['query', 'count', 'offset', 'freshness'] }),
  serverWith('jira', { jira_search: ['jql', 'limit'], search_issues: ['searchString'] }),
  serverWith('confluence', { confluence_search: ['query', 'limit'] }),
  serverWith('notes', { search: ['query'], search_notes: ['query'] }),
  serverWith('second', { 'tavily-search': TAVILY }),
];

const find = (changes: Parameters<typeof failedCall>[0]) =>
  findFallbacks({ failed: failedCall(changes), configured: undefined, servers, findPack: packOf });

describe('a search of the web', () => {
  it('falls back to another server of its vendor, then to the other vendors, in a fixed order (A111, A112)', () => {
    expect(find({}).map(({ server, tool }) => `${server} ${tool}`)).toEqual([
      'second tavily-search',
      'brave brave_web_search',
      'exa web_search_exa',
      'perplexity perplexity_search',
      'firecrawl firecrawl_search',
    ]);
  });

  it('never falls back to a search of something else, whatever its name is (A111)', () => {
    const asked = find({}).map(({ server }) => server);
    for (const other of ['jira', 'confluence', 'notes']) expect(asked).not.toContain(other);
  });

  it('is asked in the words of each vendor (A111)', () => {
    const args = {
      query: 'tide tables',
      max_results: 20,
      time_range: 'week',
      include_domains: ['tide.example'],
      exclude_domains: [],
      topic: 'news',
      include_images: false,
    };
    const steps = find({ arguments: args });
    const domains = { search_domain_filter: ['tide.example'] };
    expect(steps.map((step) => step.arguments)).toEqual([
      args,
      { query: 'tide tables', count: 20, freshness: 'pw' },
      { query: 'tide tables', numResults: 10 },
      { query: 'tide tables', max_results: 20, search_recency_filter: 'week', ...domains },
      { query: 'tide tables', limit: 20, tbs: 'qdr:w' },
    ]);
    expect(steps.map(({ leftOut }) => leftOut)).toEqual([
      [],
      ['include_domains', 'topic'],
      ['time_range', 'include_domains', 'topic'],
      ['topic'],
      ['include_domains', 'topic'],
    ]);
  });

  it.each(['tavily-search', 'mcp__tavily__tavily_search', 'TAVILY_SEARCH'])(
    'is known in the spelling %s (A120, A195)',
    (tool) => {
      expect(find({ tool }).map(({ server }) => server)).toContain('brave');
    },
  );

  it.each([
    ['brave', 'brave_web_search', { count: 2, freshness: 'pd' }, { max_results: 5, time_range: 'day' }],
    ['exa', 'web_search_exa', { numResults: 8 }, { max_results: 8 }],
    ['perplexity', 'perplexity_search', { max_results: 7, search_recency_filter: 'hour' }, { max_results: 7 }],
    ['perplexity', 'perplexity_search', { search_domain_filter: ['-bad.example'] }, {}],
    ['firecrawl', 'firecrawl_search', { limit: '9', tbs: 'qdr:y' }, { max_results: 9, time_range: 'year' }],
  ])('of %s with %s goes to Tavily with its arguments (A111)', (server, tool, given, expected) => {
    const args = { query: 'tide', ...given };
    const step = find({ server, tool, arguments: args, error: outage(server) }).find(
      (each) => each.server === 'second',
    );
    expect(step?.arguments).toEqual({ query: 'tide', ...expected });
  });

  it.each([
    ['no words', { query: '  ' }, 0],
    ['no query', {}, 0],
    ['a query that Brave refuses for its length', { query: 'x'.repeat(401) }, 3],
    ['a query that Brave refuses for its words', { query: 'x '.repeat(51) }, 3],
    ['a query of the most words that Brave takes', { query: 'x '.repeat(50) }, 4],
  ])('with %s is not asked of others for which it is no question (A111)', (_, args, others) => {
    expect(find({ arguments: args }).filter(({ server }) => server !== 'second')).toHaveLength(others);
  });

  it('gives no argument that a tool does not list', () => {
    const [step] = findFallbacks({
      failed: failedCall({ arguments: { query: 'tide', time_range: 'day' } }),
      configured: undefined,
      servers: [serverWith('brave', { brave_web_search: ['query', 'count', 'offset'] })],
      findPack: packOf,
    });
    expect(step).toMatchObject({ arguments: { query: 'tide' }, leftOut: ['time_range'] });
  });

  it('is asked of a tool behind another gateway, by its name there', () => {
    const prefixed = [serverWith('hub', { web__brave_web_search: ['query'] })];
    const [step] = findFallbacks({ failed: failedCall(), configured: undefined, servers: prefixed, findPack: packOf });
    expect(step).toMatchObject({ server: 'hub', tool: 'web__brave_web_search' });
  });

  it.each([`${'a '.repeat(200)}!`, ' '.repeat(100_000), 'a'.repeat(100_000)])('bears a query of any size', (query) => {
    expect(find({ arguments: { query } })[0]?.arguments).toEqual({ query });
  });
});

describe('the fallbacks of the packs', () => {
  const fallbacks = BUILT_IN_PACKS.flatMap((pack) => (pack.fallbacks ?? []).map((entry) => ({ pack, entry })));
  const steps = fallbacks.flatMap(({ pack, entry }) => (entry.instead ?? []).map((step) => ({ pack, entry, step })));
  const toolOf = (name: string, tool: string) =>
    BUILT_IN_PACKS.find((each) => each.name === name)?.tools?.find(({ names }) => names.includes(tool));

  it.each(steps)(
    '$pack.name to $step.pack $step.tool uses names that both vendors have (A111, A115)',
    ({ pack, entry, step }) => {
      const target = toolOf(step.pack, step.tool);
      expect(target?.safety).toBe('read');
      expect(target?.parameters).toEqual(expect.arrayContaining(Object.keys(step.arguments ?? {})));
      const known = (entry.tools ?? []).flatMap((tool) => toolOf(pack.name, tool)?.parameters ?? []);
      const ways = Object.values(step.arguments ?? {}).flat();
      const from = [...ways.flatMap((way) => way.from ?? []), ...(step.unless ?? [])];
      expect(known).toEqual(expect.arrayContaining(from));
    },
  );

  it.each(fallbacks.filter(({ entry }) => entry.lastResort !== undefined))(
    'the words of $pack.name for $entry.tools name arguments that there are (A115)',
    ({ pack, entry }) => {
      const names = [...(entry.lastResort?.message ?? '').matchAll(/\{([^}]+)\}/g)].flatMap(([, each = '']) =>
        each.split('|'),
      );
      const known = (entry.tools ?? []).flatMap((tool) => toolOf(pack.name, tool)?.parameters ?? []);
      expect(['operation', ...known]).toEqual(expect.arrayContaining(names));
    },
  );
});
