import type { ServerCatalog } from '@seawall/client';
import { describe, expect, it } from 'vitest';
import { describeFreshness } from '../../src/routing/catalog-freshness.ts';
import { findNearMisses } from '../../src/routing/near-misses.ts';
import { createRoutingTable } from '../../src/routing/routing-table.ts';
import { FakeSeawall } from '../fake-seawall.ts';

function catalogOf(server: string, lists: Partial<ServerCatalog>): ServerCatalog {
  return {
    server,
    state: 'live',
    fetchedAtMs: 0,
    tools: [],
    prompts: [],
    resources: [],
    resourceTemplates: [],
    leftOut: [],
    ...lists,
  };
}

describe('createRoutingTable', () => {
  it('changes nothing of a definition but its name', () => {
    const tool = {
      name: 'search',
      title: 'Search',
      inputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
      icons: [{ src: 'data:,' }],
      _meta: { 'x/y': 1 },
      fromTheFuture: { a: [1] },
    };
    const table = createRoutingTable(
      [catalogOf('git', { tools: [tool], prompts: [{ name: 'p', extra: 1 }] })],
      'always',
    );
    expect(table.tools).toEqual([{ ...tool, name: 'git__search' }]);
    expect(table.prompts).toEqual([{ name: 'git__p', extra: 1 }]);
    expect(table.findTool('git__search')).toMatchObject({ server: 'git', name: 'search' });
    expect(table.findPrompt('git__p')).toMatchObject({ server: 'git', name: 'p' });
  });

  it('hands out the very same definition where the name stays', () => {
    const tool = { name: 'search', inputSchema: {} };
    expect(createRoutingTable([catalogOf('git', { tools: [tool] })], 'never').tools[0]).toBe(tool);
  });

  it('lists a URI of two servers plainly for the first and as a seawall URI for the second', () => {
    const resources = [{ uri: 'file:///a', name: 'a' }];
    const table = createRoutingTable([catalogOf('one', { resources }), catalogOf('two', { resources })], 'always');
    expect(table.resources.map(({ uri }) => uri)).toEqual(['file:///a', 'seawall://two/file%3A%2F%2F%2Fa']);
    expect(table.findResource('file:///a')).toEqual([{ server: 'one', uri: 'file:///a' }]);
    expect(table.findResource('seawall://two/file%3A%2F%2F%2Fa')).toEqual([{ server: 'two', uri: 'file:///a' }]);
  });

  it('reads a seawall URI at its server also when the URI is not listed', () => {
    const table = createRoutingTable([catalogOf('one', {})], 'always');
    expect(table.findResource('seawall://one/x%3Ay')).toEqual([{ server: 'one', uri: 'x:y' }]);
    expect(table.findResource('seawall://unknown/x%3Ay')).toEqual([]);
  });

  it('finds an unlisted URI by the templates, in the order of the configuration', () => {
    const table = createRoutingTable(
      [
        catalogOf('one', { resourceTemplates: [{ uriTemplate: 'doc://{id}', name: 'doc' }] }),
        catalogOf('two', { resourceTemplates: [{ uriTemplate: 'doc://{id}' }, { uriTemplate: 'img://{id}' }] }),
      ],
      'always',
    );
    expect(table.findResource('doc://1').map(({ server }) => server)).toEqual(['one', 'two']);
    expect(table.findResource('img://1').map(({ server }) => server)).toEqual(['two']);
    expect(table.findResource('other://1')).toEqual([]);
    expect(table.resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['doc://{id}', 'img://{id}']);
  });

  it('keeps the first of two tools that one server lists under one name', () => {
    const table = createRoutingTable(
      [
        catalogOf('a', {
          tools: [
            { name: 't', n: 1 },
            { name: 't', n: 2 },
          ],
        }),
      ],
      'always',
    );
    expect(table.tools).toEqual([{ name: 'a__t', n: 1 }]);
    expect(table.findTool('a__t')?.definition.n).toBe(1);
  });
});

describe('describeFreshness', () => {
  const parts = (fake: FakeSeawall) => fake.servers().map((status) => ({ status, catalog: fake.catalog(status.name) }));

  it('says nothing when all is live', () => {
    expect(describeFreshness(parts(new FakeSeawall([{ name: 'a' }])), 10)).toBeUndefined();
  });

  it('says "partial" while nothing is known of a server', () => {
    const fake = new FakeSeawall([{ name: 'a' }, { name: 'b', catalog: { state: 'none', fetchedAtMs: undefined } }]);
    expect(describeFreshness(parts(fake), 10)).toEqual({ state: 'partial', servers: ['b'] });
  });

  it('says "last-known-good" with the age of the oldest list', () => {
    const fake = new FakeSeawall([
      { name: 'a', catalog: { state: 'last-known-good', fetchedAtMs: 400 } },
      { name: 'b', catalog: { state: 'last-known-good', fetchedAtMs: 700 } },
    ]);
    expect(describeFreshness(parts(fake), 1000)).toEqual({ state: 'last-known-good', ageMs: 600, servers: ['a', 'b'] });
  });

  it('does not miss a server that was turned off', () => {
    const fake = new FakeSeawall([
      { name: 'a', status: { state: 'stopped', sinceMs: 0, reason: 'disabled' }, catalog: { state: 'none' } },
    ]);
    expect(describeFreshness(parts(fake), 10)).toBeUndefined();
  });
});

describe('findNearMisses', () => {
  it('finds a misspelling, a missing server and a wrong one', () => {
    const names = ['git__search', 'jira__create_issue', 'jira__search'];
    expect(findNearMisses('git__serch', names)[0]).toBe('git__search');
    expect(findNearMisses('create_issue', names)).toEqual(['jira__create_issue']);
    expect(findNearMisses('atlassian__create_issue', names)).toEqual(['jira__create_issue']);
    expect(findNearMisses('zzzzzzzzzzzz', names)).toEqual([]);
  });
});
